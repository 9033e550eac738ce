package dev.codecsmith.cluster.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.util.JsonFormat;
import dev.codecsmith.cluster.TestFleet;
import dev.codecsmith.cluster.server.TemporalServer;
import dev.codecsmith.sandbox.host.ResourceFiles;
import io.temporal.api.history.v1.History;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import io.temporal.workflow.Workflow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Workflows that another release has begun can be gone on with: the course of today, run again from
 * a history of {@link TaskQueues#VERSION}, asks for the same steps in the same order.
 */
class HistoryReplayTest {
  /** The first course loads classes. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  static final List<String> KINDS = List.of("anchors", "trial", "evaluation");

  /** Asked what it is capable of; all that a course was told stands in its history. */
  private final TemporalServer server = connected();

  private static TemporalServer connected() {
    try {
      return TestFleet.connect("replay");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterEach
  void close() {
    server.close();
  }

  private void replay(String kind, Class<?> course) throws Exception {
    Worker worker =
        WorkerFactory.newInstance(server.client())
            .newWorker(
                "replay",
                WorkerOptions.newBuilder()
                    .setDefaultDeadlockDetectionTimeout(PATIENCE.toMillis())
                    .build());
    worker.registerWorkflowImplementationTypes(course);
    History.Builder history = History.newBuilder();
    JsonFormat.parser().merge(ResourceFiles.text(HistoryReplayTest.class, kind + ".json"), history);
    worker.replayWorkflowExecution(new WorkflowExecutionHistory(history.build(), kind + "/1"));
  }

  @ParameterizedTest
  @FieldSource("KINDS")
  void aWorkflowThatWasBegunIsGoneOnWith(String kind) {
    assertThatCode(() -> replay(kind, JobCourse.class))
        .as(
            "Workers of this release cannot go on with workflows of the one before: raise"
                + " TaskQueues.VERSION, so that each has queues of its own, and write the histories anew"
                + " by HistoryWriter.")
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @FieldSource("KINDS")
  void theHistoriesAreOfThisVersion(String kind) {
    assertThat(ResourceFiles.text(HistoryReplayTest.class, kind + ".json"))
        .as("write them anew by HistoryWriter")
        .contains("\"histories/" + TaskQueues.VERSION);
  }

  /** Asks for a step that no evaluation asks for. */
  public static final class OtherCourse implements JobWorkflow {
    @Override
    public List<News> news(int from) {
      return List.of();
    }

    @Override
    public FleetResult run(FleetTask task) {
      Workflow.sleep(Duration.ofSeconds(1));
      throw new IllegalStateException();
    }
  }

  @Test
  void aCourseThatAsksForOtherStepsIsNoticed() {
    assertThatThrownBy(() -> replay("evaluation", OtherCourse.class))
        .hasStackTraceContaining("NonDeterministicException");
  }
}
