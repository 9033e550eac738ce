package dev.codecsmith.lab.steps;

import dev.codecsmith.store.Failure;
import dev.codecsmith.store.RatePoint;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an evaluation has come to when all its points are measured, or it failed.
 *
 * @param prepared how it began
 * @param points all rate points
 * @param failure the program's fault, where there was one
 * @param artifacts of each step, in order: hashes by role, the log's among them
 */
public record Course(
    PreparedResult prepared,
    List<RatePoint> points,
    Optional<Failure> failure,
    List<Map<String, String>> artifacts) {
  public Course {
    points = List.copyOf(points);
    artifacts = List.copyOf(artifacts);
  }
}
