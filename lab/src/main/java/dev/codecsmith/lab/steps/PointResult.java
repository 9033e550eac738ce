package dev.codecsmith.lab.steps;

import dev.codecsmith.lab.job.MeasuredPoint;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.Failure;
import java.util.Map;
import java.util.Optional;

/**
 * What came of a rate point: it was measured, or the program failed.
 *
 * @param worker who measured it
 * @param point empty if the program failed
 * @param failure empty if it did not
 * @param artifacts hashes by role, the log's among them
 */
public record PointResult(
    String worker,
    Optional<MeasuredPoint> point,
    Optional<Failure> failure,
    Map<String, String> artifacts) {
  public PointResult {
    artifacts = Map.copyOf(artifacts);
    if (point.isPresent() == failure.isPresent()) {
      throw new IllegalArgumentException("A point is measured or failed, not both.");
    }
  }

  /**
   * That of a program that is not run any more. A worker may have been lost when it built the
   * program for the point, which is no phase that a point fails in.
   */
  public static PointResult givenUp(String worker, Failure failure) {
    ExperimentStatus phase =
        failure.phase() == ExperimentStatus.DECODING
            ? ExperimentStatus.DECODING
            : ExperimentStatus.ENCODING;
    return new PointResult(
        worker,
        Optional.empty(),
        Optional.of(new Failure(failure.kind(), phase, failure.message())),
        Map.of());
  }
}
