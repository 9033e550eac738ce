package dev.codecsmith.cluster.client;

import dev.codecsmith.cluster.server.TemporalServer;
import dev.codecsmith.cluster.workflow.FleetResult;
import dev.codecsmith.cluster.workflow.FleetTask;
import dev.codecsmith.cluster.workflow.JobWorkflow;
import dev.codecsmith.cluster.workflow.News;
import dev.codecsmith.cluster.workflow.Pace;
import dev.codecsmith.cluster.workflow.TaskQueues;
import dev.codecsmith.lab.job.Answer;
import dev.codecsmith.lab.job.ClipCurve;
import dev.codecsmith.lab.job.Evaluator;
import dev.codecsmith.lab.job.Fault;
import dev.codecsmith.lab.job.Heartbeat;
import dev.codecsmith.lab.job.Heartbeats;
import dev.codecsmith.lab.job.Job;
import dev.codecsmith.lab.job.JobLostException;
import dev.codecsmith.lab.job.ProgramReference;
import dev.codecsmith.lab.steps.StoredCurve;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.json.Json;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * Has a fleet do jobs. Each is a workflow, named by its attempt and what it asks for: the same job
 * of the same attempt, given again after this process was killed, is the same workflow, and what it
 * came to meanwhile is its answer.
 */
public final class FleetEvaluator implements Evaluator {
  private static final Logger LOG = LoggerFactory.getLogger(FleetEvaluator.class);

  private final TemporalServer server;
  private final TaskQueues queues;
  private final Pace pace;
  private final ArtifactStore artifacts;
  private final Listening listening;

  /**
   * How a job is followed.
   *
   * @param scope tells jobs of one store from those of another on the same server
   * @param pauseMillis how often the server is asked what is new
   */
  public record Listening(String scope, long pauseMillis) {}

  /**
   * @param artifacts that all of the fleet shares
   */
  public FleetEvaluator(
      TemporalServer server,
      TaskQueues queues,
      Pace pace,
      ArtifactStore artifacts,
      Listening listening) {
    this.server = server;
    this.queues = queues;
    this.pace = pace;
    this.artifacts = artifacts;
    this.listening = listening;
  }

  @Override
  public <A extends Answer> A run(Job<A> job, Heartbeats heartbeats)
      throws InfrastructureException, InterruptedException {
    try {
      WorkflowStub workflow = started(new FleetTask(job, queue(job), pace));
      return job.answer().cast(answer(new Following(workflow, heartbeats).result()));
    } catch (StoreException e) {
      throw InfrastructureException.of(e);
    } catch (JacksonException e) {
      throw InfrastructureException.lasting(
          "What the fleet answered to " + job.attempt() + " cannot be read: " + e.getMessage(), e);
    }
  }

  private String queue(Job<?> job) throws StoreException {
    boolean devices = !job.settings().options().devices().isEmpty();
    return switch (job) {
      case Job.Anchors _ -> queues.anchors();
      case Job.Trial trial -> queues.programs(language(trial.program()), devices);
      case Job.Evaluate evaluation -> queues.programs(language(evaluation.program()), devices);
    };
  }

  private String language(ProgramReference program) throws StoreException {
    return program.read(artifacts).language();
  }

