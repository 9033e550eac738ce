package dev.codecsmith.cluster.client;

import dev.codecsmith.cluster.server.JsonPayloads;
import dev.codecsmith.cluster.server.TemporalServer;
import dev.codecsmith.cluster.workflow.StepSign;
import dev.codecsmith.lab.job.Heartbeat;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.common.converter.DataConverter;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What a server knows of a workflow without asking any worker, which costs it little. */
final class PendingSteps {
  private static final long PATIENCE_SECONDS = 5;
  private static final DataConverter CONVERTER = JsonPayloads.converter();

  private PendingSteps() {}

  /**
   * How a workflow stands.
   *
   * @param events how long its history is: what it tells grows with that alone
   * @param phase that a step said last that is under way; empty where none did
   */
  record Standing(long events, Optional<Heartbeat.Phase> phase) {}

  static Standing of(TemporalServer server, WorkflowExecution workflow) {
    DescribeWorkflowExecutionResponse found =
        server
            .stubs()
            .blockingStub()
            .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
            .describeWorkflowExecution(
                DescribeWorkflowExecutionRequest.newBuilder()
                    .setNamespace(server.address().namespace())
                    .setExecution(workflow)
                    .build());
    Optional<Heartbeat.Phase> phase =
        found.getPendingActivitiesList().stream().flatMap(each -> phase(each).stream()).findFirst();
    return new Standing(found.getWorkflowExecutionInfo().getHistoryLength(), phase);
  }

  private static Optional<Heartbeat.Phase> phase(PendingActivityInfo step) {
    if (step.getHeartbeatDetails().getPayloadsCount() == 0) {
      return Optional.empty();
    }
    StepSign said =
        CONVERTER.fromPayloads(
            0, Optional.of(step.getHeartbeatDetails()), StepSign.class, StepSign.class);
    return said.newest().filter(Heartbeat.Phase.class::isInstance).map(Heartbeat.Phase.class::cast);
  }
}
