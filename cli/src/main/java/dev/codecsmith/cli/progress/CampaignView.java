package dev.codecsmith.cli.progress;

import dev.codecsmith.evolve.models.calls.EventSpending;
import dev.codecsmith.evolve.models.calls.Spending;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.CampaignEvent.CampaignBegun;
import dev.codecsmith.store.events.CampaignEvent.CampaignContinued;
import dev.codecsmith.store.events.CampaignEvent.CampaignStopped;
import dev.codecsmith.store.events.CampaignEvent.CampaignStopping;
import dev.codecsmith.store.events.CampaignEvent.ExperimentEnded;
import dev.codecsmith.store.events.CampaignEvent.OtherVersion;
import dev.codecsmith.store.events.EventListener;
import java.time.Instant;
import java.util.Optional;

/** How a campaign stands, by its events so far. */
public final class CampaignView implements EventListener {
  private int iterations;
  private int finished;
  private Optional<Double> best = Optional.empty();
  private final EventSpending spending = new EventSpending();
  private Optional<String> stopReason = Optional.empty();
  private int ofOtherVersions;

  @Override
  public synchronized void on(Instant time, CampaignEvent event) {
    spending.on(time, event);
    switch (event) {
      case CampaignBegun begun -> begin(0, begun.iterations(), Optional.empty());
      case CampaignContinued continued ->
          begin(continued.finished(), continued.iterations(), continued.best());
      case ExperimentEnded ended -> {
        finished++;
        best = lower(best, ended.score());
      }
      case CampaignStopping stopping -> stopReason = Optional.of(stopping.reason());
      case CampaignStopped stopped -> stopReason = Optional.of(stopped.reason());
      case OtherVersion _ -> ofOtherVersions++;
      default -> {}
    }
  }

  private void begin(int finishedBefore, int asked, Optional<Double> bestBefore) {
    finished = finishedBefore;
    iterations = asked;
    best = bestBefore;
    stopReason = Optional.empty();
  }

  private static Optional<Double> lower(Optional<Double> one, Optional<Double> other) {
    return one.isPresent() && other.isPresent()
        ? Optional.of(Math.min(one.get(), other.get()))
        : one.or(() -> other);
  }

  /** How many iterations are asked for; 0 before it begins. */
  synchronized int iterations() {
    return iterations;
  }

  /** How many of them have ended. */
  synchronized int finished() {
    return finished;
  }

  /** The best score, in percent. */
  synchronized Optional<Double> best() {
    return best;
  }

  /** What all model calls of the campaign took so far; empty where no model is asked. */
  public Optional<Spending> spending() {
    return spending.total();
  }

  /** How many events another version of this program wrote, which cannot be shown. */
  public synchronized int ofOtherVersions() {
    return ofOtherVersions;
  }

  /** Why its last run ended before the last iteration; empty if it did not. */
  public synchronized Optional<String> stopReason() {
    return stopReason;
  }
}
