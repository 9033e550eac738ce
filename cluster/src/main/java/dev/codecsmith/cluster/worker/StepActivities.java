package dev.codecsmith.cluster.worker;

import dev.codecsmith.cluster.workflow.FleetTask;
import dev.codecsmith.cluster.workflow.JobSteps;
import dev.codecsmith.cluster.workflow.JobWorkflow;
import dev.codecsmith.lab.job.Answer;
import dev.codecsmith.lab.job.Fault;
import dev.codecsmith.lab.job.Heartbeats;
import dev.codecsmith.lab.job.Job;
import dev.codecsmith.lab.local.EvaluationSteps;
import dev.codecsmith.lab.steps.Course;
import dev.codecsmith.lab.steps.CurveTask;
import dev.codecsmith.lab.steps.PointResult;
import dev.codecsmith.lab.steps.PointTask;
import dev.codecsmith.lab.steps.PreparedResult;
import dev.codecsmith.lab.steps.RoundTasks;
import dev.codecsmith.lab.steps.StoredCurve;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.json.Json;
import io.temporal.activity.Activity;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does steps for the server. */
final class StepActivities implements JobSteps {
  private static final Logger LOG = LoggerFactory.getLogger(StepActivities.class);

  private final EvaluationSteps steps;
  private final ArtifactStore artifacts;

  StepActivities(EvaluationSteps steps, ArtifactStore artifacts) {
    this.steps = steps;
    this.artifacts = artifacts;
  }

  /** A step. */
  @FunctionalInterface
  private interface Work<T> {
    T done() throws InfrastructureException, InterruptedException;
  }

  private static <T> T done(FleetTask task, Work<T> work) {
    try (LifeSigns signs = new LifeSigns(task.pace().silence())) {
      try {
        return work.done();
      } catch (InfrastructureException e) {
        throw failure(Fault.of(e), task);
      } catch (InterruptedException e) {
        signs.requireWanted();
        throw ApplicationFailure.newFailureWithCause(
            "The worker stops; another does the step.", "stopped", e);
      } catch (RuntimeException e) {
        // A bug would fail as often as it is tried.
        LOG.error("a step of {} failed", task.job().attempt(), e);
        throw ApplicationFailure.newNonRetryableFailureWithCause(
            "A step failed: " + e,
            JobWorkflow.MACHINE,
            e,
            new Fault("A step of " + task.job().attempt() + " failed: " + e, false));
      }
    }
  }

  private static ApplicationFailure failure(Fault fault, FleetTask task) {
    boolean last = Activity.getExecutionContext().getInfo().getAttempt() >= task.pace().attempts();
    return fault.lasting() || last
        ? ApplicationFailure.newNonRetryableFailure(fault.message(), JobWorkflow.MACHINE, fault)
        : ApplicationFailure.newFailure(fault.message(), JobWorkflow.MACHINE, fault);
  }

  private static Job.Evaluate evaluation(FleetTask task) {
    return (Job.Evaluate) task.job();
  }

  @Override
  public List<CurveTask> curves(FleetTask task) {
    return done(task, () -> steps.curves((Job.Anchors) task.job()));
  }

  @Override
  public StoredCurve curve(FleetTask task, CurveTask curve) {
    return done(task, () -> steps.curve((Job.Anchors) task.job(), curve));
  }

  @Override
  public Answer trial(FleetTask task) {
    return done(task, () -> steps.trial((Job.Trial) task.job()));
  }

  @Override
  public PreparedResult prepare(FleetTask task) {
    return done(task, () -> steps.prepare(evaluation(task), Heartbeats.none()));
  }

  @Override
  public RoundTasks round(FleetTask task, int number, List<RatePoint> points) {
    return done(task, () -> steps.round(evaluation(task), number, points));
  }

  @Override
  public PointResult point(FleetTask task, PointTask point) {
    return done(task, () -> steps.point(evaluation(task), point));
  }

  @Override
  public String conclude(FleetTask task, Course course) {
    return done(
        task,
        () -> {
          Answer answer = steps.conclude(evaluation(task), course, Heartbeats.none());
          try {
            return artifacts.put(Json.mapper().writerFor(Answer.class).writeValueAsBytes(answer));
          } catch (StoreException e) {
            throw InfrastructureException.of(e);
          }
        });
  }
}
