package dev.codecsmith.lab.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.lab.RunSlots;
import dev.codecsmith.lab.assembly.LocalEvaluations;
import dev.codecsmith.lab.clips.CopiedClips;
import dev.codecsmith.lab.evaluation.CodingLimits;
import dev.codecsmith.lab.evaluation.Evaluation;
import dev.codecsmith.lab.evaluation.EvaluationListener;
import dev.codecsmith.lab.evaluation.EvaluationRequest;
import dev.codecsmith.lab.machine.Calibration;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.Sandbox;
import dev.codecsmith.sandbox.SandboxCommand;
import dev.codecsmith.sandbox.SandboxRun;
import dev.codecsmith.sandbox.languages.Toolchains;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.video.clips.Clip;
import dev.codecsmith.video.ffmpeg.CacheFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What limits programs run under on a machine that was held against others. */
class MachineLimitsTest {
  /** Limits are whole milliseconds. */
  private static final Duration ROUNDED = Duration.ofMillis(2);

  @TempDir private Path folder;
  private Clip clip;

  @BeforeEach
  void footage() throws Exception {
    clip = TestClips.moving(folder, "moving", 64, 48, 3);
  }

  /** Notes the CPU time that whole clips may take. */
  private static final class Noting implements Sandbox {
    private final Sandbox sandbox;
    private final List<Duration> encoding = Collections.synchronizedList(new ArrayList<>());

    Noting(Sandbox sandbox) {
      this.sandbox = sandbox;
    }

    @Override
    public SandboxRun start(SandboxCommand command) throws InfrastructureException {
      if (command.arguments().contains("encode")) {
        encoding.add(command.limits().cpuTime());
      }
      return sandbox.start(command);
    }

    @Override
    public String description() {
      return sandbox.description();
    }
  }

  private record Done(Evaluation evaluation, Duration shortest) {}

  private Done evaluated(double times) throws Exception {
    Noting noting = new Noting(Machine.get().sandbox());
    try (DataDirectory data =
            DataDirectory.open(folder.resolve("data" + times), DataDirectory.Access.WRITE);
        Toolchains toolchains = Toolchains.in(noting, CacheFolder.ofTheUser())) {
      LocalEvaluations.Local local =
          LocalEvaluations.named(
              "worker-7",
              data,
              new LocalEvaluations.Storage(
                  data.artifacts(),
                  new CopiedClips(data.artifacts(), data.workDirectory().resolve("clips"))),
              noting,
              toolchains,
              2);
      local.machine().measured(times);
      Evaluation evaluation =
          local
              .evaluations()
              .evaluate(
                  new EvaluationRequest(
                      "exp_iter1_x",
                      Toy.honest(),
                      TestBench.settings(CodingLimits.defaults(), clip)),
                  EvaluationListener.none());
      return new Done(evaluation, Collections.min(noting.encoding));
    }
  }

  @Test
  void aMachineThatTakesTwiceTheTimeGrantsItAndEachPointSaysWhereItWasMeasured() throws Exception {
    Done usual = evaluated(1);
    Done slow = evaluated(2);
    assertThat(slow.shortest()).isCloseTo(usual.shortest().multipliedBy(2), ROUNDED);
    assertThat(slow.evaluation().score()).isEqualTo(usual.evaluation().score());
    assertThat(slow.evaluation().points())
        .isNotEmpty()
        .allSatisfy(point ->
            assertThat(point.machine())
                .hasValueSatisfying(
                    words -> assertThat(words).startsWith("worker-7, ").endsWith("× 2.00")));
  }

  @Test
  void theCalibrationRunsAProgramInTheSandboxAndLeavesNothing() throws Exception {
    Path work = Files.createDirectories(folder.resolve("work"));
    Noting noting = new Noting(Machine.get().sandbox());
    try (Toolchains toolchains = Toolchains.in(noting, CacheFolder.ofTheUser())) {
      double seconds =
          new Calibration(noting, toolchains, new RunSlots(1), work).cpuSeconds(Toy.honest(), clip);
      assertThat(seconds).isPositive().isFinite();
    }
    assertThat(noting.encoding).hasSize(2);
    try (var left = Files.list(work)) {
      assertThat(left).isEmpty();
    }
  }
}
