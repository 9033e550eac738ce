package dev.codecsmith.cluster.client;

import dev.codecsmith.cluster.server.TemporalServer;
import dev.codecsmith.cluster.workflow.FleetResult;
import dev.codecsmith.cluster.workflow.JobWorkflow;
import dev.codecsmith.cluster.workflow.News;
import dev.codecsmith.lab.job.ClipCurve;
import dev.codecsmith.lab.job.Fault;
import dev.codecsmith.lab.job.Heartbeat;
import dev.codecsmith.lab.job.Heartbeats;
import dev.codecsmith.lab.job.JobLostException;
import dev.codecsmith.lab.steps.StoredCurve;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.store.StoreException;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for the end of a workflow, and tells meanwhile what is new. What a step says of itself
 * while it is under way comes from the server; what a step said that has ended, from the workflow,
 * which is asked only when its history has grown.
 */
final class Following {
  private static final Logger LOG = LoggerFactory.getLogger(Following.class);

  private final TemporalServer server;
  private final WorkflowStub workflow;
  private final Heartbeats heartbeats;
  private final Reading reading;
  private final RoundProgress round;
  private int heard;
  private long events = -1;
  private Optional<Heartbeat.Phase> live = Optional.empty();

  /** What a workflow names, what its faults mean, and who hears how it stands. */
  interface Reading {
    void stands(PendingSteps.Standing standing);

    ClipCurve curve(StoredCurve stored) throws StoreException;

    InfrastructureException away(@Nullable Throwable cause);
  }

  Following(TemporalServer server, WorkflowStub workflow, Heartbeats heartbeats, Reading reading) {
    this.server = server;
    this.workflow = workflow;
    this.heartbeats = heartbeats;
    this.reading = reading;
    this.round = new RoundProgress(heartbeats);
  }

  /**
   * What it came to. Whoever does not want to wait any more, and says so by an interrupt, has it
   * cancelled; where the server is away it goes on.
   */
  FleetResult result(long pauseMillis) throws InfrastructureException, InterruptedException {
    boolean goesOn = false;
    try {
      CompletableFuture<FleetResult> result = workflow.getResultAsync(FleetResult.class);
      while (true) {
        try {
          FleetResult found = result.get(pauseMillis, TimeUnit.MILLISECONDS);
          goesOn = true;
          hear(found.news());
          return found;
        } catch (TimeoutException _) {
          look();
        } catch (ExecutionException e) {
          goesOn = true;
          throw fault(e.getCause());
        }
      }
    } finally {
      if (!goesOn) {
        cancel();
      }
    }
  }

  /** What was told until then is heard first. */
  private InfrastructureException fault(@Nullable Throwable cause) throws InfrastructureException {
    if (!(cause instanceof WorkflowFailedException failed)) {
      return reading.away(cause);
    }
    if (failed.getCause() instanceof ApplicationFailure failure
        && failure.getType().equals(JobWorkflow.MACHINE)) {
      hear(List.of(failure.getDetails().get(1, News[].class)));
      return failure.getDetails().get(0, Fault.class).exception();
    }
    return new JobLostException(
        "The workflow "
            + failed.getExecution().getWorkflowId()
            + " was ended at the server: "
            + failed.getMessage());
  }

  /** Where nobody can say what is new just now, it is asked again later. */
  private void look() throws InfrastructureException, InterruptedException {
    News[] found;
    PendingSteps.Standing standing;
    try {
      standing = PendingSteps.of(server, workflow.getExecution());
      found =
          standing.events() == events
              ? new News[0]
              : workflow.query(JobWorkflow.NEWS, News[].class, heard);
    } catch (RuntimeException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException("The job was interrupted.");
      }
      LOG.debug("no news", e);
      return;
    }
    reading.stands(standing);
    boolean asToldLast = standing.events() == events;
    events = standing.events();
    tell(List.of(found));
    if (asToldLast) {
      // Or a point that ended meanwhile would count as one that is under way, too.
      round.decoding(standing.decoding());
    }
    if (standing.phase().isPresent() && !standing.phase().equals(live)) {
      live = standing.phase();
      heartbeats.hear(standing.phase().get());
    }
  }

  private void hear(List<News> all) throws InfrastructureException {
    tell(all.subList(Math.min(heard, all.size()), all.size()));
  }

  private void tell(List<News> found) throws InfrastructureException {
    int told = alreadyTold(found);
    for (int i = 0; i < found.size(); i++) {
      News each = found.get(i);
      heard++;
      Optional<Heartbeat> heartbeat = each.heartbeat();
      if (heartbeat.isPresent() && !(i < told && heartbeat.get() instanceof Heartbeat.Phase)) {
        round.hear(heartbeat.get());
      }
      if (each.curve().isPresent()) {
        hear(each.curve().get());
      }
    }
  }

  /** Phases up to the one that was heard from the step itself are no news. */
  private int alreadyTold(List<News> found) {
    for (int i = 0; i < found.size() && live.isPresent(); i++) {
      if (found.get(i).heartbeat().equals(live)) {
        live = Optional.empty();
        return i + 1;
      }
    }
    return 0;
  }

  private void hear(StoredCurve stored) throws InfrastructureException {
    try {
      heartbeats.hear(new Heartbeat.CurveMeasured(stored.worker(), reading.curve(stored)));
    } catch (StoreException e) {
      throw InfrastructureException.of(e);
    }
  }

  /** An interrupt must not keep the server from hearing of it. */
  private void cancel() {
    boolean interrupted = Thread.interrupted();
    try {
      workflow.cancel();
    } catch (RuntimeException e) {
      LOG.warn("The workflow {} could not be cancelled.", workflow.getExecution(), e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
