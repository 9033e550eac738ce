package dev.codecsmith.lab.evaluation;

import dev.codecsmith.lab.experiment.ExecutedProgram;
import dev.codecsmith.store.ExperimentRecord.AnchorComparison;
import dev.codecsmith.store.Failure;
import dev.codecsmith.store.RatePoint;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What came of a program.
 *
 * @param executedProgramSha256 what was built and run, named by who did so from the bytes that went
 *     into the build; {@link ExecutedProgram} holds it against what was asked for
 * @param decoderBytes compressed size of the built program with the names of its files; 0 if it was
 *     not built
 * @param points the rate points measured, also of a program that failed later
 * @param scores by anchor, and by {@code anchor/…} for figures reported beside the score
 * @param score BD-rate in percent against the main anchor over the search clips; present if and
 *     only if {@code failure} is empty
 * @param failure the program's fault
 * @param artifacts hashes by role
 * @param shortScore the rate in percent against the main anchor on the first frames of the search
 *     clips, where the campaign has a {@link Cascade} and the program's points allow it
 * @param nameBytes the share of {@code decoderBytes} that the names of the files take
 */
public record Evaluation(
    String executedProgramSha256,
    long decoderBytes,
    List<RatePoint> points,
    Map<String, AnchorComparison> scores,
    Optional<Double> score,
    Optional<Failure> failure,
    Map<String, String> artifacts,
    OptionalDouble shortScore,
    long nameBytes) {
  public Evaluation {
    points = List.copyOf(points);
    scores = Map.copyOf(scores);
    artifacts = Map.copyOf(artifacts);
    if (score.isPresent() == failure.isPresent()) {
      throw new IllegalArgumentException("An evaluation has a score or a failure, not both.");
    }
  }

  /** Without a short score, and with no names counted. */
  public Evaluation(
      String executedProgramSha256,
      long decoderBytes,
      List<RatePoint> points,
      Map<String, AnchorComparison> scores,
      Optional<Double> score,
      Optional<Failure> failure,
      Map<String, String> artifacts) {
    this(
        executedProgramSha256,
        decoderBytes,
        points,
        scores,
        score,
        failure,
        artifacts,
        OptionalDouble.empty(),
        0);
  }
}
