package dev.codecsmith.lab.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.lab.evaluation.Cascade;
import dev.codecsmith.lab.evaluation.CodingLimits;
import dev.codecsmith.lab.evaluation.Evaluation;
import dev.codecsmith.lab.evaluation.EvaluationRequest;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.evaluation.Qualities;
import dev.codecsmith.lab.job.MeasuredPoint;
import dev.codecsmith.lab.local.TestBench;
import dev.codecsmith.lab.local.TestClips;
import dev.codecsmith.lab.local.Toy;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.RatePointBuilder;
import dev.codecsmith.video.clips.Clip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rate points that are not measured twice, by real runs. */
class PointMemoryTest {
  private static final String CONDITIONS = "c0de".repeat(8);

  @TempDir private Path folder;
  private TestBench bench;
  private Clip clip;

  @BeforeEach
  void open() throws Exception {
    clip = TestClips.moving(folder, "moving", 64, 48, 4);
    bench = new TestBench(folder, clip);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  /** An evaluation, and how many points were encoded for it. */
  private record Measured(Evaluation evaluation, int encodes) {}

  private Measured evaluate(Program program, EvaluationSettings settings, boolean reuse)
      throws IOException, InterruptedException {
    EvaluationRequest request = new EvaluationRequest("exp_iter1_memory", program, settings);
    AtomicInteger encodes = new AtomicInteger();
    Evaluation evaluation =
        bench
            .evaluator()
            .evaluate(
                reuse ? request.reusing() : request,
                (phase, done, total) -> {
                  if (phase == ExperimentStatus.ENCODING && done > 0) {
                    encodes.incrementAndGet();
                  }
                });
    return new Measured(evaluation, encodes.get());
  }

  private void remove(String artifact) throws IOException {
    Files.delete(
        folder
            .resolve("data/artifacts")
            .resolve(artifact.substring(0, 2))
            .resolve(artifact.substring(2)));
  }

  private EvaluationSettings settings() {
    return TestBench.settings(CodingLimits.defaults(), clip);
  }

  @Test
  void pointsOfTheSameProgramAreExactlyWhatWasMeasuredAndAreNotRunAgain() throws Exception {
    Measured first = evaluate(Toy.honest(), settings(), true);
    Measured second = evaluate(Toy.honest(), settings(), true);
    assertThat(first.encodes()).isEqualTo(4);
    assertThat(second.encodes()).isZero();
    // Times and memory included, which no second measurement would give again.
    assertThat(second.evaluation().points()).isEqualTo(first.evaluation().points());
    assertThat(second.evaluation().score()).isEqualTo(first.evaluation().score());
    assertThat(second.evaluation().artifacts()).containsKey("bitstream/moving/20");
    assertThat(bench.log(second.evaluation()))
        .contains("Not run again", "moving at QUALITY 20", "moving at QUALITY 80");
    assertThat(bench.log(first.evaluation())).doesNotContain("Not run again");
  }

  @Test
  void whoMeasuresAgainUsesNoMemoryAndLeavesNone() throws Exception {
    assertThat(evaluate(Toy.honest(), settings(), false).encodes()).isEqualTo(4);
    assertThat(evaluate(Toy.honest(), settings(), true).encodes()).isEqualTo(4);
    assertThat(evaluate(Toy.honest(), settings(), false).encodes()).isEqualTo(4);
  }

  @Test
  void anotherProgramOrOtherLimitsAreMeasured() throws Exception {
    evaluate(Toy.honest(), settings(), true);
    assertThat(evaluate(Toy.with("END", "// another"), settings(), true).encodes()).isEqualTo(4);
    CodingLimits other = new CodingLimits(31, 10, 5, 1 << 30, 1 << 20);
    assertThat(evaluate(Toy.honest(), TestBench.settings(other, clip), true).encodes())
        .isEqualTo(4);
  }

  @Test
  void rememberedPointsKeepWhatTheProgramReportedOfItsBitsAsLongAsItIsThere() throws Exception {
    Measured first = evaluate(Toy.reporting(4, 9), settings(), true);
    RatePoint point = first.evaluation().points().getFirst();
    assertThat(point.bitsSha256()).isPresent();
    assertThat(evaluate(Toy.reporting(4, 9), settings(), true).evaluation().points())
        .contains(point);

    remove(point.bitsSha256().orElseThrow());

    Measured third = evaluate(Toy.reporting(4, 9), settings(), true);
    assertThat(third.encodes()).isZero();
    assertThat(third.evaluation().points()).contains(point.withoutBits());
  }

  @Test
  void pointWhoseBitstreamIsGoneIsMeasuredAgain() throws Exception {
    Measured first = evaluate(Toy.honest(), settings(), true);
    String sha256 = first.evaluation().points().get(2).bitstreamSha256();
    remove(sha256);
    assertThat(evaluate(Toy.honest(), settings(), true).encodes()).isEqualTo(1);
    assertThat(bench.data().artifacts().contains(sha256)).isTrue();
  }

  @Test
  void sameFootageUnderAnotherNameIsRememberedUnderItsNewName() throws Exception {
    evaluate(Toy.honest(), settings(), true);
    Clip renamed = new Clip("other", clip.y4m(), clip.format(), clip.frames(), clip.sha256());
    Measured second =
        evaluate(Toy.honest(), TestBench.settings(CodingLimits.defaults(), renamed), true);
    assertThat(second.encodes()).isZero();
    assertThat(second.evaluation().points())
        .allSatisfy(point -> assertThat(point.clip()).isEqualTo("other"));
  }

  @Test
  void aProgramThatFailsIsMeasuredAnewNextTime() throws Exception {
    // QUALITY 80 is quantised by 5.
    Program program = Toy.with("FRAME", "if (step == 5) throw new IllegalStateException(\"no\");");
    assertThat(evaluate(program, settings(), true).encodes()).isEqualTo(4);
    Measured second = evaluate(program, settings(), true);
    assertThat(second.evaluation().failure()).isPresent();
    assertThat(second.encodes()).isEqualTo(4);
  }

  @Test
  void dearPointsAreWrittenAtOnceSoThatAKillLosesLittle() throws Exception {
    PointMemory memory = memory();
    memory.keep(measured(20, 0.1));
    assertThat(memory().known()).isEmpty();
    memory.keep(measured(40, 1.5));
    // Another reader of the same store, as after a kill.
    assertThat(memory().known()).containsExactly(measured(20, 0.1), measured(40, 1.5));
  }

  private PointMemory memory() {
    return memory(settings());
  }

  private PointMemory memory(EvaluationSettings settings) {
    return new PointMemory(
        bench.data().experiments(),
        bench.data().artifacts(),
        "ab".repeat(32),
        new AskedPoints(settings));
  }

  private MeasuredPoint measured(int quality, double cpuSeconds) throws IOException {
    return measured("ab".repeat(32), clip.sha256(), quality, cpuSeconds);
  }

  private MeasuredPoint measured(String program, String clipSha256, int quality, double cpuSeconds)
      throws IOException {
    return new MeasuredPoint(
        program, clipSha256, clip.frames(), CONDITIONS, point(quality, cpuSeconds));
  }

  @Test
  void pointsThatWereNotAskedForAreNotKept() throws Exception {
    PointMemory memory = memory();
    String program = "ab".repeat(32);
    RatePoint point = point(20, 1.5);
    memory.keep(measured("cd".repeat(32), clip.sha256(), 20, 1.5));
    memory.keep(measured(program, "../x", 20, 1.5));
    memory.keep(measured(program, "ef".repeat(32), 20, 1.5));
    memory.keep(measured(program, clip.sha256(), 21, 1.5));
    memory.keep(new MeasuredPoint(program, clip.sha256(), 3, CONDITIONS, point));
    memory.keep(new MeasuredPoint(program, clip.sha256(), clip.frames(), "x/y", point));
    RatePoint nowhere = RatePointBuilder.builder(point).framesSha256("../x").build();
    memory.keep(new MeasuredPoint(program, clip.sha256(), clip.frames(), CONDITIONS, nowhere));
    assertThat(memory().known()).isEmpty();
  }

  @Test
  void pointsOfTheFirstFramesAreKeptWhereTheCampaignHasACascadeOfSoMany() throws Exception {
    MeasuredPoint onTwoFrames =
        new MeasuredPoint("ab".repeat(32), clip.sha256(), 2, CONDITIONS, point(30, 1.5));
    memory().keep(onTwoFrames);
    assertThat(memory().known()).isEmpty();
    memory(cascaded()).keep(onTwoFrames);
    assertThat(memory().known()).containsExactly(onTwoFrames);
  }

  private EvaluationSettings cascaded() {
    return settings().withCascade(Optional.of(new Cascade(2, List.of(30, 60), 1000)));
  }

  @Test
  void pointsOfACascadeAreRememberedToo() throws Exception {
    Measured first = evaluate(Toy.honest(), cascaded(), true);
    Measured second = evaluate(Toy.honest(), cascaded(), true);
    assertThat(first.evaluation().failure()).isEmpty();
    assertThat(second.encodes()).isZero();
    assertThat(bench.log(second.evaluation()))
        .contains("moving-2f at QUALITY 30", "moving-2f at QUALITY 60", "moving at QUALITY 20");
    assertThat(second.evaluation().shortScore()).isEqualTo(first.evaluation().shortScore());
  }

  @Test
  void anyQualityIsKeptWhereTheHarnessChooses() throws Exception {
    EvaluationSettings fixed = settings();
    EvaluationSettings automatic =
        new EvaluationSettings(
            fixed.searchClips(),
            fixed.heldOutClips(),
            new Qualities.Auto(),
            fixed.anchors(),
            fixed.limits(),
            fixed.extras());
    memory(automatic).keep(measured(7, 1.5));
    memory(automatic).keep(measured(101, 1.5));
    assertThat(memory().known()).containsExactly(measured(7, 1.5));
  }

  private RatePoint point(int quality, double cpuSeconds) throws IOException {
    RatePoint.Resources resources = new RatePoint.Resources(cpuSeconds, 2, 1);
    String artifact = bench.data().artifacts().put(new byte[] {(byte) quality});
    return RatePointBuilder.builder()
        .clip(clip.name())
        .quality(quality)
        .bytes(1)
        .bitrateKbps(1)
        .metrics(Map.of())
        .encode(resources)
        .decode(resources)
        .bitstreamSha256(artifact)
        .framesSha256(artifact)
        .build();
  }

  @Test
  void programThatDoesNotRepeatIsForgotten() throws Exception {
    Program program =
        Toy.with(
            "FRAME",
            "for (int i = 0; i < 64; i++)"
                + " frame.plane(2)[i] = (short) new java.util.Random().nextInt(256);");
    for (int time = 0; time < 2; time++) {
      Measured measured = evaluate(program, settings(), true);
      assertThat(measured.evaluation().failure().orElseThrow().kind())
          .isEqualTo(FailureKind.NOT_REPEATABLE);
      assertThat(measured.encodes()).isEqualTo(4);
    }
  }
}
