package dev.codecsmith.lab.evaluation;

import com.fasterxml.jackson.annotation.JacksonInject;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.OptBoolean;
import dev.codecsmith.store.AnchorComparison;
import dev.codecsmith.store.Failure;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.json.Json;
import dev.codecsmith.store.race.Race;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What came of a program.
 *
 * @param executed what was built and run, and by whom
 * @param points the rate points measured, also of a program that failed later
 * @param scores by anchor, and by {@code anchor/…} for figures reported beside the score
 * @param score BD-rate in percent against the main anchor over the search clips; present if and
 *     only if {@code failure} is empty
 * @param shortScore the rate in percent against the main anchor on the first frames of the search
 *     clips, where the campaign has a {@link Cascade} and the program's points allow it
 * @param race how it did beside its rival, where there was one
 * @param failure the program's fault
 * @param artifacts hashes by role
 * @param runSeconds how long its build and its runs took, the sum of it, without any wait for
 *     others; empty where the evaluator does not tell
 */
@RecordBuilder
public record Evaluation(
    Executed executed,
    List<RatePoint> points,
    Map<String, AnchorComparison> scores,
    Optional<Double> score,
    OptionalDouble shortScore,
    @JacksonInject(value = Json.ABSENT, useInput = OptBoolean.TRUE) Optional<Race> race,
    Optional<Failure> failure,
    Map<String, String> artifacts,
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
        @JacksonInject(value = Json.ALSO_ABSENT, useInput = OptBoolean.TRUE)
        Optional<Double> runSeconds) {
  public Evaluation {
    points = List.copyOf(points);
    scores = Map.copyOf(scores);
    artifacts = Map.copyOf(artifacts);
    if (score.isPresent() == failure.isPresent()) {
      throw new IllegalArgumentException("An evaluation has a score or a failure, not both.");
    }
  }

  /** One without a race, of which is not known how long its runs took. */
  public Evaluation(
      Executed executed,
      List<RatePoint> points,
      Map<String, AnchorComparison> scores,
      Optional<Double> score,
      OptionalDouble shortScore,
      Optional<Failure> failure,
      Map<String, String> artifacts) {
    this(
        executed,
        points,
        scores,
        score,
        shortScore,
        Optional.empty(),
        failure,
        artifacts,
        Optional.empty());
  }

  /**
   * What was built and run.
   *
   * @param worker who did so; empty if nobody did
   * @param programSha256 named by who built it from the bytes that went into the build; it is held
   *     against what was asked for
   * @param decoderBytes compressed size of the built program with the names of its files; 0 if it
   *     was not built
   * @param nameBytes the share of {@code decoderBytes} that the names of the files take
   */
  public record Executed(String worker, String programSha256, long decoderBytes, long nameBytes) {}
}
