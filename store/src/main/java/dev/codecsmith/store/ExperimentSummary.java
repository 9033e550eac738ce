package dev.codecsmith.store;

import java.time.Instant;
import java.util.Optional;

/**
 * An experiment as a line in a list: what can be read without its rate points.
 *
 * @param id see {@link ExperimentRecord}
 * @param campaignId the campaign it belongs to
 * @param iteration from 1
 * @param status where it stands
 * @param owner the process that works on it
 * @param name the candidate's short name
 * @param language the program's language
 * @param proposer who made the program
 * @param programSha256 hash of the program's content
 * @param decoderBytes compressed size of the built program; 0 before it is built
 * @param score BD-rate in percent; lower is better; empty unless succeeded
 * @param failure the kind of failure; present when failed
 * @param created when it was queued
 * @param updated when it last changed
 */
public record ExperimentSummary(
    String id,
    String campaignId,
    int iteration,
    ExperimentStatus status,
    String owner,
    String name,
    String language,
    String proposer,
    String programSha256,
    long decoderBytes,
    Optional<Double> score,
    Optional<FailureKind> failure,
    Instant created,
    Instant updated) {

  /** The line of a record. */
  public static ExperimentSummary of(ExperimentRecord experiment) {
    return new ExperimentSummary(
        experiment.id(),
        experiment.campaignId(),
        experiment.iteration(),
        experiment.status(),
        experiment.owner(),
        experiment.candidate().name(),
        experiment.candidate().language(),
        experiment.candidate().proposer(),
        experiment.candidate().programSha256(),
        experiment.decoderBytes(),
        experiment.score(),
        experiment.failure().map(Failure::kind),
        experiment.created(),
        experiment.updated());
  }
}
