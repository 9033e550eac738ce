package dev.codecsmith.cluster.workflow;

import static dev.codecsmith.cluster.workflow.SearchAttributes.SCORE;
import static dev.codecsmith.cluster.workflow.SearchAttributes.STATUS;

import dev.codecsmith.lab.evaluation.Qualities;
import dev.codecsmith.lab.job.Heartbeat;
import dev.codecsmith.lab.job.Job;
import dev.codecsmith.lab.points.PointRuns;
import dev.codecsmith.lab.steps.Course;
import dev.codecsmith.lab.steps.PointResult;
import dev.codecsmith.lab.steps.PointTask;
import dev.codecsmith.lab.steps.PreparedResult;
import dev.codecsmith.lab.steps.RoundTasks;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.Failure;
import dev.codecsmith.store.RatePoint;
import io.temporal.common.SearchAttributeUpdate;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The course of one evaluation: build, smoke test and short clips on one worker, then every rate
 * point on whichever is free, then the score.
 */
final class EvaluationCourse {
  private final FleetTask task;
  private final JobSteps steps;
  private final Consumer<Heartbeat> told;
  private final List<RatePoint> points = new ArrayList<>();
  private final List<Map<String, String>> artifacts = new ArrayList<>();

  EvaluationCourse(FleetTask task, JobSteps steps, Consumer<Heartbeat> told) {
    this.task = task;
    this.steps = steps;
    this.told = told;
  }

  /** The artifact with the answer. */
  String run() {
    found(STATUS.valueSet(word(ExperimentStatus.BUILDING)));
    PreparedResult prepared = steps.prepare(task);
    prepared.heartbeats().forEach(told);
    Optional<Failure> failure = prepared.failure();
    if (failure.isEmpty()) {
      found(STATUS.valueSet(word(ExperimentStatus.ENCODING)));
      failure = measure(prepared);
    }
    int curves = task.job().settings().anchors().size() * task.job().settings().clips().size();
    if (failure.isEmpty()) {
      tell(ExperimentStatus.MEASURING, 0, curves);
    }
    StoredAnswer answer = steps.conclude(task, new Course(prepared, points, failure, artifacts));
    if (failure.isEmpty()) {
      tell(ExperimentStatus.MEASURING, curves, curves);
    }
    tell(ExperimentStatus.PUBLISHING, 0, 1);
    tell(ExperimentStatus.PUBLISHING, 1, 1);
    found(STATUS.valueSet(word(answer.status())));
    answer.score().filter(Double::isFinite).ifPresent(score -> found(SCORE.valueSet(score)));
    return answer.artifact();
  }

  /** Lets it be found at the server by this. */
  private void found(SearchAttributeUpdate<?> attribute) {
    if (task.searchable()) {
      Workflow.upsertTypedSearchAttributes(attribute);
    }
  }

  private static String word(ExperimentStatus status) {
    return status.name().toLowerCase(Locale.ROOT);
  }

  private Optional<Failure> measure(PreparedResult prepared) {
    boolean severalRounds =
        Qualities.parse(task.job().settings().qualities()) instanceof Qualities.Auto
            || (task.job() instanceof Job.Evaluate job && job.rival().isPresent());
    int number = 0;
    while (number == 0 || severalRounds) {
      RoundTasks round = steps.round(task, number, points, prepared.executed().decoderBytes());
      if (round.left().isPresent()) {
        return round.left();
      }
      if (round.remembered().isEmpty() && round.tasks().isEmpty()) {
        break;
      }
      points.addAll(round.remembered());
      artifacts.add(round.artifacts());
      Optional<Failure> failure =
          measure(round.tasks().stream().map(each -> each.at(prepared.pace())).toList());
      if (failure.isPresent()) {
        return failure;
      }
      number++;
    }
    return Optional.empty();
  }

  /**
   * Measures points side by side. The fault that counts does not depend on which of them ended
   * first: it is that of the first point in order that could not be encoded, or else of the first
   * that could not be decoded, as where all are encoded before the first is decoded. One that takes
   * too long leaves the others to be measured.
   */
  private Optional<Failure> measure(List<PointTask> tasks) {
    int total = tasks.size();
    tell(ExperimentStatus.ENCODING, 0, total);
    int[] done = {0};
    List<Promise<PointResult>> underWay = new ArrayList<>();
    StepBatches batches = new StepBatches(task);
    CancellationScope scope =
        Workflow.newCancellationScope(() -> {
          for (PointTask each : tasks) {
            batches.next();
            underWay.add(
                Async.function(steps::point, task, each)
                    .thenApply(result -> {
                      result
                          .point()
                          .ifPresent(point -> told.accept(new Heartbeat.PointMeasured(point)));
                      done[0]++;
                      tell(ExperimentStatus.ENCODING, done[0], total);
                      return result;
                    }));
          }
        });
    scope.run();
    try {
      List<PointResult> results = new ArrayList<>();
      Optional<Failure> unencoded = Optional.empty();
      Optional<Failure> undecoded = Optional.empty();
      for (Promise<PointResult> each : underWay) {
        PointResult result = each.get();
        Optional<Failure> failure = result.failure();
        if (failure.isPresent() && failure.get().phase() == ExperimentStatus.ENCODING) {
          if (unencoded.isPresent() || !PointRuns.leavesOthers(failure.get())) {
            artifacts.add(result.artifacts());
            return unencoded.or(() -> failure);
          }
          unencoded = failure;
        } else {
          undecoded = undecoded.or(() -> failure);
        }
        results.add(result);
      }
      for (PointResult result : results) {
        artifacts.add(result.artifacts());
        result.point().ifPresent(point -> points.add(point.point()));
      }
      for (int decoded = 0; decoded <= total; decoded++) {
        tell(ExperimentStatus.DECODING, decoded, total);
      }
      Optional<Failure> first = undecoded;
      return unencoded.or(() -> first);
    } finally {
      scope.cancel();
    }
  }

  private void tell(ExperimentStatus phase, int done, int total) {
    told.accept(new Heartbeat.Phase(phase, done, total));
  }
}
