package dev.codecsmith.lab.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.lab.anchors.Anchors;
import dev.codecsmith.lab.assembly.LocalEvaluations;
import dev.codecsmith.lab.evaluation.CodingLimits;
import dev.codecsmith.lab.evaluation.Evaluation;
import dev.codecsmith.lab.evaluation.EvaluationListener;
import dev.codecsmith.lab.evaluation.EvaluationRequest;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.evaluation.EvaluationSettings.Extras;
import dev.codecsmith.lab.evaluation.ExecutedProgram;
import dev.codecsmith.lab.evaluation.KeptVideo;
import dev.codecsmith.lab.evaluation.Qualities;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.Mount;
import dev.codecsmith.sandbox.Sandbox;
import dev.codecsmith.sandbox.SandboxCommand;
import dev.codecsmith.sandbox.SandboxRun;
import dev.codecsmith.sandbox.isolation.Bubblewrap;
import dev.codecsmith.sandbox.languages.Toolchains;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.video.clips.Clip;
import dev.codecsmith.video.ffmpeg.CacheFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine that fails in the middle: nothing leaks, and nothing else is taken for the program. */
class FailingSandboxTest {
  /** How many there are by default for one clip. */
  private static final int POINTS = 4;

  @TempDir private Path folder;
  private Clip clip;
  private DataDirectory data;

  @BeforeEach
  void open() throws IOException {
    clip = TestClips.moving(folder, "moving", 64, 48, 3);
    data = DataDirectory.open(folder.resolve("data"), DataDirectory.Access.WRITE);
  }

  @AfterEach
  void close() {
    data.close();
  }

  private EvaluationSettings keepingReconstructions() {
    return new EvaluationSettings(
        List.of(clip),
        List.of(),
        Qualities.DEFAULT,
        List.of(Anchors.named("x264-medium")),
        CodingLimits.defaults(),
        Extras.NONE.keeping(KeptVideo.EXACT));
  }

  private Evaluation evaluate(Sandbox sandbox, Program program)
      throws IOException, InterruptedException {
    try (Toolchains toolchains = Toolchains.in(sandbox, CacheFolder.ofTheUser())) {
      return LocalEvaluations.over(data, sandbox, toolchains, 2)
          .evaluate(
              new EvaluationRequest("exp_iter1_test", program, keepingReconstructions()),
              EvaluationListener.none());
    }
  }

  @Test
  void reconstructionBeingWrittenIsNotLeakedWhenTheSandboxFails() throws Exception {
    FailingAtDecoding failing = new FailingAtDecoding(Bubblewrap.detect());
    assertThatThrownBy(() -> evaluate(failing, Toy.honest()))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining("the sandbox failed");
    assertThat(openFilesBelow(data.workDirectory())).isEmpty();
    try (Stream<Path> left = Files.walk(data.workDirectory())) {
      assertThat(left.filter(Files::isRegularFile)).isEmpty();
    }
  }

  private static final Program PYTHON =
      Program.of("python", "main.py", Map.of("main.py", "exit(3)\n"));

  @Test
  void programThatWasChangedBeforeItsBuildIsNamedAsItWasBuilt() throws Exception {
    Evaluation evaluation =
        evaluate(
            new ChangingSources(Bubblewrap.detect(), command -> !isOfContract(command)), PYTHON);
    assertThat(evaluation.executed().programSha256())
        .isEqualTo(Program.of("python", "main.py", Map.of("main.py", "exit(3)\n\n")).sha256())
        .isNotEqualTo(PYTHON.sha256());
    assertThatThrownBy(() -> ExecutedProgram.check("exp_iter1_test", PYTHON.sha256(), evaluation))
        .hasMessageContaining("was built and run");
  }

  @Test
  void programThatWasChangedBehindItsBuildHasNoResult() throws Exception {
    ChangingSources changing =
        new ChangingSources(Bubblewrap.detect(), FailingSandboxTest::isOfContract);
    assertThatThrownBy(() -> evaluate(changing, PYTHON))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining("was changed on the disk while it was run");
  }

