package dev.codecsmith.cluster.client;

import dev.codecsmith.cluster.server.TemporalFaults;
import dev.codecsmith.cluster.server.TemporalServer;
import dev.codecsmith.cluster.workflow.FleetResult;
import dev.codecsmith.cluster.workflow.FleetTask;
import dev.codecsmith.cluster.workflow.JobWorkflow;
import dev.codecsmith.cluster.workflow.Pace;
import dev.codecsmith.cluster.workflow.SearchAttributes;
import dev.codecsmith.cluster.workflow.TaskQueues;
import dev.codecsmith.lab.job.Answer;
import dev.codecsmith.lab.job.ClipCurve;
import dev.codecsmith.lab.job.Evaluator;
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
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
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
  private final FleetWatch watch;
  private final Fleet fleet;
  private final ArtifactStore artifacts;
  private final FleetAnswers answers;
  private final Labels labels;

  /**
   * Who does jobs, and how.
   *
   * @param queues where work is left
   * @param pace of its steps
   * @param pauseMillis how often the server is asked what is new
   */
  public record Fleet(TaskQueues queues, Pace pace, long pauseMillis) {
    /**
     * The fleet of that name.
     *
     * @param silence see {@link Pace#silence}
     */
    public static Fleet named(String name, Duration silence) {
      return new Fleet(
          new TaskQueues(name),
          new Pace(silence, Pace.STANDARD.pause(), Pace.STANDARD.attempts()),
          1000);
    }
  }

  /**
   * What workflows are known by at the server.
   *
   * @param shared names the artifact store that workers and callers share: jobs of one are told
   *     from those of another
   * @param campaign by whose id they are found; empty for none
   * @param searchable whether the server knows the {@link SearchAttributes}
   */
  public record Labels(String shared, Optional<String> campaign, boolean searchable) {}

  /**
   * @param artifacts that all of the fleet shares
   */
  public FleetEvaluator(
      TemporalServer server,
      FleetWatch watch,
      Fleet fleet,
      ArtifactStore artifacts,
      Labels labels) {
    this.server = server;
    this.watch = watch;
    this.fleet = fleet;
    this.artifacts = artifacts;
    this.answers = new FleetAnswers(artifacts);
    this.labels = labels;
  }

  @Override
  public void awaitReady() throws InterruptedException {
    watch.awaitUp();
  }

  @Override
  public <A extends Answer> A run(Job<A> job, Heartbeats heartbeats)
      throws InfrastructureException, InterruptedException {
    try {
      Optional<TaskQueues.Needs> needs = needs(job);
      FleetTask task =
          new FleetTask(job, queue(needs), fleet.pace(), labels.shared(), labels.searchable());
      JobSize.require(task);
      return job.answer().cast(answer(result(started(task), job, needs, heartbeats)));
    } catch (StoreException e) {
      throw InfrastructureException.of(e);
    } catch (JacksonException e) {
      throw InfrastructureException.lasting(
          "What the fleet answered to " + job.attempt() + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** What a worker must have for the job; empty for anchors, which any may measure. */
  private Optional<TaskQueues.Needs> needs(Job<?> job)
      throws StoreException, InfrastructureException {
    return switch (job) {
      case Job.Anchors _ -> Optional.empty();
      case Job.Trial trial -> Optional.of(needs(job, trial.program()));
      case Job.Evaluate evaluation -> Optional.of(needs(job, evaluation.program()));
    };
  }

  private TaskQueues.Needs needs(Job<?> job, ProgramReference program)
      throws StoreException, InfrastructureException {
    return new TaskQueues.Needs(
        program.read(artifacts).language(),
        job.settings().limits().memoryBytes(),
        job.settings().options().devices());
  }

  private String queue(Optional<TaskQueues.Needs> needs) throws InfrastructureException {
    try {
      return needs
          .map(each -> fleet.queues().programs(each))
          .orElseGet(() -> fleet.queues().anchors());
    } catch (IllegalArgumentException e) {
      throw InfrastructureException.lasting(String.valueOf(e.getMessage()), e);
    }
  }

  /** The job's workflow, which may have been started before. */
  private WorkflowStub started(FleetTask task) throws InfrastructureException {
    String id = id(task.job());
    WorkflowStub workflow =
        server.client().newUntypedWorkflowStub(JobWorkflow.TYPE, options(id, task.job()));
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

  private WorkflowOptions options(String id, Job<?> job) {
    WorkflowOptions.Builder options =
        WorkflowOptions.newBuilder()
            .setWorkflowId(id)
            .setTaskQueue(fleet.queues().workflows())
            .setWorkflowIdReusePolicy(
                WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE_FAILED_ONLY)
            .setWorkflowIdConflictPolicy(
                WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING);
    if (labels.searchable()) {
      var attributes = io.temporal.common.SearchAttributes.newBuilder();
      labels.campaign().ifPresent(campaign -> attributes.set(SearchAttributes.CAMPAIGN, campaign));
      SearchAttributes.iteration(job.attempt())
          .ifPresent(iteration -> attributes.set(SearchAttributes.ITERATION, iteration));
      options.setTypedSearchAttributes(attributes.build());
    }
    return options.build();
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
    String hash =
        DigestUtils.sha256Hex(labels.shared() + fleet.queues().version() + Json.write(asked))
            .substring(0, 12);
    return job.attempt() + "/" + hash;
  }

  private FleetResult result(
      WorkflowStub workflow, Job<?> job, Optional<TaskQueues.Needs> needs, Heartbeats heartbeats)
      throws InfrastructureException, InterruptedException {
    String id = workflow.getExecution().getWorkflowId();
    FleetWorkers.Asked asked = new FleetWorkers.Asked(job.attempt(), labels.campaign());
    Following following =
        following(
            workflow,
            heartbeats,
            standing -> {
              watch.workers().stands(id, asked, standing);
              if (needs.isPresent() && standing.waiting() > 0 && standing.underWay().isEmpty()) {
                watch.unserved().waits(id, needs.get(), standing.givenBackBy());
              } else {
                watch.unserved().goesOn(id);
              }
            });
    try {
      return following.result(fleet.pauseMillis());
    } finally {
      watch.workers().forget(id);
      watch.unserved().goesOn(id);
    }
  }

  private Following following(
      WorkflowStub workflow, Heartbeats heartbeats, Consumer<PendingSteps.Standing> told) {
    return new Following(
        server,
        workflow,
        heartbeats,
        new Following.Reading() {
          @Override
          public void stands(PendingSteps.Standing standing) {
            told.accept(standing);
          }

          @Override
          public ClipCurve curve(StoredCurve stored) throws StoreException {
            return answers.curve(stored);
          }

          @Override
          public InfrastructureException away(@Nullable Throwable cause) {
            return FleetEvaluator.this.away(cause);
          }
        });
  }

  /** While the server is away, nothing is given to it; a job that it has goes on there. */
  private InfrastructureException away(@Nullable Throwable cause) {
    InfrastructureException fault = TemporalFaults.of(server.address(), cause);
    if (fault instanceof JobLostException) {
      watch.suspect(String.valueOf(fault.getMessage()));
    }
    return fault;
  }

  private Answer answer(FleetResult result) throws StoreException {
    return switch (result) {
      case FleetResult.Told told -> told.answer();
      case FleetResult.Stored stored -> answers.answer(stored.artifact());
      case FleetResult.Curves stored -> {
        List<ClipCurve> curves = new ArrayList<>();
        for (StoredCurve each : stored.curves()) {
          curves.add(answers.curve(each));
        }
        yield new Answer.Anchors(stored.curves().getLast().worker(), curves);
      }
    };
  }
}
