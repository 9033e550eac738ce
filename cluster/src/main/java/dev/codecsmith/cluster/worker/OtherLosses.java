package dev.codecsmith.cluster.worker;

import com.google.protobuf.ByteString;
import dev.codecsmith.cluster.server.JsonPayloads;
import dev.codecsmith.cluster.server.TemporalServer;
import dev.codecsmith.cluster.workflow.JobWorkflow;
import dev.codecsmith.cluster.workflow.StepSign;
import dev.codecsmith.cluster.workflow.TaskQueues;
import io.grpc.Deadline;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.activity.Activity;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.filter.v1.WorkflowTypeFilter;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.api.workflowservice.v1.ListOpenWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.ListOpenWorkflowExecutionsResponse;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceBlockingStub;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the server which steps of other jobs of the fleet were lost. It is asked rarely, when a
 * program is about to be given up, and then job by job until one tells of a loss: a fleet of a
 * thousand workers has some hundreds under way.
 */
final class OtherLosses implements LostSteps.Losses {
  private static final Logger LOG = LoggerFactory.getLogger(OtherLosses.class);
  private static final int PAGE = 100;

  /** For all questions together. */
  private static final long PATIENCE_SECONDS = 60;

  private final TemporalServer server;
  private final String queue;

  /**
   * @param queues of the fleet
   */
  OtherLosses(TemporalServer server, TaskQueues queues) {
    this.server = server;
    this.queue = queues.workflows();
  }

  /** Jobs as the server lists them, and where the rest is; empty if there is none. */
  private record Page(List<WorkflowExecutionInfo> jobs, ByteString next) {}

  @Override
  public boolean without(Set<String> processes) {
    return without(processes, Activity.getExecutionContext().getInfo().getWorkflowId());
  }

  /**
   * A server that does not tell, or not of all in time, may have lost any.
   *
   * @param own the id of the job that is no other
   */
  boolean without(Set<String> processes, String own) {
    try {
      return isAnyLostWithout(processes, own, Deadline.after(PATIENCE_SECONDS, TimeUnit.SECONDS));
    } catch (StatusRuntimeException e) {
      LOG.info("The server does not tell which steps were lost.", e);
      return true;
    }
  }

  private boolean isAnyLostWithout(Set<String> processes, String own, Deadline deadline) {
    ByteString next = ByteString.EMPTY;
    do {
      Page page = page(next, deadline);
      for (WorkflowExecutionInfo each : page.jobs()) {
        WorkflowExecution job = each.getExecution();
        if (!job.getWorkflowId().equals(own) && isLostWithout(processes, job, deadline)) {
          return true;
        }
      }
      next = page.next();
    } while (!next.isEmpty());
    return false;
  }

  private Page page(ByteString from, Deadline deadline) {
    try {
      ListWorkflowExecutionsResponse found =
          asking(deadline)
              .listWorkflowExecutions(
                  ListWorkflowExecutionsRequest.newBuilder()
                      .setNamespace(server.address().namespace())
                      .setQuery(
                          "TaskQueue = '%s' AND WorkflowType = '%s' AND ExecutionStatus = 'Running'"
                              .formatted(queue, JobWorkflow.TYPE))
                      .setPageSize(PAGE)
                      .setNextPageToken(from)
                      .build());
      return new Page(found.getExecutionsList(), found.getNextPageToken());
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() != Status.Code.UNIMPLEMENTED) {
        throw e;
      }
      // Temporal's server for tests answers no queries.
      ListOpenWorkflowExecutionsResponse found =
          asking(deadline)
              .listOpenWorkflowExecutions(
                  ListOpenWorkflowExecutionsRequest.newBuilder()
                      .setNamespace(server.address().namespace())
                      .setTypeFilter(WorkflowTypeFilter.newBuilder().setName(JobWorkflow.TYPE))
                      .setMaximumPageSize(PAGE)
                      .setNextPageToken(from)
                      .build());
      return new Page(found.getExecutionsList(), found.getNextPageToken());
    }
  }

  private boolean isLostWithout(Set<String> processes, WorkflowExecution job, Deadline deadline) {
    DescribeWorkflowExecutionResponse found =
        asking(deadline)
            .describeWorkflowExecution(
                DescribeWorkflowExecutionRequest.newBuilder()
                    .setNamespace(server.address().namespace())
                    .setExecution(job)
                    .build());
    return found.getExecutionConfig().getTaskQueue().getName().equals(queue)
        && found.getPendingActivitiesList().stream()
            .filter(step -> step.getHeartbeatDetails().getPayloadsCount() > 0)
            .flatMap(step -> sign(step).lost().stream())
            .anyMatch(process -> !processes.contains(process));
  }

  private WorkflowServiceBlockingStub asking(Deadline deadline) {
    return server.stubs().blockingStub().withDeadline(deadline);
  }

  private static StepSign sign(PendingActivityInfo step) {
    return JsonPayloads.converter()
        .fromPayloads(0, Optional.of(step.getHeartbeatDetails()), StepSign.class, StepSign.class);
  }
}
