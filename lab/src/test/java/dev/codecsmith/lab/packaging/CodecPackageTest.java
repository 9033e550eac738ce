package dev.codecsmith.lab.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.codecsmith.lab.anchors.Anchors;
import dev.codecsmith.lab.assembly.LocalEvaluations;
import dev.codecsmith.lab.evaluation.CodingLimits;
import dev.codecsmith.lab.evaluation.Evaluation;
import dev.codecsmith.lab.evaluation.EvaluationListener;
import dev.codecsmith.lab.evaluation.EvaluationRequest;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.evaluation.EvaluationSettings.Extras;
import dev.codecsmith.lab.evaluation.KeptVideo;
import dev.codecsmith.lab.evaluation.Qualities;
import dev.codecsmith.lab.experiment.ExperimentRunner;
import dev.codecsmith.lab.job.ProgramReference;
import dev.codecsmith.lab.local.Machine;
import dev.codecsmith.lab.local.TestClips;
import dev.codecsmith.lab.measure.VideoComparison;
import dev.codecsmith.metrics.Metric;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.CandidateRecord;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentResult;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.store.lifecycle.ExperimentLifecycle;
import dev.codecsmith.video.clips.Clip;
import dev.codecsmith.video.y4m.Y4mReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packages that were made, run as whoever gets one runs it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CodecPackageTest {
  private static final Path CODECS = Path.of(System.getProperty("codecsmith.root"), "codecs");
  private static final CampaignRecord CAMPAIGN =
      new CampaignRecord("campaign_1", "night", "{}", Instant.EPOCH);

  @TempDir private static Path folder;
  private Clip clip;
  private DataDirectory data;

  @BeforeAll
  void open() throws IOException {
    clip = TestClips.moving(folder, "moving", 64, 48, 4);
    data = DataDirectory.open(folder.resolve("data"), DataDirectory.Access.WRITE);
  }

  @AfterAll
  void close() {
    data.close();
  }

  private CodecPackage packages() throws IOException {
    return new CodecPackage(
        data.artifacts(),
        (program, folder) ->
            Machine.get().toolchains().of(program.language()).build(program, folder));
  }

  private ExperimentRecord experiment(Program program, ExperimentResult result) throws IOException {
    String artifact = ProgramReference.store(data.artifacts(), program).artifact();
    CandidateRecord candidate =
        new CandidateRecord(
            "a `codec` | of tests\u202e",
            program.language(),
            program.sha256(),
            "user",
            List.of("exp_iter0_parent"),
            "",
            Map.of(ProgramReference.ROLE, artifact));
    return ExperimentLifecycle.queued(
            "exp_iter1_x", CAMPAIGN.id(), 1, "tests", candidate, Instant.EPOCH)
        .next(Instant.EPOCH)
        .status(ExperimentStatus.SUCCEEDED)
        .result(result)
        .build();
  }

  private ExperimentRecord evaluated(Program program) throws Exception {
    try {
      var _ = Machine.get().toolchains().of(program.language());
    } catch (InfrastructureException missing) {
      abort("cannot be tried on this machine: " + missing.getMessage());
    }
    Evaluation evaluation =
        LocalEvaluations.over(data, Machine.get().sandbox(), Machine.get().toolchains(), 2)
            .evaluate(
                new EvaluationRequest(
                    "exp_iter1_x",
                    program,
                    new EvaluationSettings(
                        List.of(clip),
                        List.of(),
                        Qualities.DEFAULT,
                        List.of(Anchors.named(Anchors.DEFAULT)),
                        CodingLimits.defaults(),
                        Extras.NONE.keeping(KeptVideo.EXACT))),
                EvaluationListener.none());
    assertThat(evaluation.failure()).isEmpty();
    return experiment(program, ExperimentRunner.result(evaluation));
  }

  /** Runs the package as its owner does: no folder of ours is where it looks for anything. */
  private static void run(Path made, Path output, String... words) throws Exception {
    List<String> line = new ArrayList<>(List.of("./codec"));
    line.addAll(List.of(words));
    ProcessBuilder process = new ProcessBuilder(line).directory(made.toFile());
    process.environment().clear();
    process
        .environment()
        .put("PATH", Path.of(System.getProperty("java.home"), "bin") + ":/usr/bin:/bin");
    Path errors = output.resolveSibling("errors");
    int exit =
        process.redirectOutput(output.toFile()).redirectError(errors.toFile()).start().waitFor();
    assertThat(exit).as(Files.readString(errors)).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"programs/intra", "examples/c-blocks", "examples/python-blocks"})
  void aPackageGivesTheStoredBitstreamAndTheMeasuredFrames(String name) throws Exception {
    ExperimentRecord experiment = evaluated(Program.load(CODECS.resolve(name)));
    Path place = Files.createTempDirectory(folder, "package");
    Path made = place.resolve("a codec's folder");
    packages().write(experiment, CAMPAIGN, made);

    RatePoint point = experiment.points().get(1);
    Path bitstream = place.resolve("bitstream");
    run(made, bitstream, "encode", clip.y4m().toString(), Integer.toString(point.quality()));
    assertThat(DigestUtils.sha256Hex(Files.readAllBytes(bitstream)))
        .isEqualTo(point.bitstreamSha256());
    Path decoded = place.resolve("decoded.y4m");
    run(made, decoded, "decode", bitstream.toString());
    Path measured = place.resolve("measured.y4m");
    data.artifacts()
        .copyTo(
            Optional.ofNullable(
                    experiment
                        .artifacts()
                        .get("reconstruction/" + point.clip() + "/" + point.quality()))
                .orElseThrow(),
            measured);
    try (Y4mReader expected = Y4mReader.open(measured);
        Y4mReader found = Y4mReader.open(decoded)) {
      assertThat(
              VideoComparison.measure(
                      new VideoComparison.Side("measured", expected),
                      new VideoComparison.Side("decoded", found),
                      Set.of(Metric.FFMPEG_PSNR),
                      1,
                      frame -> {})
                  .figures())
          .containsEntry("ffmpeg_psnr_avg", Double.POSITIVE_INFINITY);
    }

    assertThat(Files.readString(made.resolve("README.md")))
        .contains(experiment.id(), CAMPAIGN.id(), experiment.candidate().programSha256())
        .contains("BD-rate against `x264-medium`", "./codec encode in.y4m 60 > out.bin", "Licence")
        .contains("# `a 'codec' ¦ of tests\\u202E`")
        .contains("| `moving` | 40 | %d |".formatted(point.bytes()));
    assertThat(made.resolve("LICENSE")).hasSameTextualContentAs(CODECS.resolve("../LICENSE"));
    Program again = Program.load(withManifest(made));
    assertThat(again.sha256()).isEqualTo(experiment.candidate().programSha256());
  }

  /** As the README says, for {@code evaluate}. */
  private static Path withManifest(Path made) throws IOException {
    Path sources = made.resolve("src");
    Files.copy(made.resolve("program.json"), sources.resolve("program.json"));
    return sources;
  }

  @Test
  void aPackageSaysWhatMayBeEdited() throws Exception {
    Path made = folder.resolve("editable");
    Program part = shell("int main() {}").withEditable(List.of("main.c"));
    packages().write(experiment(part, ExperimentResult.NONE), CAMPAIGN, made);
    assertThat(Program.load(withManifest(made)).editable()).containsExactly("main.c");
  }

  private static Program shell(String text) {
    return Program.of("c", "main.c", Map.of("main.c", text));
  }

  @Test
  void wrongUseIsToldByTheScript() throws Exception {
    Path made = folder.resolve("wrong-use");
    packages().write(experiment(shell("int main() {}"), ExperimentResult.NONE), CAMPAIGN, made);
    Process process = new ProcessBuilder("./codec", "encode").directory(made.toFile()).start();
    assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
        .contains("Usage: ./codec encode SOURCE.y4m QUALITY", "Usage: ./codec decode BITSTREAM");
    assertThat(process.waitFor()).isEqualTo(2);
    assertThat(made.resolve("program")).doesNotExist();
  }

  @Test
  void aFolderThatHoldsSomethingIsLeftAlone() throws Exception {
    ExperimentRecord experiment = experiment(shell("int main() {}"), ExperimentResult.NONE);
    Path full = Files.createDirectories(folder.resolve("full"));
    Path mine = Files.writeString(full.resolve("mine"), "mine");
    assertThatThrownBy(() -> packages().write(experiment, CAMPAIGN, full))
        .hasMessageContaining("is not empty");
    assertThatThrownBy(() -> packages().write(experiment, CAMPAIGN, mine))
        .hasMessageContaining("is no folder");
    assertThat(mine).hasContent("mine");
    Path empty = Files.createDirectories(folder.resolve("empty"));
    packages().write(experiment, CAMPAIGN, empty);
    assertThat(empty.resolve("codec")).isExecutable();
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void whatDoesNotCompileLeavesNothingBehind() throws Exception {
    Program broken = Program.of("java", "A", Map.of("A.java", "class A {"));
    Path place = folder.resolve("broken");
    assertThatThrownBy(
            () -> packages().write(experiment(broken, ExperimentResult.NONE), CAMPAIGN, place))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("does not compile");
    assertThat(place).doesNotExist();
    assertThat(leftovers()).isEmpty();
  }

  private static List<Path> leftovers() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> file.getFileName().toString().startsWith(".codec-")).toList();
    }
  }

  @Test
  void aStoredProgramThatIsNotTheOneThatWasEvaluatedIsRefused() throws Exception {
    ExperimentRecord honest = experiment(shell("int main() {}"), ExperimentResult.NONE);
    CandidateRecord is = honest.candidate();
    CandidateRecord other =
        new CandidateRecord(
            is.name(), "c", "0".repeat(64), is.proposer(), List.of(), "", is.artifacts());
    ExperimentRecord swapped = honest.next(Instant.EPOCH).candidate(other).build();
    assertThatThrownBy(() -> packages().write(swapped, CAMPAIGN, folder.resolve("swapped")))
        .hasMessageContaining("not the one that was evaluated");
  }
}
