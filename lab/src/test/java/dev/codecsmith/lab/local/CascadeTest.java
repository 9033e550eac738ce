package dev.codecsmith.lab.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.lab.evaluation.Cascade;
import dev.codecsmith.lab.evaluation.CodingLimits;
import dev.codecsmith.lab.evaluation.Evaluation;
import dev.codecsmith.lab.evaluation.EvaluationListener;
import dev.codecsmith.lab.evaluation.EvaluationRequest;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.json.Json;
import dev.codecsmith.video.clips.Clip;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The short clips before the full ones, by real runs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CascadeTest {
  private static final double MARGIN = 10;

  @TempDir private static Path folder;
  private TestBench bench;
  private EvaluationSettings settings;

  @BeforeAll
  void open() throws IOException {
    bench = new TestBench(folder);
    settings = settings(3, TestClips.moving(folder, "moving", 64, 48, 8));
  }

  @AfterAll
  void close() {
    bench.close();
  }

  private static EvaluationSettings settings(int frames, Clip clip) {
    return TestBench.settings(CodingLimits.defaults(), clip)
        .withCascade(Optional.of(new Cascade(frames, List.of(30, 60), MARGIN)));
  }

  private Evaluation evaluate(OptionalDouble hurdle, Set<ExperimentStatus> phases)
      throws IOException, InterruptedException {
    return bench
        .evaluator()
        .evaluate(
            new EvaluationRequest("exp_iter1_short", Toy.honest(), settings).withHurdle(hurdle),
            (phase, done, total) -> phases.add(phase));
  }

  private Evaluation evaluate(OptionalDouble hurdle) throws IOException, InterruptedException {
    return evaluate(hurdle, Collections.synchronizedSet(new TreeSet<>()));
  }

  @Test
  void withoutAHurdleTheShortScoreIsReportedBesideTheScore() throws Exception {
    Evaluation evaluation = evaluate(OptionalDouble.empty());
    assertThat(evaluation.score()).isPresent();
    assertThat(evaluation.shortScore().orElseThrow()).isGreaterThan(0);
    assertThat(evaluation.points()).extracting(RatePoint::clip).containsOnly("moving");
    assertThat(evaluation.points()).hasSize(4);
  }

  @Test
  void programFarBehindTheHurdleIsNotMeasuredFurther() throws Exception {
    double known = evaluate(OptionalDouble.empty()).shortScore().orElseThrow();
    Set<ExperimentStatus> phases = Collections.synchronizedSet(new TreeSet<>());
    Evaluation evaluation = evaluate(OptionalDouble.of(known - MARGIN - 1), phases);
    assertThat(evaluation.failure())
        .hasValueSatisfying(failure -> {
          assertThat(failure.kind()).isEqualTo(FailureKind.DOMINATED);
          assertThat(failure.phase()).isEqualTo(ExperimentStatus.SCREENING);
          assertThat(failure.message())
              .contains("first 3 frames of each clip, at QUALITY 30 and 60")
              .contains("1.0 points less");
        });
    assertThat(evaluation.shortScore()).hasValue(known);
    assertThat(evaluation.points()).isEmpty();
    assertThat(phases)
        .contains(ExperimentStatus.SCREENING)
        .doesNotContain(ExperimentStatus.ENCODING, ExperimentStatus.DECODING);
  }

  @Test
  void programWithinTheMarginIsMeasuredInFull() throws Exception {
    double known = evaluate(OptionalDouble.empty()).shortScore().orElseThrow();
    assertThat(evaluate(OptionalDouble.of(known - MARGIN + 1)).score()).isPresent();
  }

  @Test
  void whatWasMeasuredOnShortClipsIsKept() throws Exception {
    Evaluation evaluation = evaluate(OptionalDouble.of(-1000));
    String json =
        new String(
            bench
                .data()
                .artifacts()
                .read(
                    Optional.ofNullable(evaluation.artifacts().get("short-points")).orElseThrow()),
            StandardCharsets.UTF_8);
    RatePoint[] points = Json.read(json, RatePoint[].class);
    assertThat(points).extracting(RatePoint::quality).containsExactly(30, 60);
    assertThat(points)
        .allSatisfy(point -> {
          assertThat(point.clip()).isEqualTo("moving-3f");
          assertThat(bench.data().artifacts().contains(point.bitstreamSha256())).isTrue();
          assertThat(bench.data().artifacts().read(point.framesSha256())).isNotEmpty();
        });
  }

  @Test
  void pointsOutsideTheAnchorsRangeDropNoProgram() throws Exception {
    var lossless =
        dev.codecsmith.sandbox.program.Program.of(
            "java",
            "toy.ToyCodec",
            java.util.Map.of(
                "toy/ToyCodec.java",
                Toy.honest()
                    .files()
                    .values()
                    .iterator()
                    .next()
                    .replace("60 * Math.pow(0.97, quality)", "1")));
    Evaluation evaluation =
        bench
            .evaluator()
            .evaluate(
                new EvaluationRequest("exp_iter1_lossless", lossless, settings)
                    .withHurdle(OptionalDouble.of(-1000)),
                EvaluationListener.none());
    assertThat(evaluation.shortScore()).isEmpty();
    assertThat(evaluation.points()).hasSize(4);
    assertThat(evaluation.failure().orElseThrow().kind()).isNotEqualTo(FailureKind.DOMINATED);
  }

  @Test
  void clipsThatAreShortAnywayAreNotMeasuredTwice() throws Exception {
    Clip clip = TestClips.moving(folder, "moving", 64, 48, 8);
    Evaluation evaluation = bench.evaluate(Toy.honest(), settings(8, clip));
    assertThat(evaluation.shortScore()).isEmpty();
    assertThat(evaluation.artifacts()).doesNotContainKey("short-points");
  }

  @Test
  void preparationMeasuresTheAnchorOnShortClipsToo() throws Exception {
    Set<Integer> totals = new TreeSet<>();
    bench.evaluator().prepare(settings, (done, total) -> totals.add(total));
    assertThat(totals).containsExactly(2);
    // On whoever asks next, nothing is measured: what took long is in the store.
    Clip whole = settings.searchClips().getFirst();
    assertThat(bench.memory().find(settings.mainAnchor(), whole)).isPresent();
    assertThat(bench.memory().find(settings.mainAnchor(), whole, 3, Set.of())).isPresent();
  }
}
