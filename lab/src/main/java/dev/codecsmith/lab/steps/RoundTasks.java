package dev.codecsmith.lab.steps;

import dev.codecsmith.store.RatePoint;
import java.util.List;
import java.util.Map;

/**
 * What is to be measured next.
 *
 * @param remembered points that stand for new ones
 * @param tasks the others, in the order in which their faults count; none of either if all is
 *     measured
 * @param artifacts hashes by role, the log's among them
 */
public record RoundTasks(
    List<RatePoint> remembered, List<PointTask> tasks, Map<String, String> artifacts) {
  public RoundTasks {
    remembered = List.copyOf(remembered);
    tasks = List.copyOf(tasks);
    artifacts = Map.copyOf(artifacts);
  }
}
