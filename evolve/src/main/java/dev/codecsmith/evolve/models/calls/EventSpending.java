package dev.codecsmith.evolve.models.calls;

import dev.codecsmith.evolve.models.TokenUsage;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.CampaignEvent.ModelAnswered;
import dev.codecsmith.store.events.CampaignEvent.ModelFailed;
import dev.codecsmith.store.events.CampaignEvent.ModelsSpent;
import dev.codecsmith.store.events.EventListener;
import java.time.Instant;
import java.util.Optional;

/** What all model calls of a campaign took, by its events so far. */
public final class EventSpending implements EventListener {
  private Optional<Spending> total = Optional.empty();
  private Instant summedUpAt = Instant.MIN;

  @Override
  public synchronized void on(Instant time, CampaignEvent event) {
    switch (event) {
      case ModelsSpent all -> {
        summedUpAt = time;
        total =
            Optional.of(
                new Spending(
                    all.calls(),
                    new TokenUsage(all.inputTokens(), 0, 0, all.outputTokens()),
                    all.costUsd(),
                    all.callsOfUnknownCost(),
                    all.callsOfUnknownTokens()));
      }
      case ModelAnswered call ->
          add(time, Spending.ofCall(call.inputTokens(), call.outputTokens(), call.costUsd()));
      case ModelFailed call when call.charged() ->
          add(time, Spending.ofCall(call.inputTokens(), call.outputTokens(), call.costUsd()));
      default -> {}
    }
  }

  /** A call that was written down before all were summed up is in that sum. */
  private void add(Instant time, Spending call) {
    if (!time.isBefore(summedUpAt)) {
      total = Optional.of(total.orElse(Spending.NOTHING).plus(call));
    }
  }

  /** All of them; empty where no model is asked. */
  public synchronized Optional<Spending> total() {
    return total;
  }
}
