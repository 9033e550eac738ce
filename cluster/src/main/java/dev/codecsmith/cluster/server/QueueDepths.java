package dev.codecsmith.cluster.server;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.temporal.api.enums.v1.TaskQueueType;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many steps wait at a server, by queue, as {@code codecsmith.fleet.backlog}. The server is
 * asked now and then, however often somebody wants to know. A queue that it cannot tell of has no
 * figure: neither 0, which would end workers that have work, nor NaN, which would spoil every sum.
 */
public final class QueueDepths implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(QueueDepths.class);
  private static final long PATIENCE_SECONDS = 5;

  private final TemporalServer server;
  private final List<String> queues;
  private final MultiGauge backlog;
  private final Thread thread;

  private QueueDepths(
      TemporalServer server, List<String> queues, MeterRegistry registry, Duration pause) {
    this.server = server;
    this.queues = List.copyOf(queues);
    this.backlog =
        MultiGauge.builder("codecsmith.fleet.backlog")
            .description("Steps of a fleet's work that wait for a worker, as the server estimates")
            .register(registry);
    this.thread = Thread.ofVirtual().name("queue depths").unstarted(() -> watch(pause));
  }

  /**
   * Asks from now on.
   *
   * @param queues of steps
   * @param registry takes the figures
   * @param pause from one round to the next, more or less
   */
  public static QueueDepths start(
      TemporalServer server, List<String> queues, MeterRegistry registry, Duration pause) {
    QueueDepths depths = new QueueDepths(server, queues, registry, pause);
    depths.thread.start();
    return depths;
  }

  private void watch(Duration pause) {
    while (!Thread.currentThread().isInterrupted()) {
      backlog.register(rows(), true);
      try {
        // So that many workers do not ask at the same moments.
        Thread.sleep(pause.toMillis() / 2 + ThreadLocalRandom.current().nextLong(pause.toMillis()));
      } catch (InterruptedException _) {
        return;
      }
    }
  }

  private List<MultiGauge.Row<?>> rows() {
    List<MultiGauge.Row<?>> rows = new ArrayList<>();
    try {
      for (String queue : queues) {
        DescribeTaskQueueResponse found = described(queue);
        if (found.hasStats()) {
          rows.add(
              MultiGauge.Row.of(
                  Tags.of("queue", queue), found.getStats().getApproximateBacklogCount()));
        }
      }
    } catch (RuntimeException e) {
      LOG.debug("{}", TemporalFaults.sentence(server.address(), e));
      return List.of();
    }
    return rows;
  }

  private DescribeTaskQueueResponse described(String queue) {
    return server
        .stubs()
        .blockingStub()
        .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .describeTaskQueue(
            DescribeTaskQueueRequest.newBuilder()
                .setNamespace(server.address().namespace())
                .setTaskQueue(TaskQueue.newBuilder().setName(queue))
                .setTaskQueueType(TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY)
                .setReportStats(true)
                .build());
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
