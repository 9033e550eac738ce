package dev.codecsmith.lab.steps;

import dev.codecsmith.lab.job.MeasuredPoint;
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
}
