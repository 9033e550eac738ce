package dev.codecsmith.lab.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.codecsmith.lab.evaluation.Cascade;
import dev.codecsmith.lab.evaluation.CodingLimits;
import dev.codecsmith.lab.evaluation.Evaluation;
import dev.codecsmith.lab.evaluation.EvaluationListener;
import dev.codecsmith.lab.evaluation.EvaluationRequest;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.race.Racing;
import dev.codecsmith.lab.race.Rival;
import dev.codecsmith.lab.race.Spreads;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.RatePointBuilder;
import dev.codecsmith.store.json.Json;
import dev.codecsmith.store.race.Race;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Programs against rivals whose points are made of a program's own, by real runs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RaceTest {
  private static final Spreads SPREADS = new Spreads(2, 1);

  @TempDir private static Path folder;
  private TestBench bench;
  private EvaluationSettings settings;
  private Evaluation alone;

  @BeforeAll
  void measure() throws Exception {
    bench = new TestBench(folder);
    settings =
        TestBench.settings(
                CodingLimits.defaults(),
                TestClips.moving(folder, "moving", 64, 48, 8),
                TestClips.moving(folder, "more", 48, 32, 8))
            .withCascade(
                Optional.of(
                    new Cascade(3, List.of(30, 60), 1000, Optional.of(new Racing(0.05, 0.1)))));
    alone = evaluate(Optional.empty());
  }

  @AfterAll
  void close() {
    bench.close();
  }

  private Evaluation evaluate(Optional<Rival> rival) throws Exception {
    return bench
        .evaluator()
        .evaluate(
            new EvaluationRequest("exp_iter2_race", Toy.honest(), settings).withRival(rival),
            EvaluationListener.none());
  }

  private List<RatePoint> stored(String role) throws Exception {
    return List.of(
        Json.mapper()
            .readValue(
                bench.data().artifacts().read(Objects.requireNonNull(alone.artifacts().get(role))),
                RatePoint[].class));
  }

  /** What needs so much of the rate at the same quality. */
  private static List<RatePoint> cheaper(double share, List<RatePoint> points) {
    return points.stream()
        .map(point ->
            RatePointBuilder.builder(point).bitrateKbps(share * point.bitrateKbps()).build())
        .toList();
  }

  private Rival rival(double shortShare, double share, boolean checked) throws Exception {
    return new Rival(
        "exp_iter1_rival",
        alone.score().orElseThrow() - 1,
        alone.executed().decoderBytes(),
        cheaper(shortShare, stored("short-points")),
        cheaper(share, alone.points()),
        SPREADS,
        checked);
  }

  @Test
  void whatIsSurelyWorseOnTheFirstFramesIsLeftThere() throws Exception {
    Evaluation left = evaluate(Optional.of(rival(0.8, 0.8, false)));
    assertThat(left.failure().orElseThrow().kind()).isEqualTo(FailureKind.DOMINATED);
    assertThat(left.failure().orElseThrow().phase()).isEqualTo(ExperimentStatus.SCREENING);
    assertThat(left.failure().orElseThrow().message())
        .contains("first frames", "exp_iter1_rival", "4 points");
    assertThat(left.points()).isEmpty();
    Race race = left.race().orElseThrow();
    assertThat(race.looks()).extracting(Race.Look::stage).containsExactly(Race.Stage.FIRST_FRAMES);
    assertThat(race.savedCpuSeconds())
        .isCloseTo(
            alone.points().stream()
                .mapToDouble(point -> point.encode().cpuSeconds() + point.decode().cpuSeconds())
                .sum(),
            within(1e-9));
  }

  @Test
  void whatTurnsOutWorseAtTheFirstQualityIsLeftThen() throws Exception {
    Evaluation left = evaluate(Optional.of(rival(1, 0.8, false)));
    assertThat(left.failure().orElseThrow().phase()).isEqualTo(ExperimentStatus.ENCODING);
    assertThat(left.points()).extracting(RatePoint::quality).containsExactly(40, 40);
    Race race = left.race().orElseThrow();
    assertThat(race.looks()).hasSize(2);
    assertThat(race.looks().getFirst().gap()).isCloseTo(0, within(1e-9));
    assertThat(race.last().pairs()).isEqualTo(2);
    assertThat(race.last().spread()).isEqualTo(1);
    assertThat(race.savedCpuSeconds()).isPositive();
  }

  @Test
  void whatIsCheckedIsMeasuredInFullAndTheLooksAreKept() throws Exception {
    Evaluation checked = evaluate(Optional.of(rival(0.8, 0.8, true)));
    assertThat(checked.score()).isEqualTo(alone.score());
    Race race = checked.race().orElseThrow();
    assertThat(race.worse()).isTrue();
    assertThat(race.left()).isFalse();
    assertThat(race.looks()).hasSize(2);
    assertThat(race.savedCpuSeconds()).isZero();
  }

  @Test
  void whatMayBeBetterIsMeasuredAsWithoutARace() throws Exception {
    Evaluation even = evaluate(Optional.of(rival(0.999, 0.999, false)));
    assertThat(even.score()).isEqualTo(alone.score());
    assertThat(even.points())
        .extracting(RatePoint::bitstreamSha256)
        .containsExactlyElementsOf(
            alone.points().stream().map(RatePoint::bitstreamSha256).toList());
    assertThat(even.race().orElseThrow().worse()).isFalse();
    assertThat(even.artifacts()).containsKey(Rival.ROLE);
    assertThat(alone.race()).isEmpty();
  }
}
