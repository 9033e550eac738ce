package dev.codecsmith.store;

import dev.codecsmith.metrics.bd.BdRate;
import dev.codecsmith.store.data.DataDirectory;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The evaluation of one candidate in one campaign; one record, replaced in place from queued to its
 * end.
 *
 * @param id {@code exp_iter{N}_…}
 * @param campaignId the campaign it belongs to
 * @param iteration N, from 1
 * @param status where it stands
 * @param owner the process that works on it; see {@link DataDirectory}
 * @param candidate the program
 * @param decoderBytes compressed size of the built program; 0 before it is built
 * @param executedProgramSha256 hash of the program as recorded by the process that ran it; empty
 *     before
 * @param points the rate points, by clip and quality
 * @param scores by anchor: overall BD-rate, and per clip
 * @param score BD-rate in percent against the campaign's main anchor; lower is better; empty unless
 *     succeeded
 * @param shortScore rate in percent against the main anchor on the first frames of the search clips
 *     at equal quality; lower is better; empty unless the campaign has a cascade
 * @param failure present when failed
 * @param warnings what a person should look at, such as a bitstream equal to another program's
 * @param artifacts hashes by role, such as {@code log}
 * @param created when it was queued
 * @param updated when this version was written
 */
public record ExperimentRecord(
    String id,
    String campaignId,
    int iteration,
    ExperimentStatus status,
    String owner,
    CandidateRecord candidate,
    long decoderBytes,
    String executedProgramSha256,
    List<RatePoint> points,
    Map<String, AnchorComparison> scores,
    Optional<Double> score,
    Optional<Double> shortScore,
    Optional<Failure> failure,
    List<String> warnings,
    Map<String, String> artifacts,
    Instant created,
    Instant updated) {
  public ExperimentRecord {
    points = List.copyOf(points);
    scores = Map.copyOf(scores);
    warnings = List.copyOf(warnings);
    artifacts = Map.copyOf(artifacts);
  }

  /** This record in another status. */
  public ExperimentRecord at(ExperimentStatus newStatus, Instant now) {
    return new ExperimentRecord(
        id,
        campaignId,
        iteration,
        newStatus,
        owner,
        candidate,
        decoderBytes,
        executedProgramSha256,
        points,
        scores,
        score,
        shortScore,
        failure,
        warnings,
        artifacts,
        created,
        now);
  }

  /** This record with other warnings. */
  public ExperimentRecord withWarnings(List<String> newWarnings) {
    return new ExperimentRecord(
        id,
        campaignId,
        iteration,
        status,
        owner,
        candidate,
        decoderBytes,
        executedProgramSha256,
        points,
        scores,
        score,
        shortScore,
        failure,
        newWarnings,
        artifacts,
        created,
        updated);
  }

  /**
   * A program against one anchor.
   *
   * @param overall mean over the clips, or the state of the first clip that has no figure
   * @param perClip by clip name
   */
  public record AnchorComparison(BdRate overall, Map<String, BdRate> perClip) {
    public AnchorComparison {
      perClip = Map.copyOf(perClip);
    }
  }
}
