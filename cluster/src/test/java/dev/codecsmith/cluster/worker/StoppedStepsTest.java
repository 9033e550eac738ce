package dev.codecsmith.cluster.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.cluster.TestFleet;
import dev.codecsmith.cluster.TestJobs;
import dev.codecsmith.cluster.TestWorker;
import dev.codecsmith.cluster.server.TemporalServer;
import dev.codecsmith.cluster.workflow.FleetResult;
import dev.codecsmith.cluster.workflow.FleetTask;
import dev.codecsmith.cluster.workflow.JobWorkflow;
import dev.codecsmith.cluster.workflow.Pace;
import dev.codecsmith.cluster.workflow.TaskQueues;
import dev.codecsmith.lab.job.Fault;
import dev.codecsmith.lab.local.Toy;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.files.FileArtifactStore;
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
    return new FleetTask(
        TestJobs.trial("exp_iter1_x/1", Toy.honest(), artifacts, folder),
        queues.programs(new TaskQueues.Needs("java", 1, List.of())),
        PACE,
        queues.name(),
        false);
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
            new TestWorker("w", artifacts, folder)
                .hold(_ -> {
                  await(begun);
                  return () -> {};
                })
                .start(server, queues)) {
          assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
        }
      }
      try (FleetWorker _ =
          new TestWorker("w", artifacts, folder).start(server, queues, "another")) {
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
            new TestWorker("w", artifacts, folder)
                .hold(_ -> {
                  throw new NoClassDefFoundError("some/Class");
                })
                .start(server, queues)) {
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
