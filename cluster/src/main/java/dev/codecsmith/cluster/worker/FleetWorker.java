package dev.codecsmith.cluster.worker;

import dev.codecsmith.cluster.server.TemporalServer;
import dev.codecsmith.cluster.workflow.JobCourse;
import dev.codecsmith.cluster.workflow.Pace;
import dev.codecsmith.cluster.workflow.TaskQueues;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import io.temporal.worker.tuning.CompositeTuner;
import io.temporal.worker.tuning.FixedSizeSlotSupplier;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Takes steps from the server and does them, and takes turns of the workflows. What it has begun
 * when it is killed, another worker does again.
 */
public final class FleetWorker implements AutoCloseable {
  /** Turns of workflows take no time to speak of. */
  private static final int TURNS_AT_ONCE = 50;

  /** The first turn loads classes, which takes seconds where programs have the processor. */
  private static final Duration LONGEST_TURN = Duration.ofSeconds(8);

  private final WorkerFactory factory;
  private final StepActivities activities;

  /**
   * @param server where the work is
   * @param queues of the fleet
   * @param abilities what this worker can do
   * @param place where it does it
   */
  public FleetWorker(
      TemporalServer server, TaskQueues queues, Abilities abilities, StepPlace place) {
    factory =
        WorkerFactory.newInstance(
            server.client(),
            WorkerFactoryOptions.newBuilder().setWorkflowCacheSize(abilities.remembered()).build());
    factory
        .newWorker(queues.workflows(), turns(abilities.remembered()))
        .registerWorkflowImplementationTypes(JobCourse.class);
    WorkerOptions options = options(abilities.slots());
    activities = new StepActivities(server, queues, place);
    for (String queue : queues.of(abilities.offer())) {
      Worker worker = factory.newWorker(queue, options);
      worker.registerActivitiesImplementations(activities);
    }
  }

  private static WorkerOptions turns(int remembered) {
    WorkerOptions.Builder options =
        WorkerOptions.newBuilder().setDefaultDeadlockDetectionTimeout(LONGEST_TURN.toMillis());
    if (remembered == 0) {
      // Or the server keeps the next turn for who took the last.
      options.setStickyQueueScheduleToStartTimeout(Duration.ZERO);
    }
    return options.build();
  }

  private static WorkerOptions options(int slots) {
    return WorkerOptions.newBuilder()
        .setWorkerTuner(
            new CompositeTuner(
                new FixedSizeSlotSupplier<>(TURNS_AT_ONCE),
                new SharedSlots<>(slots),
                new FixedSizeSlotSupplier<>(1),
                new FixedSizeSlotSupplier<>(1)))
        .setMaxConcurrentActivityTaskPollers(1)
        .setAllowActivityHeartbeatDuringShutdown(true)
        // What a server says to a sign of life, such as that a job is cancelled, is heard soon.
        .setMaxHeartbeatThrottleInterval(Pace.STANDARD.silence().dividedBy(4))
        .build();
  }

  /**
   * What a worker can do.
   *
   * @param offer what programs find there
   * @param slots how many steps it does at once
   * @param remembered how many workflows it keeps in memory from one turn to the next, which the
   *     others take over when the server notices that it is gone; with 0 each turn begins with the
   *     history, and any worker may take it at once
   */
  public record Abilities(TaskQueues.Offer offer, int slots, int remembered) {}

  /** Takes steps from now on. */
  public void start() {
    factory.start();
  }

  /** How many steps it does just now. */
  public int running() {
    return activities.running();
  }

  /**
   * Takes no more steps and ends those that it does, or leaves them to others when that takes too
   * long.
   *
   * @param patience how long is too long
   * @return whether it ended all of them
   */
  public boolean drain(Duration patience) {
    factory.shutdown();
    factory.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS);
    boolean ended = factory.isTerminated();
    close();
    return ended;
  }

  /** Leaves what it does to others, at once. */
  @Override
  public void close() {
    factory.shutdownNow();
    factory.awaitTermination(10, TimeUnit.SECONDS);
  }
}
