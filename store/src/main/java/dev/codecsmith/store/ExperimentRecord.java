package dev.codecsmith.store;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The evaluation of one candidate in one campaign; one record, replaced in place from queued to its
 * end. How it is carried from one to the other is in {@link dev.codecsmith.store.lifecycle}.
 *
 * @param identity what never changes of it
 * @param version how often it was written, this time included; from 1
 * @param lease who works on it
 * @param status where it stands
 * @param candidate the program
 * @param result what came of the program so far
 * @param updated when this version was written
 */
@RecordBuilder
public record ExperimentRecord(
    ExperimentIdentity identity,
    long version,
    Lease lease,
    ExperimentStatus status,
    CandidateRecord candidate,
    ExperimentResult result,
    Instant updated) {

  /** The version that replaces this one, to be changed further. */
  public ExperimentRecordBuilder next(Instant now) {
    return ExperimentRecordBuilder.builder(this).version(version + 1).updated(now);
  }

  // Readers ask for what they need and not for the part in which it is kept.

  public String id() {
    return identity.id();
  }

  public String campaignId() {
    return identity.campaignId();
  }

  public int iteration() {
    return identity.iteration();
  }

  public Instant created() {
    return identity.created();
  }

  public String owner() {
    return lease.owner();
  }

  public long decoderBytes() {
    return result.decoderBytes();
  }

  public String executedProgramSha256() {
    return result.executedProgramSha256();
  }

  public List<RatePoint> points() {
    return result.points();
  }

  public Map<String, AnchorComparison> scores() {
    return result.scores();
  }

  /** See {@link ExperimentResult#score()}. */
  public Optional<Double> score() {
    return result.score();
  }

  /** See {@link ExperimentResult#shortScore()}. */
  public Optional<Double> shortScore() {
    return result.shortScore();
  }

  public Optional<Failure> failure() {
    return result.failure();
  }

  public List<String> warnings() {
    return result.warnings();
  }

  public List<String> flags() {
    return result.flags();
  }

  /** What a person should look at: warnings and flags. */
  public List<String> remarks() {
    return result.remarks();
  }

  public Map<String, String> artifacts() {
    return result.artifacts();
  }
}
