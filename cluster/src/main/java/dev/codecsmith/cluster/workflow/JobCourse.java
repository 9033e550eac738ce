package dev.codecsmith.cluster.workflow;

import dev.codecsmith.lab.job.Fault;
import dev.codecsmith.lab.job.Heartbeat;
import dev.codecsmith.lab.job.Job;
import dev.codecsmith.lab.steps.CurveTask;
import dev.codecsmith.lab.steps.StoredCurve;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The course of a job. It is run again from its history wherever a worker takes it over, so it
 * reads no clock, no file and nothing random: all that is left to its steps.
 */
public final class JobCourse implements JobWorkflow {
  /** A step is bounded by what it runs, which has limits of its own; this is for what has none. */
  private static final Duration LONGEST_STEP = Duration.ofHours(24);

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final List<News> news = new ArrayList<>();

  @Override
  public List<News> news(int from) {
    return List.copyOf(news.subList(Math.min(from, news.size()), news.size()));
  }

  @Override
  public FleetResult run(FleetTask task) {
    JobSteps steps = Workflow.newActivityStub(JobSteps.class, options(task));
    try {
      return switch (task.job()) {
        case Job.Anchors _ -> new FleetResult.Curves(curves(task, steps), news);
        case Job.Trial _ -> new FleetResult.Told(steps.trial(task), news);
        case Job.Evaluate _ ->
            new FleetResult.Stored(
                new EvaluationCourse(task, steps, each -> news.add(News.of(each))).run(), news);
      };
    } catch (ActivityFailure failure) {
      throw ended(failure);
    }
  }

  private static ActivityOptions options(FleetTask task) {
    return ActivityOptions.newBuilder()
        .setTaskQueue(task.queue())
        .setHeartbeatTimeout(task.pace().silence())
        .setStartToCloseTimeout(LONGEST_STEP)
        .setRetryOptions(
            RetryOptions.newBuilder()
                .setInitialInterval(task.pace().pause())
                .setMaximumInterval(LONGEST_PAUSE)
                .build())
        .build();
  }

  private List<StoredCurve> curves(FleetTask task, JobSteps steps) {
    List<CurveTask> tasks = steps.curves(task);
    tell(new Heartbeat.AnchorsDone(0, tasks.size()));
    StepBatches batches = new StepBatches(task);
    List<Promise<StoredCurve>> underWay = new ArrayList<>();
    for (CurveTask each : tasks) {
      batches.next();
      underWay.add(Async.function(steps::curve, task, each));
    }
    List<StoredCurve> curves = new ArrayList<>();
    for (Promise<StoredCurve> each : underWay) {
      StoredCurve curve = each.get();
      curves.add(curve);
      if (curve.measured()) {
        news.add(News.of(curve));
      }
      tell(new Heartbeat.AnchorsDone(curves.size(), tasks.size()));
    }
    return curves;
  }

  private void tell(Heartbeat heartbeat) {
    news.add(News.of(heartbeat));
  }

  /** How the job ends where a step did, with all that was told until then. */
  private RuntimeException ended(ActivityFailure failure) {
    return switch (failure.getCause()) {
      case CanceledFailure cancelled -> cancelled;
      case ApplicationFailure fault when fault.getType().equals(MACHINE) ->
          ended(fault.getDetails().get(Fault.class));
      case null, default ->
          ended(new Fault("A step of the job ended otherwise: " + failure.getMessage(), false));
    };
  }

  private RuntimeException ended(Fault fault) {
    return ApplicationFailure.newNonRetryableFailure(
        fault.message(), MACHINE, fault, news.toArray(News[]::new));
  }
}