  /** Neither the bitstream nor the frames of this one change when its source does. */
  private static final Program COPYING =
      Program.of(
          "python",
          "main.py",
          Map.of(
              "main.py", "import sys\nsys.stdout.buffer.write(open(sys.argv[2], 'rb').read())\n"));

  private Set<String> remembered(Sandbox sandbox) throws IOException, InterruptedException {
    try (Toolchains toolchains = Toolchains.in(sandbox, CacheFolder.ofTheUser())) {
      Evaluation evaluation =
          LocalEvaluations.over(data, sandbox, toolchains, 2)
              .evaluate(
                  new EvaluationRequest(
                          "exp_iter1_test",
                          COPYING,
                          TestBench.settings(CodingLimits.defaults(), clip))
                      .reusing(),
                  EvaluationListener.none());
      assertThat(evaluation.points()).hasSize(POINTS);
    } catch (InfrastructureException e) {
      assertThat(e).hasMessageContaining("was changed on the disk while it was run");
    }
    return data.experiments().measuredPoints(COPYING.sha256()).keySet();
  }

  @Test
  void programThatWasChangedBehindItsBuildLeavesNothingThatIsRemembered() throws Exception {
    assertThat(
            remembered(new ChangingSources(Bubblewrap.detect(), FailingSandboxTest::isOfContract)))
        .isEmpty();
    assertThat(
            remembered(new ChangingSources(Bubblewrap.detect(), command -> !isOfContract(command))))
        .isEmpty();
    assertThat(data.experiments().measuredPrograms("", 10)).isEmpty();
    assertThat(remembered(Bubblewrap.detect())).hasSize(POINTS);
  }

  /** Whether it is a run of the program, not its build. */
  private static boolean isOfContract(SandboxCommand command) {
    return command.arguments().contains("encode") || command.arguments().contains("decode");
  }

  /** Where this process's descriptors lead, as far as that is below a folder. */
  private static List<Path> openFilesBelow(Path folder) throws IOException {
    Path real = folder.toRealPath();
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors
          .map(FailingSandboxTest::target)
          .filter(Objects::nonNull)
          .filter(target -> target.startsWith(real))
          .toList();
    }
  }

  @SuppressWarnings("NullAway") // A descriptor that was closed meanwhile leads nowhere.
  private static Path target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor);
    } catch (IOException _) {
      return null;
    }
  }

  /** Starts everything until all rate points, and the smoke frames before, are encoded. */
  private record FailingAtDecoding(Sandbox sandbox, AtomicInteger encodes) implements Sandbox {
    FailingAtDecoding(Sandbox sandbox) {
      this(sandbox, new AtomicInteger());
    }

    @Override
    public SandboxRun start(SandboxCommand command) throws InfrastructureException {
      if (command.arguments().contains("encode")) {
        encodes.incrementAndGet();
      }
      if (command.arguments().contains("decode") && encodes.get() > POINTS) {
        throw new InfrastructureException("the sandbox failed");
      }
      return sandbox.start(command);
    }

    @Override
    public String description() {
      return sandbox.description();
    }
  }

  /** Adds a line to a source file before some commands see it. */
  private record ChangingSources(Sandbox sandbox, Predicate<SandboxCommand> which)
      implements Sandbox {
    @Override
    public SandboxRun start(SandboxCommand command) throws InfrastructureException {
      for (Mount mount : command.mounts()) {
        Path source = mount.host().resolve("main.py");
        if (which.test(command) && Files.isRegularFile(source)) {
          try {
            Files.writeString(source, "\n", StandardOpenOption.APPEND);
          } catch (IOException e) {
            throw InfrastructureException.of(e);
          }
        }
      }
      return sandbox.start(command);
    }

    @Override
    public String description() {
      return sandbox.description();
    }
  }
}
