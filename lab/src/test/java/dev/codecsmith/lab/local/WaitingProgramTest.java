package dev.codecsmith.lab.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.lab.RunSlots;
import dev.codecsmith.lab.anchors.AnchorBench;
import dev.codecsmith.lab.anchors.AnchorCodec;
import dev.codecsmith.lab.anchors.CommandCodec;
import dev.codecsmith.lab.evaluation.CodingLimits;
import dev.codecsmith.lab.evaluation.Evaluation;
import dev.codecsmith.lab.job.Heartbeat;
import dev.codecsmith.lab.job.Job;
import dev.codecsmith.lab.job.JobSettings;
import dev.codecsmith.lab.job.ProgramReference;
import dev.codecsmith.lab.machine.MachineSpeed;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.Sandbox;
import dev.codecsmith.sandbox.SandboxCommand;
import dev.codecsmith.sandbox.SandboxRun;
import dev.codecsmith.sandbox.languages.Toolchains;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.sandbox.run.DirectProcesses;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.files.FileArtifactStore;
import dev.codecsmith.store.json.Json;
import dev.codecsmith.video.clips.Clip;
import dev.codecsmith.video.ffmpeg.CacheFolder;
import dev.codecsmith.video.ffmpeg.Ffmpeg;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** What an evaluation says it took is what its program ran, not what it waited for others. */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WaitingProgramTest {
  private static final long HELD_SECONDS = 3600;
  private static final long RUN_SECONDS = 5;

  @TempDir private Path folder;
  private final AtomicLong seconds = new AtomicLong();

  /** By whose clock each run takes as long as every other. */
  private final class Timed implements Sandbox {
    private final Sandbox sandbox;

    Timed(Sandbox sandbox) {
      this.sandbox = sandbox;
    }

    @Override
    public SandboxRun start(SandboxCommand command) throws InfrastructureException {
      seconds.addAndGet(RUN_SECONDS);
      return sandbox.start(command);
    }

    @Override
    public String description() {
      return sandbox.description();
    }
  }

  private EvaluatorParts parts(
      Clip clip, RunSlots slots, ArtifactStore artifacts, Sandbox sandbox, Toolchains toolchains)
      throws Exception {
    Path work = Files.createDirectories(folder.resolve("work"));
    return EvaluatorPartsBuilder.builder()
        .sandbox(sandbox)
        .toolchains(toolchains)
        .artifacts(artifacts)
        .clips(_ -> clip)
        .anchors(
            new AnchorBench(
                new AnchorCodec(DirectProcesses.detect(), Ffmpeg.bundled()),
                () -> new CommandCodec(sandbox, artifacts),
                slots,
                work))
        .slots(slots)
        .workDirectory(work)
        .machine(MachineSpeed.unmeasured())
        .build();
  }

  @Test
  void waitingForTheOnlySlotIsNoneOfWhatAProgramTookThatDoesNotCompile() throws Exception {
    Clip clip = TestClips.moving(folder, "moving", 64, 48, 3);
    ArtifactStore artifacts = FileArtifactStore.open(folder.resolve("artifacts"), "caller");
    RunSlots slots = new RunSlots(1, () -> TimeUnit.SECONDS.toNanos(seconds.get()));
    Sandbox sandbox = new Timed(Machine.get().sandbox());
    Evaluation evaluation;
    try (Toolchains toolchains = Toolchains.in(sandbox, CacheFolder.ofTheUser())) {
      LocalEvaluator evaluator =
          new LocalEvaluator("w", parts(clip, slots, artifacts, sandbox, toolchains));
      Job.Evaluate job =
          new Job.Evaluate(
              "exp_iter1_x/1",
              JobSettings.of(TestBench.settings(CodingLimits.defaults(), clip)),
              ProgramReference.store(
                  artifacts, Program.of("c", "main.c", Map.of("main.c", "no program"))),
              "",
              "",
              OptionalDouble.empty());
      CountDownLatch begun = new CountDownLatch(1);
      FutureTask<Evaluation> waiting =
          new FutureTask<>(() ->
              evaluator
                  .run(
                      job,
                      heartbeat -> {
                        if (heartbeat.equals(
                            new Heartbeat.Phase(ExperimentStatus.BUILDING, 0, 1))) {
                          begun.countDown();
                        }
                      })
                  .evaluation());
      long _ =
          slots.in(() -> {
            Thread _ = Thread.ofPlatform().start(waiting);
            begun.await();
            return seconds.addAndGet(HELD_SECONDS);
          });
      evaluation = waiting.get();
    }

    assertThat(evaluation.failure().orElseThrow().kind()).isEqualTo(FailureKind.COMPILE_ERROR);
    assertThat(evaluation.runSeconds().orElseThrow())
        .isGreaterThanOrEqualTo(RUN_SECONDS)
        .isLessThan(HELD_SECONDS);

    ObjectNode told = (ObjectNode) Json.mapper().valueToTree(evaluation);
    assertThat(Json.read(told.toString(), Evaluation.class)).isEqualTo(evaluation);
    told.remove("run_seconds");
    assertThat(Json.read(told.toString(), Evaluation.class).runSeconds())
        .as("of a worker that does not tell")
        .isEmpty();
  }
}
