package dev.codecsmith.lab.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.lab.evaluation.Cascade;
import dev.codecsmith.lab.evaluation.CodingLimits;
import dev.codecsmith.lab.evaluation.Evaluation;
import dev.codecsmith.lab.evaluation.EvaluationRequest;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.video.clips.Clip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a trial did is not done again by the evaluation that follows it. */
class TrialTest {
  @TempDir private Path folder;
  private TestBench bench;
  private EvaluationSettings plain;

  /** The short clip is smaller than the smoke frames. */
  private EvaluationSettings tinyCascade;

  @BeforeEach
  void open() throws Exception {
    Clip clip = TestClips.moving(folder, "moving", 64, 48, 5);
    bench = new TestBench(folder, clip);
    plain = TestBench.settings(CodingLimits.defaults(), clip);
    tinyCascade = plain.withCascade(Optional.of(new Cascade(1, List.of(50), 20)));
    assertThat(SmokeGate.isNoLessThan(tinyCascade.cascade().orElseThrow(), tinyCascade)).isTrue();
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private static EvaluationRequest request(Program program, EvaluationSettings settings) {
    return new EvaluationRequest("exp_iter1_trial", program, settings);
  }

  private Evaluation evaluate(EvaluationRequest request, List<String> phases)
      throws IOException, InterruptedException {
    return bench
        .evaluator()
        .evaluate(request, (phase, done, total) -> phases.add(phase + " " + done + "/" + total));
  }

  private List<Path> scratch() throws IOException {
    try (Stream<Path> folders = Files.list(bench.data().workDirectory())) {
      return folders.toList();
    }
  }

  @Test
  void evaluationGoesOnFromTheTrial() throws Exception {
    assertThat(bench.evaluator().trial(request(Toy.honest(), plain))).isEmpty();
    assertThat(scratch()).hasSize(1);
    List<String> phases = Collections.synchronizedList(new ArrayList<>());
    Evaluation evaluation = evaluate(request(Toy.honest(), plain), phases);
    assertThat(phases)
        .startsWith("BUILDING 1/1", "SMOKE 1/1", "ENCODING 0/4")
        .doesNotContain("BUILDING 0/1", "SMOKE 0/1");
    assertThat(scratch()).isEmpty();

    List<String> again = Collections.synchronizedList(new ArrayList<>());
    Evaluation alone = evaluate(request(Toy.honest(), plain), again);
    assertThat(again).startsWith("BUILDING 0/1", "BUILDING 1/1", "SMOKE 0/1", "SMOKE 1/1");
    assertThat(evaluation.score()).isEqualTo(alone.score());
    assertThat(evaluation.executed().decoderBytes()).isEqualTo(alone.executed().decoderBytes());
    assertThat(bench.log(evaluation)).isEqualTo(bench.log(alone));
    assertThat(evaluation.points())
        .extracting(RatePoint::bitstreamSha256)
        .isEqualTo(alone.points().stream().map(RatePoint::bitstreamSha256).toList());
  }

  @Test
  void aTrialHasItsSmokeFramesAlsoWhereShortClipsComeFirst() throws Exception {
    assertThat(bench.evaluator().trial(request(Toy.honest(), tinyCascade))).isEmpty();
    List<String> phases = Collections.synchronizedList(new ArrayList<>());
    assertThat(evaluate(request(Toy.honest(), tinyCascade), phases).score()).isPresent();
    assertThat(phases)
        .startsWith("BUILDING 1/1", "SCREENING 0/2")
        .contains("SMOKE 1/1")
        .doesNotContain("SMOKE 0/1");

    Program broken =
        Toy.with("FRAME", "if (count == 2) throw new IllegalStateException(\"oops\");");
    for (EvaluationSettings settings :
        List.of(
            plain, tinyCascade, plain.withCascade(Optional.of(new Cascade(8, List.of(50), 20))))) {
      assertThat(bench.evaluator().trial(request(broken, settings)))
          .hasValueSatisfying(failure -> {
            assertThat(failure.phase()).isEqualTo(ExperimentStatus.SMOKE);
            assertThat(failure.message()).contains("oops");
          });
    }
    assertThat(scratch()).hasSize(0);
  }

  @Test
  void whatIsDroppedAfterATrialIsDroppedAsWithoutOne() throws Exception {
    EvaluationRequest request =
        request(Toy.honest(), tinyCascade).withHurdle(OptionalDouble.of(-1000));
    Evaluation alone = evaluate(request, Collections.synchronizedList(new ArrayList<>()));
    assertThat(bench.evaluator().trial(request)).isEmpty();
    Evaluation dropped = evaluate(request, Collections.synchronizedList(new ArrayList<>()));
    assertThat(dropped.failure().orElseThrow().kind()).isEqualTo(FailureKind.DOMINATED);
    assertThat(dropped.failure()).isEqualTo(alone.failure());
    assertThat(dropped.shortScore()).isEqualTo(alone.shortScore());
    assertThat(dropped.artifacts()).containsKey("short-points");
  }

  @Test
  void askedForInAnotherWayAnEvaluationBeginsAnew() throws Exception {
    assertThat(bench.evaluator().trial(request(Toy.honest(), plain))).isEmpty();
    for (EvaluationRequest other :
        List.of(
            request(Toy.honest(), tinyCascade), request(Toy.with("END", "count += 0;"), plain))) {
      List<String> phases = Collections.synchronizedList(new ArrayList<>());
      assertThat(evaluate(other, phases).failure()).isEmpty();
      assertThat(phases).startsWith("BUILDING 0/1");
    }
    assertThat(scratch()).hasSize(1);
  }

  @Test
  void secondTrialOfAProgramCostsNothingAndOnlyTheNewestAreKept() throws Exception {
    assertThat(bench.evaluator().trial(request(Toy.honest(), plain))).isEmpty();
    List<Path> first = scratch();
    assertThat(bench.evaluator().trial(request(Toy.honest(), plain))).isEmpty();
    assertThat(scratch()).hasSize(1).isEqualTo(first);
    for (int i = 0; i < PreparedPrograms.MOST; i++) {
      assertThat(bench.evaluator().trial(request(Toy.with("END", "count += " + i + ";"), plain)))
          .isEmpty();
    }
    assertThat(scratch()).hasSize(PreparedPrograms.MOST);
    List<String> phases = Collections.synchronizedList(new ArrayList<>());
    assertThat(evaluate(request(Toy.honest(), plain), phases).failure()).isEmpty();
    assertThat(phases).startsWith("BUILDING 0/1");
  }
}
