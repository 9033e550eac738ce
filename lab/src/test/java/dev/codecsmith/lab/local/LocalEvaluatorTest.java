package dev.codecsmith.lab.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.lab.anchors.Anchors;
import dev.codecsmith.lab.assembly.LocalEvaluations;
import dev.codecsmith.lab.evaluation.CodingLimits;
import dev.codecsmith.lab.evaluation.Evaluation;
import dev.codecsmith.lab.evaluation.EvaluationListener;
import dev.codecsmith.lab.evaluation.EvaluationRequest;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.evaluation.EvaluationSettings.Extras;
import dev.codecsmith.lab.evaluation.Evaluations;
import dev.codecsmith.lab.evaluation.Qualities;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.Failure;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.video.clips.Clip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Real programs, built and run in the real sandbox. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LocalEvaluatorTest {
  private static final int FRAMES = 5;

  @TempDir private static Path folder;
  private Clip clip;
  private DataDirectory data;
  private Evaluations evaluator;

  @BeforeAll
  void open() throws IOException {
    clip = TestClips.moving(folder, "moving", 64, 48, FRAMES);
    data = DataDirectory.open(folder.resolve("data"), DataDirectory.Access.WRITE);
    Machine machine = Machine.get();
    evaluator = LocalEvaluations.over(data, machine.sandbox(), machine.toolchains(), 2);
  }

  @AfterAll
  void close() {
    data.close();
  }

  private EvaluationSettings settings(Clip... clips) {
    return new EvaluationSettings(
        List.of(clips),
        List.of(),
        Qualities.DEFAULT,
        List.of(Anchors.named("x264-medium")),
        CodingLimits.defaults(),
        Extras.NONE);
  }

  private Evaluation evaluate(Program program) throws IOException, InterruptedException {
    return evaluate(program, settings(clip));
  }

  private Evaluation evaluate(Program program, EvaluationSettings settings)
      throws IOException, InterruptedException {
    return evaluator.evaluate(
        new EvaluationRequest("exp_iter1_test", program, settings), EvaluationListener.none());
  }

  private Failure failure(Program program) throws IOException, InterruptedException {
    return evaluate(program).failure().orElseThrow();
  }

  @Test
  void honestProgramIsMeasuredAndScored() throws Exception {
    Evaluation evaluation = evaluate(Toy.honest());
    assertThat(evaluation.failure()).isEmpty();
    assertThat(evaluation.score().orElseThrow()).isGreaterThan(0);
    assertThat(evaluation.executed().programSha256()).isEqualTo(Toy.honest().sha256());
    assertThat(evaluation.executed().decoderBytes()).isGreaterThan(500);
    assertThat(evaluation.points()).extracting(RatePoint::quality).containsExactly(20, 40, 60, 80);
    assertThat(evaluation.points())
        .allSatisfy(point -> {
          assertThat(point.metrics().get("psnr_yuv")).isBetween(20.0, 60.0);
          assertThat(point.encode().cpuSeconds()).isGreaterThan(0);
          assertThat(point.decode().peakMemoryBytes()).isGreaterThan(1 << 20);
          assertThat(point.bitrateKbps()).isEqualTo(8.0 * point.bytes() * 25 / FRAMES / 1000);
          assertThat(data.artifacts().read(point.bitstreamSha256()).length)
              .isEqualTo((int) point.bytes());
          assertThat(
                  new String(
                          data.artifacts().read(point.framesSha256()),
                          java.nio.charset.StandardCharsets.UTF_8)
                      .lines())
              .hasSize(1 + FRAMES);
        });
  }

  @Test
  void sameProgramGivesTheSameBitstreamsAndFigures() throws Exception {
    Evaluation first = evaluate(Toy.honest());
    Evaluation second = evaluate(Toy.honest());
    assertThat(second.score()).isEqualTo(first.score());
    assertThat(second.points())
        .extracting(RatePoint::bitstreamSha256, RatePoint::metrics, RatePoint::framesSha256)
        .isEqualTo(
            first.points().stream()
                .map(p ->
                    org.assertj.core.groups.Tuple.tuple(
                        p.bitstreamSha256(), p.metrics(), p.framesSha256()))
                .toList());
  }

  @Test
  void phasesComeInOrder() throws Exception {
    List<ExperimentStatus> phases = Collections.synchronizedList(new ArrayList<>());
    Evaluation evaluation =
        evaluator.evaluate(
            new EvaluationRequest("exp_iter1_phases", Toy.honest(), settings(clip)),
            (phase, done, total) -> {
              if (phases.isEmpty() || phases.getLast() != phase) {
                phases.add(phase);
              }
            });
    assertThat(evaluation.failure()).isEmpty();
    assertThat(phases)
        .containsExactly(
            ExperimentStatus.BUILDING,
            ExperimentStatus.SMOKE,
            ExperimentStatus.ENCODING,
            ExperimentStatus.DECODING,
            ExperimentStatus.MEASURING,
            ExperimentStatus.PUBLISHING);
  }

  @Test
  void oneFrameTooFewFailsWithExpectedAndFound() throws Exception {
    Failure failure = failure(Toy.with("FRAME", "if (count == 5) return;"));
    assertThat(failure.kind()).isEqualTo(FailureKind.WRONG_OUTPUT);
    assertThat(failure.message()).contains("expected 5 frames").contains("found 4");
  }

  @Test
  void oneFrameTooManyFailsWithExpectedAndFound() throws Exception {
    Failure failure = failure(Toy.with("END", "if (count == 5) frames.write(frame);"));
    assertThat(failure.kind()).isEqualTo(FailureKind.WRONG_OUTPUT);
    assertThat(failure.message()).contains("expected 5 frames").contains("found at least 6");
  }

  @Test
  void endlessFramesAreStoppedAtTheFirstExcess() throws Exception {
    Failure failure = failure(Toy.with("END", "while (count == 5) frames.write(frame);"));
    assertThat(failure.kind()).isEqualTo(FailureKind.WRONG_OUTPUT);
    assertThat(failure.message()).contains("found at least 6");
  }

  @Test
  void anotherSizeFailsWithExpectedAndFound() throws Exception {
    Failure failure = failure(Toy.with("GEOMETRY", "width /= 2;"));
    assertThat(failure.kind()).isEqualTo(FailureKind.WRONG_OUTPUT);
    assertThat(failure.message()).contains("64x48").contains("32x48");
  }

  @Test
  void compileErrorCarriesTheCompilersText() throws Exception {
    Failure failure = failure(Toy.with("FRAME", "int width = \"wide\";"));
    assertThat(failure.kind()).isEqualTo(FailureKind.COMPILE_ERROR);
    assertThat(failure.message()).contains("toy/ToyCodec.java").contains("width");
  }

  @Test
  void crashCarriesItsStackTrace() throws Exception {
    Failure failure =
        failure(Toy.with("FRAME", "if (count == 4) throw new IllegalStateException(\"oops\");"));
    assertThat(failure.kind()).isEqualTo(FailureKind.CRASHED);
    assertThat(failure.phase()).isEqualTo(ExperimentStatus.DECODING);
    assertThat(failure.message()).contains("oops").contains("toy.ToyCodec.decode");
  }

  @Test
  void failureSaysWhichLimitsWereInForceAndWhatHeldThem() throws Exception {
    Failure failure = failure(Toy.with("FRAME", "if (count == 4) System.exit(3);"));
    assertThat(failure.message())
        .contains("Limits in force: 5.2 s of CPU time, 30.6 s of wall time, 1024 MiB of memory")
        .contains("held by bubblewrap: namespaces, no network")
        .containsPattern("(cgroup v[12]: .*memory|memory \\(sampled\\))");
  }

  @Test
  void beginningAndEndOfStandardErrorAreKept() throws Exception {
    String write =
        "if (count == 4) { for (int i = 10000; i < 30000; i++) System.err.println(i);"
            + " System.err.flush(); Runtime.getRuntime().halt(1); }";
    String message = failure(Toy.with("FRAME", write)).message();
    // 120,000 bytes were written; 8,192 from their beginning and 57,344 from their end are kept.
    assertThat(message)
        .contains("\n10000\n", "[… 54464 bytes before this left out …]", "\n20443\n")
        .endsWith("\n29999");
    assertThat(message).doesNotContain("\n11366\n", "\n20441\n", "[…]");
  }

  @Test
  void programThatIsTooLargeWhenBuiltHasAKindOfItsOwn() throws Exception {
    Failure failure =
        evaluate(
                Toy.honest(),
                new EvaluationSettings(
                    List.of(clip),
                    List.of(),
                    Qualities.DEFAULT,
                    List.of(Anchors.named("x264-medium")),
                    new CodingLimits(30, 10, 5, 1 << 30, 500),
                    Extras.NONE))
            .failure()
            .orElseThrow();
    assertThat(failure.kind()).isEqualTo(FailureKind.DECODER_TOO_LARGE);
    assertThat(failure.phase()).isEqualTo(ExperimentStatus.BUILDING);
    assertThat(failure.message()).contains("the campaign allows 500");
  }

  @Test
  void emptyBitstreamIsNoFreeRide() throws Exception {
    Failure failure = failure(Toy.with("ENCODER", "if (quality >= 0) return;"));
    assertThat(failure.kind()).isEqualTo(FailureKind.WRONG_OUTPUT);
    assertThat(failure.message()).contains("empty bitstream");
  }

  @Test
  void decoderCannotReadTheClip() throws Exception {
    assertThat(
            failure(
                    Toy.with(
                        "END",
                        probe(
                            "java.nio.file.Files.exists(java.nio.file.Path.of(\"/in/source.y4m\")) || java.nio.file.Files.exists(java.nio.file.Path.of(\""
                                + clip.y4m()
                                + "\"))")))
                .message())
        .contains("seen: false");
  }

  @Test
  void decoderCannotReachTheNetwork() throws Exception {
    String connect =
        """
        try (var socket = new java.net.Socket()) {
          socket.connect(new java.net.InetSocketAddress("127.0.0.1", 80), 100);
          System.err.println("connected");
        } catch (IOException e) {
          System.err.println("no connection");
        }
        try {
          for (var it : java.util.Collections.list(java.net.NetworkInterface.getNetworkInterfaces())) {
            if (!it.getName().equals("lo")) System.err.println("interface " + it);
          }
        } catch (IOException e) {
          System.err.println("no interfaces");
        }
        if (count > 0) throw new IllegalStateException("done");
        """;
    assertThat(failure(Toy.with("END", connect)).message())
        .contains("no connection", "done")
        .doesNotContain("connected\n", "interface ");
  }

  @Test
  void decoderSeesNoEnvironment() throws Exception {
    assertThat(
            failure(
                    Toy.with(
                        "END",
                        probe(
                            "System.getenv().keySet().stream().anyMatch(k -> !java.util.Set.of(\"PWD\", \"LANG\", \"LC_ALL\", \"PATH\", \"HOME\", \"TMPDIR\").contains(k)) || System.getenv().toString().contains(\"/root\")")))
                .message())
        .contains("seen: false");
  }

  private static String probe(String expression) {
    return "if (true) throw new IllegalStateException(\"seen: \" + (" + expression + "));";
  }

  @Test
  void tooNarrowABandIsToldWhichQualityGaveWhat() throws Exception {
    Program narrow =
        Program.of(
            "java",
            "toy.ToyCodec",
            java.util.Map.of(
                "toy/ToyCodec.java",
                Toy.honest()
                    .files()
                    .values()
                    .iterator()
                    .next()
                    .replace("60 * Math.pow(0.97, quality)", "14 - quality / 20")));
    Failure failure = failure(narrow);
    assertThat(failure.kind()).isEqualTo(FailureKind.BAND_NOT_COVERED);
    assertThat(failure.message()).contains("QUALITY 20:").contains("QUALITY 80:").contains("75 %");
  }

  @Test
  void automaticQualitiesSpreadANarrowProgramOverTheBand() throws Exception {
    // Its step hardly changes from QUALITY 20 to 80, and quickly further out.
    Program narrow =
        Program.of(
            "java",
            "toy.ToyCodec",
            java.util.Map.of(
                "toy/ToyCodec.java",
                Toy.honest()
                    .files()
                    .getOrDefault("toy/ToyCodec.java", "")
                    .replace(
                        "60 * Math.pow(0.97, quality)",
                        "12 * Math.pow(3.5, Math.pow((50 - quality) / 50.0, 5))")));
    assertThat(narrow).isNotEqualTo(Toy.honest());
    assertThat(failure(narrow).kind()).isEqualTo(FailureKind.BAND_NOT_COVERED);
    EvaluationSettings automatic =
        new EvaluationSettings(
            List.of(clip),
            List.of(),
            new Qualities.Auto(),
            List.of(Anchors.named("x264-medium")),
            CodingLimits.defaults(),
            Extras.NONE);
    Evaluation evaluation = evaluate(narrow, automatic);
    assertThat(evaluation.failure()).isEmpty();
    assertThat(evaluation.points())
        .anyMatch(point -> point.quality() < 20)
        .anyMatch(point -> point.quality() > 80);
  }

  @Test
  void oddSizesAreCodedAndMeasuredAsTheyAre() throws Exception {
    Clip odd = TestClips.moving(folder, "odd", 35, 27, 3);
    Evaluation evaluation = evaluate(Toy.honest(), settings(odd));
    assertThat(evaluation.points()).hasSize(4);
    assertThat(evaluation.failure()).isEmpty();
  }

  @Test
  void nothingIsLeftInTheWorkFolder() throws Exception {
    Evaluation evaluation = evaluate(Toy.with("FRAME", "throw new IOException();"));
    assertThat(evaluation.failure()).isPresent();
    try (Stream<Path> left = Files.list(data.workDirectory())) {
      assertThat(left).isEmpty();
    }
  }
}
