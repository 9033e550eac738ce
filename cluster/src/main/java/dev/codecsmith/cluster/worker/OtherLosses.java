package dev.codecsmith.cluster.worker;

import dev.codecsmith.cluster.server.JsonPayloads;
import dev.codecsmith.cluster.server.TemporalServer;
import dev.codecsmith.cluster.workflow.JobWorkflow;
import dev.codecsmith.cluster.workflow.StepSign;
import io.grpc.StatusRuntimeException;
import io.temporal.activity.Activity;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.ListOpenWorkflowExecutionsRequest;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the server which steps of other jobs were lost. It is asked rarely, when a program is about
 * to be given up, and need not tell of more than a hundred jobs.
 */
final class OtherLosses implements LostSteps.Losses {
  private static final Logger LOG = LoggerFactory.getLogger(OtherLosses.class);
  private static final int JOBS = 100;
  private static final long PATIENCE_SECONDS = 10;

  private final TemporalServer server;

  OtherLosses(TemporalServer server) {
    this.server = server;
  }

  /** A server that does not tell may have lost any. */
  @Override
  public boolean without(Set<String> processes) {
    try {
      return isAnyLostWithout(processes, Activity.getExecutionContext().getInfo().getWorkflowId());
    } catch (StatusRuntimeException e) {
      LOG.info("The server does not tell which steps were lost.", e);
      return true;
    }
  }

  private boolean isAnyLostWithout(Set<String> processes, String own) {
    return server
        .stubs()
        .blockingStub()
        .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .listOpenWorkflowExecutions(
            ListOpenWorkflowExecutionsRequest.newBuilder()
                .setNamespace(server.address().namespace())
                .setMaximumPageSize(JOBS)
                .build())
        .getExecutionsList()
        .stream()
        .filter(each -> each.getType().getName().equals(JobWorkflow.TYPE))
        .map(WorkflowExecutionInfo::getExecution)
        .filter(each -> !each.getWorkflowId().equals(own))
        .anyMatch(each -> lostWithout(each, processes));
  }

  private boolean lostWithout(WorkflowExecution workflow, Set<String> processes) {
    return server
        .stubs()
        .blockingStub()
        .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .describeWorkflowExecution(
            DescribeWorkflowExecutionRequest.newBuilder()
                .setNamespace(server.address().namespace())
                .setExecution(workflow)
                .build())
        .getPendingActivitiesList()
        .stream()
        .filter(step -> step.getHeartbeatDetails().getPayloadsCount() > 0)
        .flatMap(step -> sign(step).lost().stream())
        .anyMatch(process -> !processes.contains(process));
  }

  private static StepSign sign(PendingActivityInfo step) {
    return JsonPayloads.converter()
        .fromPayloads(0, Optional.of(step.getHeartbeatDetails()), StepSign.class, StepSign.class);
  }
}
