package dev.codecsmith.service.meters;

import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.CampaignEvent.CampaignBegun;
import dev.codecsmith.store.events.CampaignEvent.CampaignContinued;
import dev.codecsmith.store.events.CampaignEvent.CampaignFinished;
import dev.codecsmith.store.events.CampaignEvent.CampaignStopped;
import dev.codecsmith.store.events.CampaignEvent.ExperimentEnded;
import dev.codecsmith.store.events.CampaignEvent.ExperimentPhase;
import dev.codecsmith.store.events.EventListener;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Figures of the campaign that runs in this process, by its events, for any registry. What ended is
 * counted over all campaigns of the process; best score, failure rate and cost are the last one's.
 */
public final class CampaignMeters implements EventListener, MeterBinder {
  private static final int WINDOW = 20;

  private long ended;
  private long failed;
  private Optional<Double> best = Optional.empty();
  private final Deque<Boolean> lastFailed = new ArrayDeque<>();
  private ModelSpending spending = new ModelSpending();
  private final Set<String> underWay = new HashSet<>();
  private boolean running;

  @Override
  public synchronized void on(Instant time, CampaignEvent event) {
    switch (event) {
      case CampaignBegun _ -> begin(Optional.empty());
      case CampaignContinued continued -> begin(continued.best());
      case ExperimentPhase experiment -> underWay.add(experiment.id());
      case ExperimentEnded experiment -> end(experiment);
      case CampaignStopped _, CampaignFinished _ -> {
        running = false;
        underWay.clear();
      }
      default -> spending.on(time, event);
    }
  }

  private void begin(Optional<Double> bestBefore) {
    running = true;
    underWay.clear();
    best = bestBefore;
    lastFailed.clear();
    spending = new ModelSpending();
  }

  private void end(ExperimentEnded experiment) {
    underWay.remove(experiment.id());
    boolean failure = experiment.failure().isPresent();
    ended++;
    failed += failure ? 1 : 0;
    best =
        experiment
            .score()
            .map(score -> best.map(before -> Math.min(before, score)).orElse(score))
            .or(() -> best);
    lastFailed.addLast(failure);
    if (lastFailed.size() > WINDOW) {
      boolean _ = lastFailed.removeFirst();
    }
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    FunctionCounter.builder("codecsmith.campaign.iterations.ended", this, CampaignMeters::ended)
        .description("Experiments that ended")
        .register(registry);
    FunctionCounter.builder("codecsmith.campaign.iterations.failed", this, CampaignMeters::failed)
        .description("Experiments that failed")
        .register(registry);
    Gauge.builder("codecsmith.campaign.wanted", this, CampaignMeters::wanted)
        .description(
            "Experiments that are under way; at least 1 while a campaign runs, which may wait for a worker")
        .register(registry);
    Gauge.builder("codecsmith.campaign.score.best", this, CampaignMeters::best)
        .description("The best score of the campaign; lower is better")
        .baseUnit("percent")
        .register(registry);
    Gauge.builder("codecsmith.campaign.failure.rate", this, CampaignMeters::failureRate)
        .description("The share of the last " + WINDOW + " experiments that failed, 0 to 1")
        .register(registry);
    Gauge.builder("codecsmith.campaign.spent", this, CampaignMeters::usd)
        .description("What the campaign's model calls cost, in all its runs")
        .baseUnit("usd")
        .register(registry);
    Gauge.builder("codecsmith.campaign.spent.tokens", this, CampaignMeters::tokens)
        .description("The tokens of the campaign's model calls, in all its runs")
        .register(registry);
  }

  private synchronized double wanted() {
    return running ? Math.max(1, underWay.size()) : 0;
  }

  private synchronized double ended() {
    return ended;
  }

  private synchronized double failed() {
    return failed;
  }

  /** NaN, as Micrometer has it, where none has a score. */
  private synchronized double best() {
    return best.orElse(Double.NaN);
  }

  private synchronized double failureRate() {
    return lastFailed.isEmpty()
        ? Double.NaN
        : lastFailed.stream().filter(each -> each).count() / (double) lastFailed.size();
  }

  private synchronized double usd() {
    return spending.isKnown() ? spending.usd().doubleValue() : Double.NaN;
  }

  private synchronized double tokens() {
    return spending.isKnown() ? spending.tokens() : Double.NaN;
  }
}
