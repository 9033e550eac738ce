package dev.codecsmith.cluster.worker;

import dev.codecsmith.cluster.server.TemporalServer;
import dev.codecsmith.cluster.workflow.FleetTask;
import dev.codecsmith.cluster.workflow.JobSteps;
import dev.codecsmith.cluster.workflow.JobWorkflow;
import dev.codecsmith.cluster.workflow.StepSign;
import dev.codecsmith.cluster.workflow.StoredAnswer;
import dev.codecsmith.cluster.workflow.TaskQueues;
import dev.codecsmith.lab.job.Answer;
import dev.codecsmith.lab.job.Fault;
import dev.codecsmith.lab.job.Heartbeat;
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
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.Failure;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.json.Json;
import io.temporal.activity.Activity;
import io.temporal.client.ActivityCompletionException;
import io.temporal.failure.ApplicationFailure;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does steps for the server. */
final class StepActivities implements JobSteps {
  private static final Logger LOG = LoggerFactory.getLogger(StepActivities.class);
  private static final String STOPPED = "stopped";

  private final TemporalServer server;
  private final StepPlace place;
  private final EvaluationSteps steps;
  private final LostSteps lost;
  private final AtomicInteger running = new AtomicInteger();

  /** Tells this process from one that a worker of that name was before. */
  private final String process;

  /**
   * @param queues of the fleet whose steps it does
   */
  StepActivities(TemporalServer server, TaskQueues queues, StepPlace place) {
    this.server = server;
    this.place = place;
    this.steps = place.steps();
    this.lost = new LostSteps(place.worker(), new OtherLosses(server, queues));
    this.process =
        place.worker() + "/" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
  }

  int running() {
    return running.get();
  }

  /** A step. */
  @FunctionalInterface
  private interface Work<T> {
    T done(Heartbeats heartbeats) throws InfrastructureException, InterruptedException;
  }

  private <T> T done(FleetTask task, Work<T> work) {
    return done(task, ExperimentStatus.BUILDING, _ -> Optional.empty(), work);
  }

  /**
   * Does a step that runs a program.
   *
   * @param first the phase that it begins with
   * @param givenUp what comes of it where the program is not run any more
   */
  private <T> T done(
      FleetTask task,
      ExperimentStatus first,
      Function<Failure, Optional<T>> givenUp,
      Work<T> work) {
    StepFaults faults = new StepFaults(task, place.version(), process);
    requireSharedStore(task, faults);
    requireGranted(task, faults);
    running.incrementAndGet();
    Optional<StepSign> before = Activity.getExecutionContext().getHeartbeatDetails(StepSign.class);
    StepSign sign = StepSign.first(before, place.version(), process);
    try (LifeSigns signs = new LifeSigns(server, task.pace().silence(), sign);
        StepPlace.Held _ = place.hold().hold(task.job())) {
      Optional<T> vain =
          lost.failure(
                  sign, before.flatMap(StepSign::phase).map(Heartbeat.Phase::phase).orElse(first))
              .flatMap(givenUp);
      return vain.isPresent() ? vain.get() : run(task, signs, sign, work);
    } catch (InfrastructureException e) {
      throw faults.failure(Fault.of(e));
    } catch (Error e) {
      // One that the server does not know to count would be tried for ever. Another worker may have
      // more memory, or all of its classes.
      LOG.error("a step of {} failed", task.job().attempt(), e);
      throw faults.failure(new Fault("A step of " + task.job().attempt() + " failed: " + e, false));
    } finally {
      running.decrementAndGet();
    }
  }

  private <T> T run(FleetTask task, LifeSigns signs, StepSign sign, Work<T> work)
      throws InfrastructureException {
    try (LostSteps.Running _ = lost.run(sign)) {
      signs.run(process);
      return work.done(signs::tell);
    } catch (InterruptedException e) {
      signs.requireWanted();
      signs.leave();
      throw ApplicationFailure.newFailureWithCause(
          "The worker stops; another does the step.", STOPPED, e);
    } catch (ActivityCompletionException e) {
      throw e;
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

  /** Who has another store would find nothing of what the job names, and say so less clearly. */
  private void requireSharedStore(FleetTask task, StepFaults faults) {
    if (!task.artifacts().equals(place.shared())) {
      throw faults.misplaced(
          "The worker "
              + place.worker()
              + " shares the artifacts of "
              + place.shared()
              + ", and the campaign's are in "
              + task.artifacts()
              + ": start workers and campaigns of one fleet with the same bucket in --store.");
    }
  }

  /** Anchors are coded by no program of a campaign. */
  private void requireGranted(FleetTask task, StepFaults faults) {
    if (task.job() instanceof Job.Anchors) {
      return;
    }
    Optional<String> refusal = place.devices().refusal(task.job(), "The worker " + place.worker());
    if (refusal.isPresent()) {
      throw faults.givenBack(place.worker(), refusal.get());
    }
  }

  private static Job.Evaluate evaluation(FleetTask task) {
    return (Job.Evaluate) task.job();
  }

  @Override
  public List<CurveTask> curves(FleetTask task) {
    return done(task, _ -> steps.curves((Job.Anchors) task.job()));
  }

  @Override
  public StoredCurve curve(FleetTask task, CurveTask curve) {
    return done(task, _ -> steps.curve((Job.Anchors) task.job(), curve));
  }

  @Override
  public Answer trial(FleetTask task) {
    return done(
        task,
        ExperimentStatus.BUILDING,
        failure -> Optional.of(new Answer.Trial(place.worker(), Optional.of(failure))),
        _ -> steps.trial((Job.Trial) task.job()));
  }

  @Override
  public PreparedResult prepare(FleetTask task) {
    return done(
        task,
        ExperimentStatus.BUILDING,
        failure ->
            Optional.of(
                PreparedResult.givenUp(
                    place.worker(), evaluation(task).program().sha256(), failure)),
        heartbeats -> steps.prepare(evaluation(task), heartbeats));
  }

  @Override
  public RoundTasks round(FleetTask task, int number, List<RatePoint> points, long decoderBytes) {
    return done(task, _ -> steps.round(evaluation(task), number, points, decoderBytes));
  }

  @Override
  public PointResult point(FleetTask task, PointTask point) {
    return done(
        task,
        ExperimentStatus.ENCODING,
        failure -> Optional.of(PointResult.givenUp(place.worker(), failure)),
        heartbeats -> steps.point(evaluation(task), point, heartbeats));
  }

  @Override
  public StoredAnswer conclude(FleetTask task, Course course) {
    return done(
        task,
        heartbeats -> {
          Answer.Evaluated answer = steps.conclude(evaluation(task), course, heartbeats);
          try {
            return StoredAnswer.of(
                place
                    .artifacts()
                    .put(Json.mapper().writerFor(Answer.class).writeValueAsBytes(answer)),
                answer.evaluation());
          } catch (StoreException e) {
            throw InfrastructureException.of(e);
          }
        });
  }
}
