package dev.codecsmith.cluster.worker;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.codecsmith.cluster.server.JsonPayloads;
import dev.codecsmith.cluster.server.LocalGrpc;
import dev.codecsmith.cluster.workflow.JobWorkflow;
import dev.codecsmith.cluster.workflow.StepSign;
import dev.codecsmith.cluster.workflow.TaskQueues;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.common.v1.WorkflowType;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.api.workflow.v1.WorkflowExecutionConfig;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.api.workflowservice.v1.ListOpenWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.ListOpenWorkflowExecutionsResponse;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which losses of other jobs a worker hears of, of a server that lists a hundred at a time. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OtherLossesTest {
  private static final TaskQueues QUEUES = new TaskQueues("mine");
  private static final Set<String> PROCESSES = Set.of("w/1", "w/2");
  private static final String OWN = "own";

  private final Map<String, DescribeWorkflowExecutionResponse> jobs = new LinkedHashMap<>();
  private final List<String> queries = new ArrayList<>();
  private boolean answersQueries = true;
  private LocalGrpc server;
  private OtherLosses losses;

  @BeforeEach
  void open() throws IOException {
    server = LocalGrpc.of(new Service());
    losses = new OtherLosses(server.connection(), QUEUES);
  }

  @AfterEach
  void close() {
    server.close();
  }

  private final class Service extends LocalGrpc.Workflows {
    @Override
    public void listWorkflowExecutions(
        ListWorkflowExecutionsRequest request, StreamObserver<ListWorkflowExecutionsResponse> to) {
      queries.add(request.getQuery());
      if (!answersQueries) {
        to.onError(Status.UNIMPLEMENTED.asRuntimeException());
        return;
      }
      int from = from(request.getNextPageToken());
      to.onNext(
          ListWorkflowExecutionsResponse.newBuilder()
              .addAllExecutions(page(from, request.getPageSize()))
              .setNextPageToken(next(from, request.getPageSize()))
              .build());
      to.onCompleted();
    }

    @Override
    public void listOpenWorkflowExecutions(
        ListOpenWorkflowExecutionsRequest request,
        StreamObserver<ListOpenWorkflowExecutionsResponse> to) {
      assertThat(request.getTypeFilter().getName()).isEqualTo(JobWorkflow.TYPE);
      int from = from(request.getNextPageToken());
      to.onNext(
          ListOpenWorkflowExecutionsResponse.newBuilder()
              .addAllExecutions(page(from, request.getMaximumPageSize()))
              .setNextPageToken(next(from, request.getMaximumPageSize()))
              .build());
      to.onCompleted();
    }

    @Override
    public void describeWorkflowExecution(
        DescribeWorkflowExecutionRequest request,
        StreamObserver<DescribeWorkflowExecutionResponse> to) {
      DescribeWorkflowExecutionResponse found =
          requireNonNull(jobs.get(request.getExecution().getWorkflowId()));
      if (found.equals(DescribeWorkflowExecutionResponse.getDefaultInstance())) {
        to.onError(Status.UNAVAILABLE.asRuntimeException());
        return;
      }
      to.onNext(found);
      to.onCompleted();
    }

    private int from(ByteString token) {
      return token.isEmpty() ? 0 : Integer.parseInt(token.toStringUtf8());
    }

    private ByteString next(int from, int size) {
      return from + size < jobs.size()
          ? ByteString.copyFromUtf8(String.valueOf(from + size))
          : ByteString.EMPTY;
    }

    private List<WorkflowExecutionInfo> page(int from, int size) {
      return jobs.keySet().stream()
          .skip(from)
          .limit(size)
          .map(id ->
              WorkflowExecutionInfo.newBuilder()
                  .setExecution(WorkflowExecution.newBuilder().setWorkflowId(id))
                  .setType(WorkflowType.newBuilder().setName(JobWorkflow.TYPE))
                  .build())
          .toList();
    }
  }

  /** A job with a step, which was lost with these workers. */
  private void job(String id, TaskQueues queues, String... lost) {
    StepSign sign =
        new StepSign(
            Optional.empty(), 0, "test", List.of(lost), Optional.empty(), Optional.empty());
    jobs.put(
        id,
        DescribeWorkflowExecutionResponse.newBuilder()
            .setExecutionConfig(
                WorkflowExecutionConfig.newBuilder()
                    .setTaskQueue(TaskQueue.newBuilder().setName(queues.workflows())))
            .addPendingActivities(
                PendingActivityInfo.newBuilder()
                    .setHeartbeatDetails(JsonPayloads.converter().toPayloads(sign).orElseThrow()))
            .addPendingActivities(PendingActivityInfo.getDefaultInstance())
            .build());
  }

  private void undisturbed(int count) {
    for (int i = 0; i < count; i++) {
      job("job " + i, QUEUES);
    }
  }

  @Test
  void aLossIsHeardOfHoweverManyJobsThereAre() {
    undisturbed(1000);
    assertThat(losses.without(PROCESSES, OWN)).isFalse();
    job("the last", QUEUES, "w/1", "x/1");
    assertThat(losses.without(PROCESSES, OWN)).isTrue();
    assertThat(queries)
        .hasSize(10 + 11)
        .containsOnly(
            "TaskQueue = '%s' AND WorkflowType = 'Job' AND ExecutionStatus = 'Running'"
                .formatted(QUEUES.workflows()));
  }

  @Test
  void whatWasLostWithTheSameWorkersAndTheJobItselfAreNoOthers() {
    job("beside", QUEUES, "w/2", "w/1");
    job(OWN, QUEUES, "w/1", "w/2", "x/1");
    assertThat(losses.without(PROCESSES, OWN)).isFalse();
  }

  @Test
  void aServerThatAnswersNoQueriesListsWhatIsOpenAndOtherFleetsDoNotCount() {
    answersQueries = false;
    undisturbed(150);
    job("theirs", new TaskQueues("other"), "x/1");
    assertThat(losses.without(PROCESSES, OWN)).isFalse();
    job("ours", QUEUES, "x/1");
    assertThat(losses.without(PROCESSES, OWN)).isTrue();
  }

  @Test
  void aServerThatDoesNotTellOfAJobMayHaveLostAny() {
    undisturbed(1);
    jobs.put("untold", DescribeWorkflowExecutionResponse.getDefaultInstance());
    assertThat(losses.without(PROCESSES, OWN)).isTrue();
  }
}
