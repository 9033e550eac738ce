package dev.codecsmith.cluster.worker;

import dev.codecsmith.cluster.server.TemporalServer;
import dev.codecsmith.cluster.workflow.JobCourse;
import dev.codecsmith.cluster.workflow.Pace;
import dev.codecsmith.cluster.workflow.TaskQueues;
import dev.codecsmith.lab.local.EvaluationSteps;
import dev.codecsmith.store.ArtifactStore;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Takes steps from the server and does them, and takes turns of the workflows. What it has begun
 * when it is killed, another worker does again.
 */
public final class FleetWorker implements AutoCloseable {
  private final WorkerFactory factory;

  /**
   * @param server where the work is
   * @param queues of the fleet
   * @param abilities what this worker can do
   * @param steps does it
   * @param artifacts where answers go, which all of the fleet and the caller share
   */
  public FleetWorker(
      TemporalServer server,
      TaskQueues queues,
      Abilities abilities,
      EvaluationSteps steps,
      ArtifactStore artifacts) {
    factory =
        WorkerFactory.newInstance(
            server.client(),
            WorkerFactoryOptions.newBuilder().setWorkflowCacheSize(abilities.remembered()).build());
    factory.newWorker(queues.workflows()).registerWorkflowImplementationTypes(JobCourse.class);
    WorkerOptions options =
        WorkerOptions.newBuilder()
            .setMaxConcurrentActivityExecutionSize(abilities.slots())
            .setMaxConcurrentActivityTaskPollers(abilities.slots())
            // What a server says to a sign of life, such as that a job is cancelled, is heard soon.
            .setMaxHeartbeatThrottleInterval(Pace.STANDARD.silence().dividedBy(4))
            .build();
    StepActivities activities = new StepActivities(steps, artifacts);
    for (String queue : queues.of(abilities.languages(), abilities.devices())) {
      Worker worker = factory.newWorker(queue, options);
      worker.registerActivitiesImplementations(activities);
    }
  }

  /**
   * What a worker can do.
   *
   * @param languages of programs that it builds and runs
   * @param devices whether programs may open those that a campaign grants
   * @param slots how many steps it does at once
   * @param remembered how many workflows it keeps in memory from one turn to the next, which the
   *     others take over when the server notices that it is gone; with 0 each turn begins with the
   *     history, and any worker may take it at once
   */
  public record Abilities(List<String> languages, boolean devices, int slots, int remembered) {
    public Abilities {
      languages = List.copyOf(languages);
    }
  }

  /** Takes steps from now on. */
  public void start() {
    factory.start();
  }

  /**
   * Takes no more steps and ends those that it does, or leaves them to others when that takes too
   * long.
   *
   * @param patience how long is too long
   */
  public void drain(Duration patience) {
    factory.shutdown();
    factory.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS);
    close();
  }

  /** Leaves what it does to others, at once. */
  @Override
  public void close() {
    factory.shutdownNow();
    factory.awaitTermination(10, TimeUnit.SECONDS);
  }
}
