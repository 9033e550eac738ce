package dev.codecsmith.cluster.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.temporal.api.taskqueue.v1.TaskQueueStats;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueResponse;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.api.workflowservice.v1.GetSystemInfoResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is told of queues, by a server that says what the test wants. */
@Timeout(120)
class QueueDepthsTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Told told = new Told();
  private Server server;
  private TemporalServer connection;

  /** Answers about the queues that it knows the depth of. */
  private static final class Told extends WorkflowServiceGrpc.WorkflowServiceImplBase {
    private final Semaphore asked = new Semaphore(0);
    private volatile Map<String, Long> depths = Map.of();
    private volatile boolean able = true;

    @Override
    public void getSystemInfo(
        GetSystemInfoRequest request, StreamObserver<GetSystemInfoResponse> answer) {
      answer.onNext(GetSystemInfoResponse.getDefaultInstance());
      answer.onCompleted();
    }

    @Override
    public void describeTaskQueue(
        DescribeTaskQueueRequest request, StreamObserver<DescribeTaskQueueResponse> answer) {
      if (able) {
        DescribeTaskQueueResponse.Builder said = DescribeTaskQueueResponse.newBuilder();
        Long depth = depths.get(request.getTaskQueue().getName());
        if (depth != null && request.getReportStats()) {
          said.setStats(TaskQueueStats.newBuilder().setApproximateBacklogCount(depth));
        }
        answer.onNext(said.build());
        answer.onCompleted();
      } else {
        answer.onError(Status.UNIMPLEMENTED.asRuntimeException());
      }
      asked.release();
    }
  }

  @BeforeEach
  void serve() throws Exception {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(told)
            .build()
            .start();
    connection =
        TemporalServer.at(ServerAddress.plain("localhost:" + server.getPort(), "default"), "test");
  }

  @AfterEach
  void stop() {
    connection.close();
    server.shutdownNow();
  }

  private Map<String, Double> figures() {
    return registry.find("codecsmith.fleet.backlog").gauges().stream()
        .collect(
            Collectors.toMap(each -> String.valueOf(each.getId().getTag("queue")), Gauge::value));
  }

  /** A round takes each figure away before it gives it anew, so one may be missing just now. */
  private void awaitFigures(Map<String, Double> wanted) throws InterruptedException {
    while (!figures().equals(wanted)) {
      assertThat(told.asked.tryAcquire(60, TimeUnit.SECONDS)).as("%s", figures()).isTrue();
    }
  }

  private QueueDepths asking() {
    return QueueDepths.start(connection, List.of("one", "two"), registry, Duration.ofMillis(20));
  }

  @Test
  void aFigureFollowsWhatTheServerSaysOfEachQueue() throws Exception {
    told.depths = Map.of("one", 7L, "two", 0L);
    try (QueueDepths _ = asking()) {
      awaitFigures(Map.of("one", 7.0, "two", 0.0));
      told.depths = Map.of("one", 2L);
      awaitFigures(Map.of("one", 2.0));
    }
  }

  @Test
  void nothingIsToldOfAServerThatCannotSay() throws Exception {
    told.depths = Map.of("one", 7L, "two", 0L);
    try (QueueDepths _ = asking()) {
      awaitFigures(Map.of("one", 7.0, "two", 0.0));
      told.able = false;
      awaitFigures(Map.of());
    }
  }
}
