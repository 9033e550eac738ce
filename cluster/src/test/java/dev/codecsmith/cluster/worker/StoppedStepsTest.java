package dev.codecsmith.cluster.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.cluster.TestFleet;
import dev.codecsmith.cluster.server.TemporalServer;
import dev.codecsmith.cluster.workflow.FleetResult;
import dev.codecsmith.cluster.workflow.FleetTask;
import dev.codecsmith.cluster.workflow.JobWorkflow;
import dev.codecsmith.cluster.workflow.Pace;
import dev.codecsmith.cluster.workflow.TaskQueues;
import dev.codecsmith.lab.anchors.Anchors;
import dev.codecsmith.lab.assembly.LocalEvaluations;
import dev.codecsmith.lab.clips.CopiedClips;
import dev.codecsmith.lab.evaluation.CodingLimits;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.evaluation.EvaluationSettings.Extras;
import dev.codecsmith.lab.evaluation.Qualities;
import dev.codecsmith.lab.job.DeviceGrant;
import dev.codecsmith.lab.job.Fault;
import dev.codecsmith.lab.job.Job;
import dev.codecsmith.lab.job.JobSettings;
import dev.codecsmith.lab.job.ProgramReference;
import dev.codecsmith.lab.local.Machine;
import dev.codecsmith.lab.local.TestClips;
import dev.codecsmith.lab.local.Toy;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.files.FileArtifactStore;
import dev.codecsmith.video.clips.Clip;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How often a step is tried whose workers stop and whose machines fail. */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StoppedStepsTest {
  private static final int FAULTS = 2;
  private static final Pace PACE = new Pace(Duration.ofMinutes(10), Duration.ofMillis(20), FAULTS);

  @TempDir private Path folder;
  private final TaskQueues queues = new TaskQueues("test-" + UUID.randomUUID());

  private FleetTask trial(ArtifactStore artifacts) throws Exception {
    Clip clip = TestClips.moving(folder, "moving", 64, 48, 2);
    String _ = artifacts.put(clip.y4m());
    return new FleetTask(
        new Job.Trial(
            "exp_iter1_x/1",
            JobSettings.of(
                new EvaluationSettings(
                    List.of(clip),
                    List.of(),
                    Qualities.DEFAULT,
                    List.of(Anchors.named(Anchors.DEFAULT)),
                    CodingLimits.defaults(),
                    Extras.NONE)),
            ProgramReference.store(artifacts, Toy.honest())),
        queues.programs(new TaskQueues.Needs("java", 1, false)),
        PACE,
        "shared",
        false);
  }

  private FleetWorker worker(
      TemporalServer server, ArtifactStore artifacts, String shared, StepPlace.Holding hold)
      throws Exception {
    Machine machine = Machine.get();
    FleetWorker worker =
        new FleetWorker(
            server,
            queues,
            new FleetWorker.Abilities(new TaskQueues.Offer(List.of("java"), 1L << 30, false), 1, 0),
            new StepPlace(
                "w",
                "test",
                LocalEvaluations.steps(
                    "w",
                    new LocalEvaluations.Storage(
                        artifacts, new CopiedClips(artifacts, folder.resolve("clips"))),
                    machine.sandbox(),
                    machine.toolchains(),
                    1,
                    folder.resolve("work")),
                artifacts,
                shared,
                hold,
                DeviceGrant.NONE));
    worker.start();
    return worker;
  }

  /** Until its worker stops. */
  private static void await(CountDownLatch begun) {
    begun.countDown();
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void stepsThatStoppingWorkersLeftDoNotCountAsFaultsOfTheMachine() throws Exception {
    ArtifactStore artifacts = FileArtifactStore.open(folder.resolve("artifacts"), "caller");
    String id = "exp_iter1_x/" + UUID.randomUUID();
    try (TemporalServer server = TestFleet.connect("w")) {
      WorkflowStub workflow =
          server
              .client()
              .newUntypedWorkflowStub(
                  JobWorkflow.TYPE,
                  WorkflowOptions.newBuilder()
                      .setWorkflowId(id)
                      .setTaskQueue(queues.workflows())
                      .build());
      var _ = workflow.start(trial(artifacts));
      for (int stopped = 0; stopped < FAULTS; stopped++) {
        CountDownLatch begun = new CountDownLatch(1);
        try (FleetWorker _ =
            worker(
                server,
                artifacts,
                "shared",
                _ -> {
                  await(begun);
                  return () -> {};
                })) {
          assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
        }
      }
      try (FleetWorker _ = worker(server, artifacts, "another", StepPlace.Holding.NONE)) {
        assertThatThrownBy(() -> workflow.getResult(100, TimeUnit.SECONDS, FleetResult.class))
            .isInstanceOfSatisfying(
                WorkflowFailedException.class,
                failed ->
                    assertThat(failed.getCause())
                        .isInstanceOfSatisfying(
                            ApplicationFailure.class,
                            fault ->
                                assertThat(fault.getDetails().get(0, Fault.class).message())
                                    .contains("shares the artifacts of another")));
      }
      assertThat(
              server.client().fetchHistory(id).getEvents().stream()
                  .filter(HistoryEvent::hasActivityTaskStartedEventAttributes)
                  .map(each -> each.getActivityTaskStartedEventAttributes().getAttempt()))
          .containsExactly(2 * FAULTS);
    }
  }

  @Test
  void anErrorOfAWorkerCountsAsAFaultOfTheMachine() throws Exception {
    ArtifactStore artifacts = FileArtifactStore.open(folder.resolve("artifacts"), "caller");
    String id = "exp_iter1_x/" + UUID.randomUUID();
    try (TemporalServer server = TestFleet.connect("w");
        FleetWorker _ =
            worker(
                server,
                artifacts,
                "shared",
                _ -> {
                  throw new NoClassDefFoundError("some/Class");
                })) {
      WorkflowStub workflow =
          server
              .client()
              .newUntypedWorkflowStub(
                  JobWorkflow.TYPE,
                  WorkflowOptions.newBuilder()
                      .setWorkflowId(id)
                      .setTaskQueue(queues.workflows())
                      .build());
      var _ = workflow.start(trial(artifacts));
      assertThatThrownBy(() -> workflow.getResult(100, TimeUnit.SECONDS, FleetResult.class))
          .isInstanceOfSatisfying(
              WorkflowFailedException.class,
              failed ->
                  assertThat(failed.getCause())
                      .isInstanceOfSatisfying(
                          ApplicationFailure.class,
                          fault ->
                              assertThat(fault.getDetails().get(0, Fault.class).message())
                                  .isEqualTo(
                                      "A step of exp_iter1_x/1 failed:"
                                          + " java.lang.NoClassDefFoundError: some/Class")));
      assertThat(
              server.client().fetchHistory(id).getEvents().stream()
                  .filter(HistoryEvent::hasActivityTaskStartedEventAttributes)
                  .map(each -> each.getActivityTaskStartedEventAttributes().getAttempt()))
          .containsExactly(FAULTS);
    }
  }
}
