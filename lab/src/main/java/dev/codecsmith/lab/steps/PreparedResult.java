package dev.codecsmith.lab.steps;

import com.fasterxml.jackson.annotation.JacksonInject;
import com.fasterxml.jackson.annotation.OptBoolean;
import dev.codecsmith.lab.evaluation.Evaluation;
import dev.codecsmith.lab.job.Heartbeat;
import dev.codecsmith.lab.points.RunPace;
import dev.codecsmith.store.Failure;
import dev.codecsmith.store.json.Json;
import dev.codecsmith.store.race.Race;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What came of build, smoke test and short clips.
 *
 * @param executed what was built, and by whom
 * @param shortScore on the cascade's short clips, if there are any
 * @param race beside the rival on these, if there is one
 * @param failure the program's fault; its points are not measured then
 * @param artifacts hashes by role, the log's among them
 * @param heartbeats what was to be told, in order
 * @param pace what the smoke frames told of the times of runs, where that decides how they are set
 */
public record PreparedResult(
    Evaluation.Executed executed,
    OptionalDouble shortScore,
    @JacksonInject(value = Json.ABSENT, useInput = OptBoolean.TRUE) Optional<Race> race,
    Optional<Failure> failure,
    Map<String, String> artifacts,
    List<Heartbeat> heartbeats,
    @JacksonInject(value = Json.ALSO_ABSENT, useInput = OptBoolean.TRUE) Optional<RunPace> pace) {
  public PreparedResult {
    artifacts = Map.copyOf(artifacts);
    heartbeats = List.copyOf(heartbeats);
  }

  /** That of a program that is not run any more, and was not built by who says so. */
  public static PreparedResult givenUp(String worker, String programSha256, Failure failure) {
    return new PreparedResult(
        new Evaluation.Executed(worker, programSha256, 0, 0),
        OptionalDouble.empty(),
        Optional.empty(),
        Optional.of(failure),
        Map.of(),
        List.of(),
        Optional.empty());
  }
}
