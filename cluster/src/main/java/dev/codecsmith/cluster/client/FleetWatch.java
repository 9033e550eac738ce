package dev.codecsmith.cluster.client;

import dev.codecsmith.cluster.server.TemporalFaults;
import dev.codecsmith.cluster.server.TemporalServer;
import dev.codecsmith.cluster.workflow.TaskQueues;
import io.grpc.Status;
import io.temporal.api.enums.v1.TaskQueueType;
import io.temporal.api.taskqueue.v1.PollerInfo;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueResponse;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Asks a server every now and then whether it answers and whether anybody takes work from it. A
 * worker that was killed counts until the server has not heard of it for a while: this is not how
 * its work is noticed to be lost, but how a campaign knows that to ask a model has a purpose.
 */
public final class FleetWatch implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 5;

  /** A worker asks for work again after a minute at the latest. */
  private static final Duration HEARD_OF = Duration.ofSeconds(90);

  private final TemporalServer server;
  private final TaskQueues queues;
  private final FleetListener listener;
  private final FleetWorkers workers;
  private final long pauseMillis;
  private final Thread thread;
  private String down = "It was not asked yet.";
  private boolean told;

  private FleetWatch(
      TemporalServer server,
      TaskQueues queues,
      FleetListener listener,
      FleetWorkers workers,
      long pauseMillis) {
    this.server = server;
    this.queues = queues;
    this.listener = listener;
    this.workers = workers;
    this.pauseMillis = pauseMillis;
    this.thread = Thread.ofVirtual().name("fleet watch").unstarted(this::watch);
  }

  /**
   * Asks from now on.
   *
   * @param workers takes what is heard of them
   * @param pauseMillis from one question to the next, more or less
   */
  public static FleetWatch start(
      TemporalServer server,
      TaskQueues queues,
      FleetListener listener,
      FleetWorkers workers,
      long pauseMillis) {
    FleetWatch watch = new FleetWatch(server, queues, listener, workers, pauseMillis);
    watch.thread.start();
    return watch;
  }

  private void watch() {
    try {
      askNowAndThen();
    } finally {
      workers.unknown();
    }
  }

  private void askNowAndThen() {
    while (!Thread.currentThread().isInterrupted()) {
      Optional<String> reason = Optional.empty();
      String about = "";
      try {
        about = asked();
      } catch (RuntimeException e) {
        workers.unknown();
        reason = Optional.of(TemporalFaults.sentence(server.address(), e));
      }
      if (reason.isEmpty() && about.isEmpty()) {
        reason = Optional.of("No worker takes work from the queue " + queues.name() + ".");
      }
      if (reason.isPresent()) {
        down(reason.get());
      } else {
        up(about);
      }
      try {
        // So that many campaigns do not ask at the same moments.
        Thread.sleep(pauseMillis / 2 + ThreadLocalRandom.current().nextLong(pauseMillis));
      } catch (InterruptedException _) {
        return;
      }
    }
  }

  /** Who takes work, in words; empty if nobody does. */
  private String asked() {
    try {
      DescribeTaskQueueResponse found =
          server
              .stubs()
              .blockingStub()
              .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
              .describeTaskQueue(
                  DescribeTaskQueueRequest.newBuilder()
                      .setNamespace(server.address().namespace())
                      .setTaskQueue(TaskQueue.newBuilder().setName(queues.anchors()))
                      .setTaskQueueType(TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY)
                      .build());
      SortedMap<String, Instant> asking = heardOf(found.getPollersList());
      workers.asking(asking);
      return asking.isEmpty()
          ? ""
          : asking.size() + (asking.size() == 1 ? " worker" : " workers") + " of a fleet";
    } catch (RuntimeException e) {
      if (TemporalFaults.status(e)
          .filter(status -> status.getCode() == Status.Code.UNIMPLEMENTED)
          .isEmpty()) {
        throw e;
      }
      // A server that cannot say who takes work from it; that it answers has to do.
      var _ =
          server
              .stubs()
              .blockingStub()
              .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
              .getSystemInfo(GetSystemInfoRequest.getDefaultInstance());
      workers.asking();
      return "a fleet";
    }
  }

  /** By name, when each asked last. */
  private static SortedMap<String, Instant> heardOf(List<PollerInfo> pollers) {
    // By the server's own newest word, so that its clock need not be this machine's.
    Instant newest =
        pollers.stream().map(FleetWatch::asked).max(Instant::compareTo).orElse(Instant.EPOCH);
    SortedMap<String, Instant> heard = new TreeMap<>();
    for (PollerInfo poller : pollers) {
      Instant asked = asked(poller);
      if (asked.isAfter(newest.minus(HEARD_OF))) {
        heard.merge(poller.getIdentity(), asked, (one, other) -> one.isAfter(other) ? one : other);
      }
    }
    return heard;
  }

  private static Instant asked(PollerInfo poller) {
    return PendingSteps.instant(poller.getLastAccessTime());
  }

  private void up(String about) {
    synchronized (this) {
      boolean known = told && down.isEmpty();
      told = true;
      down = "";
      notifyAll();
      if (known) {
        return;
      }
    }
    listener.up(about);
  }

  private void down(String reason) {
    synchronized (this) {
      boolean known = told && !down.isEmpty();
      told = true;
      down = reason;
      if (known) {
        return;
      }
    }
    listener.down(reason);
  }

  /** The server did not answer somebody; nothing is given to it until it answers again. */
  void suspect(String reason) {
    down(reason);
  }

  /** Waits until work can be done. */
  void awaitUp() throws InterruptedException {
    boolean waits;
    synchronized (this) {
      while (!told) {
        wait();
      }
      waits = !down.isEmpty();
    }
    if (waits) {
      listener.waiting();
    }
    synchronized (this) {
      while (!down.isEmpty()) {
        wait();
      }
    }
  }

  /** Who is known to work. */
  FleetWorkers workers() {
    return workers;
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
