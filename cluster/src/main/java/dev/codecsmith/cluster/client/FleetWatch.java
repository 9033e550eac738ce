package dev.codecsmith.cluster.client;

import dev.codecsmith.cluster.server.TemporalFaults;
import dev.codecsmith.cluster.server.TemporalServer;
import dev.codecsmith.cluster.workflow.TaskQueues;
import io.grpc.Status;
import io.temporal.api.enums.v1.TaskQueueType;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueResponse;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Asks a server every now and then whether it answers and whether anybody takes work from it. A
 * worker that was killed counts until the server has not heard of it for a while: this is not how
 * its work is noticed to be lost, but how a campaign knows that to ask a model has a purpose. Who
 * takes work shows by the workflows' queue, which each worker asks as long as it lives; for steps
 * it does not ask while it has no room for one.
 */
public final class FleetWatch implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 5;

  private final TemporalServer server;
  private final TaskQueues queues;
  private final FleetListener listener;
  private final FleetWorkers workers;
  private final LivePollers pollers;
  private final UnservedQueues unserved;
  private final long pauseMillis;
  private final Thread thread;
  private String down = "It was not asked yet.";
  private boolean told;

  private FleetWatch(
      TemporalServer server,
      TaskQueues queues,
      FleetListener listener,
      FleetWorkers workers,
      LongSupplier nanoTime,
      long pauseMillis) {
    this.server = server;
    this.queues = queues;
    this.listener = listener;
    this.workers = workers;
    this.pollers = new LivePollers(nanoTime);
    this.unserved = new UnservedQueues(queues, listener);
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
    return start(server, queues, listener, workers, System::nanoTime, pauseMillis);
  }

  /** The same by another clock. */
  static FleetWatch start(
      TemporalServer server,
      TaskQueues queues,
      FleetListener listener,
      FleetWorkers workers,
      LongSupplier nanoTime,
      long pauseMillis) {
    FleetWatch watch = new FleetWatch(server, queues, listener, workers, nanoTime, pauseMillis);
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
      ask();
      try {
        // So that many campaigns do not ask at the same moments.
        Thread.sleep(pauseMillis / 2 + ThreadLocalRandom.current().nextLong(pauseMillis));
      } catch (InterruptedException _) {
        return;
      }
    }
  }

  private void ask() {
    try {
      Optional<SortedMap<String, Instant>> alive = alive();
      if (alive.isEmpty()) {
        workers.asking();
        up("a fleet");
        return;
      }
      if (alive.get().isEmpty()) {
        workers.asking(alive.get());
        down("No worker takes work from the queue " + queues.name() + ".");
        return;
      }
      SortedMap<String, Instant> idle = idle(alive.get());
      workers.asking(idle);
      int count = alive.get().size();
      up(count + (count == 1 ? " worker" : " workers") + " of a fleet");
      unserved.look(alive.get().keySet(), idle.keySet(), queue -> asked(queue).keySet());
    } catch (RuntimeException e) {
      workers.unknown();
      pollers.forget();
      down(TemporalFaults.sentence(server.address(), e));
    }
  }

  /** Who takes work, and when each asked last; empty where the server cannot tell. */
  private Optional<SortedMap<String, Instant>> alive() {
    try {
      return Optional.of(
          pollers.among(
              described(queues.workflows(), TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW)
                  .getPollersList()));
    } catch (RuntimeException e) {
      if (TemporalFaults.status(e)
          .filter(status -> status.getCode() == Status.Code.UNIMPLEMENTED)
          .isEmpty()) {
        throw e;
      }
      // That it answers has to do.
      var _ =
          server
              .stubs()
              .blockingStub()
              .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
              .getSystemInfo(GetSystemInfoRequest.getDefaultInstance());
      return Optional.empty();
    }
  }

  /** Those that have room for a step, or had not long ago. */
  private SortedMap<String, Instant> idle(SortedMap<String, Instant> alive) {
    SortedMap<String, Instant> idle = asked(queues.anchors());
    idle.keySet().retainAll(alive.keySet());
    Instant newest = LivePollers.newest(alive);
    idle.values().removeIf(time -> !LivePollers.isNear(time, newest));
    return idle;
  }

  private SortedMap<String, Instant> asked(String queue) {
    return LivePollers.asked(
        described(queue, TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY).getPollersList());
  }

  private DescribeTaskQueueResponse described(String queue, TaskQueueType type) {
    return server
        .stubs()
        .blockingStub()
        .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .describeTaskQueue(
            DescribeTaskQueueRequest.newBuilder()
                .setNamespace(server.address().namespace())
                .setTaskQueue(TaskQueue.newBuilder().setName(queue))
                .setTaskQueueType(type)
                .build());
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

  /** For what no worker may be fit. */
  UnservedQueues unserved() {
    return unserved;
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
