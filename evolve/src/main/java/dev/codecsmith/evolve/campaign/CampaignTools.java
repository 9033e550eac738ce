package dev.codecsmith.evolve.campaign;

import dev.codecsmith.evolve.retry.Sleeper;
import dev.codecsmith.lab.evaluation.Evaluator;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.ExperimentStore;
import java.time.Clock;
import java.util.Optional;

/**
 * What a campaign works with.
 *
 * @param evaluator who measures its programs
 * @param store where its experiments are kept
 * @param artifacts where its programs are kept
 * @param owner this process, as records name it
 * @param clock the time in records, and the time a run may take
 * @param sleeper waits
 * @param retry what happens after a fault of the infrastructure
 * @param stopRequest whether somebody asked the campaign to stop
 * @param listener told how it goes
 */
public record CampaignTools(
    Evaluator evaluator,
    ExperimentStore store,
    ArtifactStore artifacts,
    String owner,
    Clock clock,
    Sleeper sleeper,
    Retry.Policy retry,
    StopRequest stopRequest,
    CampaignListener listener) {

  /** Asked before each iteration begins. */
  @FunctionalInterface
  public interface StopRequest {
    /** Who asked and how to go on, in a sentence; empty while nobody did. */
    Optional<String> sentence();
  }

  /** Tools over a store, with the system's clock and nobody who stops. */
  public static CampaignTools of(
      Evaluator evaluator,
      ExperimentStore store,
      ArtifactStore artifacts,
      String owner,
      Retry.Policy retry,
      CampaignListener listener) {
    return new CampaignTools(
        evaluator,
        store,
        artifacts,
        owner,
        Clock.systemUTC(),
        Thread::sleep,
        retry,
        Optional::empty,
        listener);
  }

  public CampaignTools stoppedBy(StopRequest request) {
    return new CampaignTools(
        evaluator, store, artifacts, owner, clock, sleeper, retry, request, listener);
  }

  public CampaignTools withTime(Clock otherClock, Sleeper otherSleeper) {
    return new CampaignTools(
        evaluator, store, artifacts, owner, otherClock, otherSleeper, retry, stopRequest, listener);
  }
}
