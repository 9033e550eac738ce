package dev.codecsmith.cluster;

import com.google.protobuf.ByteString;
import dev.codecsmith.cluster.server.TemporalServer;
import dev.codecsmith.cluster.workflow.JobWorkflow;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.filter.v1.WorkflowTypeFilter;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.api.workflowservice.v1.ListClosedWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.ListClosedWorkflowExecutionsResponse;
import io.temporal.api.workflowservice.v1.ListOpenWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.ListOpenWorkflowExecutionsResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * The jobs of a fleet, by the ids of their workflows, as a server lists them: a real one some time
 * after they have begun or ended, in pages, and among those of others.
 */
public final class ListedJobs {
  private static final WorkflowTypeFilter JOBS =
      WorkflowTypeFilter.newBuilder().setName(JobWorkflow.TYPE).build();

  private final TemporalServer server;
  private final String fleet;

  /**
   * @param fleet its name
   */
  public ListedJobs(TemporalServer server, String fleet) {
    this.server = server;
    this.fleet = fleet;
  }

  /** A page of a list. */
  private record Page(List<WorkflowExecutionInfo> found, ByteString next) {}

  /** Those that are under way. */
  public List<String> open() {
    return ours(next -> {
      ListOpenWorkflowExecutionsResponse page =
          server
              .stubs()
              .blockingStub()
              .listOpenWorkflowExecutions(
                  ListOpenWorkflowExecutionsRequest.newBuilder()
                      .setNamespace(server.address().namespace())
                      .setTypeFilter(JOBS)
                      .setNextPageToken(next)
                      .build());
      return new Page(page.getExecutionsList(), page.getNextPageToken());
    });
  }

  /** Those that have ended. */
  public List<String> ended() {
    return ours(next -> {
      ListClosedWorkflowExecutionsResponse page =
          server
              .stubs()
              .blockingStub()
              .listClosedWorkflowExecutions(
                  ListClosedWorkflowExecutionsRequest.newBuilder()
                      .setNamespace(server.address().namespace())
                      .setTypeFilter(JOBS)
                      .setNextPageToken(next)
                      .build());
      return new Page(page.getExecutionsList(), page.getNextPageToken());
    });
  }

  /**
   * Those of experiments that have ended, waited for until none is under way.
   *
   * @param atLeast how many have ended for certain
   */
  public List<String> experiments(int atLeast) {
    while (true) {
      List<String> ended = experimentsOf(ended());
      if (ended.size() >= atLeast && experimentsOf(open()).isEmpty()) {
        return ended;
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  private static List<String> experimentsOf(List<String> jobs) {
    return jobs.stream().filter(id -> id.startsWith("exp_")).toList();
  }

  private List<String> ours(Function<ByteString, Page> list) {
    List<WorkflowExecutionInfo> found = new ArrayList<>();
    ByteString next = ByteString.EMPTY;
    do {
      Page page = list.apply(next);
      found.addAll(page.found());
      next = page.next();
    } while (!next.isEmpty());
    return found.stream()
        .filter(each -> each.getType().getName().equals(JobWorkflow.TYPE))
        .map(each -> each.getExecution().getWorkflowId())
        .filter(id -> queue(id).startsWith(fleet + "/"))
        .toList();
  }

  private String queue(String id) {
    return described(id).getExecutionConfig().getTaskQueue().getName();
  }

  /** What the server knows of one. */
  public DescribeWorkflowExecutionResponse described(String id) {
    return server
        .stubs()
        .blockingStub()
        .describeWorkflowExecution(
            DescribeWorkflowExecutionRequest.newBuilder()
                .setNamespace(server.address().namespace())
                .setExecution(WorkflowExecution.newBuilder().setWorkflowId(id))
                .build());
  }
}
