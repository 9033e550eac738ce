package dev.codecsmith.lab.steps;

import com.fasterxml.jackson.annotation.JacksonInject;
import com.fasterxml.jackson.annotation.OptBoolean;
import dev.codecsmith.store.Failure;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is to be measured next.
 *
 * @param remembered points that stand for new ones
 * @param tasks the others, in the order in which their faults count; none of either if all is
 *     measured
 * @param artifacts hashes by role, the log's among them
 * @param left why nothing more is measured, where the points so far say that the program is no
 *     better than its rival
 */
public record RoundTasks(
    List<RatePoint> remembered,
    List<PointTask> tasks,
    Map<String, String> artifacts,
    @JacksonInject(value = Json.ABSENT, useInput = OptBoolean.TRUE) Optional<Failure> left) {
  public RoundTasks {
    remembered = List.copyOf(remembered);
    tasks = List.copyOf(tasks);
    artifacts = Map.copyOf(artifacts);
  }
}
