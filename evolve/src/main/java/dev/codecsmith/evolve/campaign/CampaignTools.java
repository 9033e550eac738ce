package dev.codecsmith.evolve.campaign;

import dev.codecsmith.lab.evaluation.Evaluations;
import dev.codecsmith.lab.experiment.Cancellations;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.attempts.Sleeper;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.store.events.CampaignEvent.ModelsSpent;
import dev.codecsmith.store.events.EventListener;
import dev.codecsmith.store.events.EventPublisher;
import dev.codecsmith.store.experiments.ExperimentStore;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a campaign works with.
 *
 * @param evaluator who measures its programs
 * @param store where its experiments are kept
 * @param artifacts where its programs are kept
 * @param owner this process, as records name it
 * @param events told how it goes
 * @param pace the time it works by
 * @param spent what models took up to now; empty where none is asked
 */
public record CampaignTools(
    Evaluations evaluator,
    ExperimentStore store,
    ArtifactStore artifacts,
    String owner,
    EventPublisher events,
    Pace pace,
    Supplier<Optional<ModelsSpent>> spent) {

  /**
   * When it goes on, when it waits and when it stops.
   *
   * @param clock the time in records, and the time a run may take
   * @param sleeper waits
   * @param retry what happens after a fault of the infrastructure
   * @param stopRequest whether somebody asked the campaign to stop
   * @param cancellations by which a person may cancel one of its experiments
   */
  public record Pace(
      Clock clock,
      Sleeper sleeper,
      WorkRetry.Policy retry,
      StopRequest stopRequest,
      Cancellations cancellations) {

    /** The system's clock, and nobody who stops or cancels. */
    public static Pace of(WorkRetry.Policy retry) {
      return new Pace(
          Clock.systemUTC(), Thread::sleep, retry, Optional::empty, new Cancellations());
    }

    public Pace stoppedBy(StopRequest request) {
      return new Pace(clock, sleeper, retry, request, cancellations);
    }

    public Pace withTime(Clock otherClock, Sleeper otherSleeper) {
      return new Pace(otherClock, otherSleeper, retry, stopRequest, cancellations);
    }
  }

  /** Asked before each iteration begins. */
  @FunctionalInterface
  public interface StopRequest {
    /** Who asked and how to go on, in a sentence; empty while nobody did. */
    Optional<String> sentence();
  }

  /** Tools over a data folder, with the system's clock, nobody who stops and no models. */
  public static CampaignTools of(
      Evaluations evaluator,
      DataDirectory data,
      String campaignId,
      WorkRetry.Policy retry,
      EventListener listener) {
    return new CampaignTools(
        evaluator,
        data.experiments(),
        data.artifacts(),
        data.owner(),
        new EventPublisher(data.events(), campaignId, Clock.systemUTC(), listener),
        Pace.of(retry),
        Optional::empty);
  }

  /** These tools at another pace. */
  public CampaignTools at(Pace other) {
    return new CampaignTools(evaluator, store, artifacts, owner, events, other, spent);
  }

  /** These tools under another name of who works with them. */
  public CampaignTools ownedBy(String other) {
    return new CampaignTools(evaluator, store, artifacts, other, events, pace, spent);
  }

  /** These tools where models are asked. */
  public CampaignTools spending(Supplier<ModelsSpent> models) {
    return new CampaignTools(
        evaluator, store, artifacts, owner, events, pace, () -> Optional.of(models.get()));
  }
}
