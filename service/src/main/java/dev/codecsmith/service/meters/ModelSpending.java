package dev.codecsmith.service.meters;

import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.CampaignEvent.ModelAnswered;
import dev.codecsmith.store.events.CampaignEvent.ModelFailed;
import dev.codecsmith.store.events.CampaignEvent.ModelsSpent;
import dev.codecsmith.store.events.EventListener;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/** What the model calls of a campaign took, by its events, in all its runs. */
public final class ModelSpending implements EventListener {
  private BigDecimal usd = BigDecimal.ZERO;
  private long tokens;
  private Optional<Instant> upTo = Optional.empty();

  @Override
  public void on(Instant time, CampaignEvent event) {
    switch (event) {
      case ModelsSpent all -> {
        usd = all.costUsd();
        tokens = all.inputTokens() + all.outputTokens();
        upTo = Optional.of(time);
      }
      case ModelAnswered call ->
          add(time, call.costUsd(), call.inputTokens().orElse(0L) + call.outputTokens().orElse(0L));
      case ModelFailed call when call.charged() ->
          add(time, call.costUsd(), call.inputTokens().orElse(0L) + call.outputTokens().orElse(0L));
      default -> {}
    }
  }

  /** A call that was written down before all were summed up is in that sum. */
  private void add(Instant time, Optional<BigDecimal> cost, long more) {
    if (upTo.isPresent() && !time.isBefore(upTo.get())) {
      usd = usd.add(cost.orElse(BigDecimal.ZERO));
      tokens += more;
    }
  }

  /** Whether the sum of all runs was told; a campaign without models tells none. */
  public boolean isKnown() {
    return upTo.isPresent();
  }

  /** Dollars, of the calls of known cost. */
  public BigDecimal usd() {
    return usd;
  }

  /** Of prompts and replies, of the calls that were counted. */
  public long tokens() {
    return tokens;
  }
}
