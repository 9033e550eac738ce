package dev.codecsmith.store;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.Optional;

/**
 * An experiment as a line in a list: what can be read without its rate points.
 *
 * @param identity what never changes of it
 * @param status where it stands
 * @param owner the process that works on it
 * @param program what is measured
 * @param result what came of it so far
 * @param updated when it last changed
 */
@RecordBuilder
public record ExperimentSummary(
    ExperimentIdentity identity,
    ExperimentStatus status,
    String owner,
    ProgramLine program,
    ResultLine result,
    Instant updated) {

  /**
   * What a list tells of a candidate.
   *
   * @param name a short name for people
   * @param language the program's language
   * @param proposer who made it
   * @param sha256 hash of the program's content
   */
  public record ProgramLine(String name, String language, String proposer, String sha256) {
    static ProgramLine of(CandidateRecord candidate) {
      return new ProgramLine(
          candidate.name(), candidate.language(), candidate.proposer(), candidate.programSha256());
    }
  }

  /** The line of a record. */
  public static ExperimentSummary of(ExperimentRecord experiment) {
    return new ExperimentSummary(
        experiment.identity(),
        experiment.status(),
        experiment.owner(),
        ProgramLine.of(experiment.candidate()),
        ResultLine.of(experiment.result()),
        experiment.updated());
  }

  public String id() {
    return identity.id();
  }

  public String campaignId() {
    return identity.campaignId();
  }

  public int iteration() {
    return identity.iteration();
  }

  /** BD-rate in percent; lower is better; empty unless succeeded. */
  public Optional<Double> score() {
    return result.score();
  }
}
