package dev.codecsmith.lab.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.codecsmith.lab.anchors.Anchors;
import dev.codecsmith.lab.assembly.LocalEvaluations;
import dev.codecsmith.lab.evaluation.CodingLimits;
import dev.codecsmith.lab.evaluation.Evaluation;
import dev.codecsmith.lab.evaluation.EvaluationListener;
import dev.codecsmith.lab.evaluation.EvaluationRequest;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.evaluation.EvaluationSettings.Extras;
import dev.codecsmith.lab.evaluation.Evaluations;
import dev.codecsmith.lab.evaluation.KeptVideo;
import dev.codecsmith.lab.evaluation.Qualities;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.languages.Toolchains;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.Failure;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.video.ChromaFormat;
import dev.codecsmith.video.PixelFormat;
import dev.codecsmith.video.Rational;
import dev.codecsmith.video.VideoFormat;
import dev.codecsmith.video.clips.Clip;
import dev.codecsmith.video.clips.ClipCatalogue;
import dev.codecsmith.video.clips.GeneratedClipSpec;
import dev.codecsmith.video.scenes.SceneKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The example programs in C and Python, built and run in the real sandbox. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExampleProgramsTest {
  private static final Path EXAMPLES =
      Path.of(System.getProperty("codecsmith.root"), "codecs", "examples");
  private static final String C = "c-blocks";
  private static final String PYTHON = "python-blocks";

  @TempDir private static Path folder;
  private Clip clip;
  private DataDirectory data;
  private Toolchains toolchains;
  private Evaluations evaluator;

  @BeforeAll
  void open() throws IOException {
    clip = TestClips.moving(folder, "moving", 64, 48, 4);
    data = DataDirectory.open(folder.resolve("data"), DataDirectory.Access.WRITE);
    Machine machine = Machine.get();
    toolchains = machine.toolchains();
    evaluator = LocalEvaluations.over(data, machine.sandbox(), toolchains, 2);
  }

  @AfterAll
  void close() {
    data.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {C, PYTHON})
  void exampleEndsWithAScore(String name) throws Exception {
    Evaluation evaluation = evaluate(name, clip);
    assertThat(evaluation.failure()).isEmpty();
    assertThat(evaluation.score()).isPresent();
    assertThat(evaluation.points()).extracting(RatePoint::quality).containsExactly(20, 40, 60, 80);
    assertThat(evaluation.points()).extracting(RatePoint::bytes).isSorted();
  }

  @ParameterizedTest
  @ValueSource(strings = {C, PYTHON})
  void sameClipGivesTheSameBitstreamsAndFramesTwice(String name) throws Exception {
    assertThat(outputs(evaluate(name, clip))).isEqualTo(outputs(evaluate(name, clip)));
  }

  @ParameterizedTest
  @ValueSource(strings = {C, PYTHON})
  void oddSizesAreCodedAsTheyAre(String name) throws Exception {
    Evaluation evaluation = evaluate(name, TestClips.moving(folder, "odd", 35, 27, 3));
    assertThat(evaluation.points()).hasSize(4);
    assertThat(evaluation.points().getLast().metrics().get("psnr_yuv")).isGreaterThan(36);
  }

  @ParameterizedTest
  @ValueSource(strings = {C, PYTHON})
  void formatThatItCannotCodeIsRefusedInASentence(String name) throws Exception {
    Failure failure =
        evaluate(name, clip(new PixelFormat(ChromaFormat.YUV444, 8))).failure().orElseThrow();
    assertThat(failure.kind()).isEqualTo(FailureKind.CRASHED);
    assertThat(failure.phase()).isEqualTo(ExperimentStatus.SMOKE);
    assertThat(failure.message())
        .contains("exit code 1")
        .endsWith("This codec takes 8-bit 4:2:0 video, found C444.");
  }

  /** Neither codec drifts from the other: all that a decoder computes is integer arithmetic. */
  @Test
  void bothLanguagesGiveTheSameBitstreamsAndTheSameDecodedVideo() throws Exception {
    assertThat(outputs(evaluate(C, clip))).isEqualTo(outputs(evaluate(PYTHON, clip)));
  }

  /** The hashes of bitstreams and decoded videos. */
  private static Map<String, String> outputs(Evaluation evaluation) {
    assertThat(evaluation.failure()).isEmpty();
    Map<String, String> hashes = new TreeMap<>();
    evaluation
        .artifacts()
        .forEach((role, sha256) -> {
          if (role.startsWith("reconstruction/")) {
            hashes.put(role, sha256);
          }
        });
    evaluation
        .points()
        .forEach(point -> hashes.put("bitstream/" + point.quality(), point.bitstreamSha256()));
    assertThat(hashes).hasSize(8);
    return hashes;
  }

  private Evaluation evaluate(String name, Clip source) throws Exception {
    Program program = Program.load(EXAMPLES.resolve(name));
    try {
      toolchains.of(program.language());
    } catch (InfrastructureException missing) {
      abort(name + " cannot be tried on this machine: " + missing.getMessage());
    }
    EvaluationSettings settings =
        new EvaluationSettings(
            List.of(source),
            List.of(),
            Qualities.DEFAULT,
            List.of(Anchors.named("x264-medium")),
            CodingLimits.defaults(),
            Extras.NONE.keeping(KeptVideo.EXACT));
    return evaluator.evaluate(
        new EvaluationRequest("exp_iter1_" + name, program, settings), EvaluationListener.none());
  }

  private static Clip clip(PixelFormat pixelFormat) throws IOException {
    return new ClipCatalogue(folder.resolve("catalogue"))
        .generated(
            new GeneratedClipSpec(
                pixelFormat.ffmpegName(),
                new VideoFormat(64, 48, pixelFormat, new Rational(25, 1)),
                2,
                7,
                List.of(SceneKind.LANDSCAPE)));
  }
}