  /** The job's workflow, which may have been started before. */
  private WorkflowStub started(FleetTask task) throws InfrastructureException {
    String id = id(task.job());
    WorkflowStub workflow =
        server
            .client()
            .newUntypedWorkflowStub(
                JobWorkflow.TYPE,
                WorkflowOptions.newBuilder()
                    .setWorkflowId(id)
                    .setTaskQueue(queues.workflows())
                    .setWorkflowIdReusePolicy(
                        WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE_FAILED_ONLY)
                    .setWorkflowIdConflictPolicy(
                        WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                    .build());
    try {
      var _ = workflow.start(task);
      return workflow;
    } catch (WorkflowExecutionAlreadyStarted _) {
      LOG.info("{} was done before; its answer is used", id);
      return server.client().newUntypedWorkflowStub(id);
    } catch (RuntimeException e) {
      throw away(e);
    }
  }

  /** Points that are known, and a hurdle, change with time and do not make it another job. */
  private String id(Job<?> job) {
    List<Object> asked =
        switch (job) {
          case Job.Anchors anchors -> List.of(anchors.settings(), anchors.origin());
          case Job.Trial trial -> List.of(trial.settings(), trial.program());
          case Job.Evaluate evaluation ->
              List.of(evaluation.settings(), evaluation.program(), evaluation.curves());
        };
    String hash = DigestUtils.sha256Hex(listening.scope() + Json.write(asked)).substring(0, 12);
    return job.attempt() + "/" + hash;
  }

  private static InfrastructureException away(@Nullable Throwable cause) {
    String message = "The Temporal server does not do what is asked of it: " + cause;
    return cause == null
        ? new InfrastructureException(message)
        : new InfrastructureException(message, cause);
  }

  private Answer answer(FleetResult result) throws StoreException {
    return switch (result) {
      case FleetResult.Told told -> told.answer();
      case FleetResult.Stored stored ->
          Json.mapper().readValue(artifacts.read(stored.artifact()), Answer.class);
      case FleetResult.Curves stored -> {
        List<ClipCurve> curves = new ArrayList<>();
        for (StoredCurve each : stored.curves()) {
          curves.add(curve(each));
        }
        yield new Answer.Anchors(stored.curves().getLast().worker(), curves);
      }
    };
  }

  private ClipCurve curve(StoredCurve stored) throws StoreException {
    return Json.mapper().readValue(artifacts.read(stored.artifact()), ClipCurve.class);
  }

  /** Waits for the end of a workflow, and tells meanwhile what is new. */
  private final class Following {
    private final WorkflowStub workflow;
    private final Heartbeats heartbeats;
    private int heard;

    Following(WorkflowStub workflow, Heartbeats heartbeats) {
      this.workflow = workflow;
      this.heartbeats = heartbeats;
    }

    FleetResult result() throws InfrastructureException, InterruptedException {
      boolean ended = false;
      try {
        CompletableFuture<FleetResult> result = workflow.getResultAsync(FleetResult.class);
        while (true) {
          try {
            FleetResult found = result.get(listening.pauseMillis(), TimeUnit.MILLISECONDS);
            ended = true;
            hear(found.news());
            return found;
          } catch (TimeoutException _) {
            hearNews();
          } catch (ExecutionException e) {
            ended = true;
            throw fault(e.getCause());
          }
        }
      } finally {
        if (!ended) {
          cancel();
        }
      }
    }

    /** What was told until then is heard first. */
    private InfrastructureException fault(@Nullable Throwable cause)
        throws InfrastructureException {
      if (!(cause instanceof WorkflowFailedException failed)) {
        return away(cause);
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
    private void hearNews() throws InfrastructureException, InterruptedException {
      News[] found;
      try {
        found = workflow.query(JobWorkflow.NEWS, News[].class, heard);
      } catch (RuntimeException e) {
        if (Thread.interrupted()) {
          throw new InterruptedException("The job was interrupted.");
        }
        LOG.debug("no news", e);
        return;
      }
      tell(List.of(found));
    }

    private void hear(List<News> all) throws InfrastructureException {
      tell(all.subList(Math.min(heard, all.size()), all.size()));
    }

    private void tell(List<News> found) throws InfrastructureException {
      for (News each : found) {
        heard++;
        if (each.heartbeat().isPresent()) {
          heartbeats.hear(each.heartbeat().get());
        }
        if (each.curve().isPresent()) {
          try {
            heartbeats.hear(
                new Heartbeat.CurveMeasured(
                    each.curve().get().worker(), curve(each.curve().get())));
          } catch (StoreException e) {
            throw InfrastructureException.of(e);
          }
        }
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
}
