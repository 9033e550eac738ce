package dev.codecsmith.lab.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.lab.RunSlots;
import dev.codecsmith.lab.assembly.LocalEvaluations;
import dev.codecsmith.lab.clips.CopiedClips;
import dev.codecsmith.lab.evaluation.CodingLimits;
import dev.codecsmith.lab.evaluation.Evaluation;
import dev.codecsmith.lab.evaluation.EvaluationListener;
import dev.codecsmith.lab.evaluation.EvaluationRequest;
import dev.codecsmith.lab.evaluation.KeptVideo;
import dev.codecsmith.lab.job.Heartbeats;
import dev.codecsmith.lab.job.Job;
import dev.codecsmith.lab.job.JobSettings;
import dev.codecsmith.lab.job.ProgramReference;
import dev.codecsmith.lab.machine.Calibration;
import dev.codecsmith.lab.steps.PointTask;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.Sandbox;
import dev.codecsmith.sandbox.SandboxCommand;
import dev.codecsmith.sandbox.SandboxRun;
import dev.codecsmith.sandbox.languages.Toolchains;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.video.clips.Clip;
import dev.codecsmith.video.ffmpeg.CacheFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
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

  /** What is done on a machine. */
  @FunctionalInterface
  private interface Work<T> {
    T done(LocalEvaluations.Local local, ArtifactStore artifacts) throws Exception;
  }

  /** What came of it, and the least CPU time that a whole clip was granted. */
  private record Done<T>(T result, Duration shortest) {}

  private <T> Done<T> onAMachine(double times, Work<T> work) throws Exception {
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
      T result = work.done(local, data.artifacts());
      return new Done<>(result, Collections.min(noting.encoding));
    }
  }

  private Evaluation evaluated(LocalEvaluations.Local local) throws Exception {
    return local
        .evaluations()
        .evaluate(
            new EvaluationRequest(
                "exp_iter1_x", Toy.honest(), TestBench.settings(CodingLimits.defaults(), clip)),
            EvaluationListener.none());
  }

  /** A rate point as a worker of a fleet measures it. */
  private RatePoint point(LocalEvaluations.Local local, ArtifactStore artifacts) throws Exception {
    String _ = artifacts.put(clip.y4m());
    Job.Evaluate job =
        new Job.Evaluate(
            "exp_iter1_x/1",
            JobSettings.of(TestBench.settings(CodingLimits.defaults(), clip)),
            ProgramReference.store(artifacts, Toy.honest()),
            "",
            "",
            OptionalDouble.empty());
    PointTask task = new PointTask(clip.sha256(), 40, KeptVideo.NONE, false, Optional.empty());
    return local.steps().point(job, task, Heartbeats.none()).point().orElseThrow().point();
  }

  @Test
  void aMachineThatTakesTwiceTheTimeGrantsItAndEachPointSaysWhereItWasMeasured() throws Exception {
    Done<Evaluation> usual = onAMachine(1, (local, _) -> evaluated(local));
    Done<Evaluation> slow = onAMachine(2, (local, _) -> evaluated(local));
    assertThat(slow.shortest()).isCloseTo(usual.shortest().multipliedBy(2), ROUNDED);
    assertThat(slow.result().score()).isEqualTo(usual.result().score());
    assertThat(slow.result().points())
        .isNotEmpty()
        .allSatisfy(MachineLimitsTest::requireFromASlowMachine);
  }

  private static void requireFromASlowMachine(RatePoint point) {
    assertThat(point.machine())
        .hasValueSatisfying(words -> assertThat(words).startsWith("worker-7, ").endsWith("× 2.00"));
  }

  @Test
  void aStepOfAFleetIsGrantedTheSame() throws Exception {
    Done<RatePoint> usual = onAMachine(1, this::point);
    Done<RatePoint> slow = onAMachine(2, this::point);
    assertThat(slow.shortest()).isCloseTo(usual.shortest().multipliedBy(2), ROUNDED);
    assertThat(slow.result().bitstreamSha256()).isEqualTo(usual.result().bitstreamSha256());
    requireFromASlowMachine(slow.result());
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
