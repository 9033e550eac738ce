package dev.codecsmith.lab.local;

import dev.codecsmith.lab.CandidateFault;
import dev.codecsmith.lab.anchors.AnchorCurve;
import dev.codecsmith.lab.evaluation.Cascade;
import dev.codecsmith.lab.evaluation.Evaluation;
import dev.codecsmith.lab.evaluation.EvaluationRequest;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.job.Heartbeats;
import dev.codecsmith.lab.job.MeasuredPoint;
import dev.codecsmith.lab.points.EvaluationNotes;
import dev.codecsmith.lab.points.PointRuns;
import dev.codecsmith.lab.points.PointRuns.Plan;
import dev.codecsmith.lab.points.PointRuns.Stage;
import dev.codecsmith.lab.race.Rival;
import dev.codecsmith.lab.scoring.ShortScore;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.run.LiveRuns;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.Failure;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.json.Json;
import dev.codecsmith.store.race.Race;
import dev.codecsmith.video.clips.Clip;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One evaluation of one program, from its build to its score. Its steps are as well done one by
 * one, each by another worker ({@link EvaluationSteps}).
 */
final class ProgramEvaluation {
  private final String worker;
  private final EvaluationSettings settings;
  private final JobCurves curves;
  private final PreparedProgram program;
  private final Heartbeats heartbeats;
  private final EvaluationNotes notes;
  private OptionalDouble shortScore = OptionalDouble.empty();
  private Optional<Race> race = Optional.empty();

  /**
   * @param curves that the job came with
   */
  ProgramEvaluation(
      String worker,
      EvaluationSettings settings,
      JobCurves curves,
      PreparedProgram program,
      Heartbeats heartbeats) {
    this.worker = worker;
    this.settings = settings;
    this.curves = curves;
    this.program = program;
    this.heartbeats = heartbeats;
    this.notes = program.notes();
  }

  /**
   * A rival.
   *
   * @param artifact that holds it
   */
  record Raced(Rival rival, String artifact) {}

  /**
   * What a program is held against.
   *
   * @param hurdle for its short score
   * @param rival for its points
   */
  record Bars(OptionalDouble hurdle, Optional<Raced> rival) {}

  /**
   * All steps.
   *
   * @param known points that may stand for new ones
   */
  Evaluation run(List<MeasuredPoint> known, Bars bars)
      throws InfrastructureException, InterruptedException {
    List<RatePoint> points = new ArrayList<>();
    Optional<Failure> failure = prepare(known, bars);
    if (failure.isEmpty()) {
      failure = failing(() -> measure(known, bars, points));
    }
    program.requireUnchanged();
    return new Conclusion(settings, curves, notes, heartbeats)
        .of(
            new Conclusion.Begun(executed(), shortScore, race, Optional.of(program.runTime())),
            points,
            failure);
  }

  /** What was built and run, as far as it came to that. */
  Evaluation.Executed executed() {
    return new Evaluation.Executed(
        worker, program.programSha256(), program.size().total(), program.size().names());
  }

  /** What the cascade's short clips gave, where there are any. */
  OptionalDouble shortScore() {
    return shortScore;
  }

  /** How it did beside its rival, as far as was seen. */
  Optional<Race> race() {
    return race;
  }

  /** A step in which the program may fail. */
  @FunctionalInterface
  private interface Step {
    void take() throws CandidateFault, InfrastructureException, InterruptedException;
  }

  private Optional<Failure> failing(Step step)
      throws InfrastructureException, InterruptedException {
    try {
      step.take();
      return Optional.empty();
    } catch (CandidateFault fault) {
      // What looks like the program's fault may be that we stop its processes.
      LiveRuns.stopIfEnding(program.attempt());
      return Optional.of(fault.failure());
    }
  }

  /** Builds the program, lets it through the smoke gate and past the short clips; or its fault. */
  Optional<Failure> prepare(List<MeasuredPoint> known, Bars bars)
      throws InfrastructureException, InterruptedException {
    return failing(() -> prepareAndScreen(known, bars));
  }

  /** Short clips that cost no more than the smoke frames come before them. */
  private void prepareAndScreen(List<MeasuredPoint> known, Bars bars)
      throws CandidateFault, InfrastructureException, InterruptedException {
    program.build(heartbeats);
    boolean screeningFirst =
        settings.cascade().filter(cascade -> SmokeGate.isNoLessThan(cascade, settings)).isPresent();
    if (!screeningFirst) {
      program.smoke(heartbeats);
    }
    if (settings.cascade().isPresent()) {
      program.screen(settings.cascade().get(), known, heartbeats);
      drop(settings.cascade().get(), bars.hurdle());
      look(bars.rival());
    }
    if (screeningFirst) {
      program.smoke(heartbeats);
    }
  }

  /** Ends the evaluation of a program that is far behind on the short clips. */
  private void drop(Cascade cascade, OptionalDouble hurdle)
      throws CandidateFault, InfrastructureException {
    List<Clip> heads = program.shortClips();
    if (heads.isEmpty()) {
      return;
    }
    notes.role("short-points", notes.put(Json.write(program.shortPoints())));
    for (RatePoint point : program.shortPoints()) {
      notes.role("short-frames/" + point.clip() + "/" + point.quality(), point.framesSha256());
    }
    List<AnchorCurve> onHeads = new ArrayList<>();
    for (int i = 0; i < heads.size(); i++) {
      onHeads.add(curves.of(settings.mainAnchor(), settings.searchClips().get(i), heads.get(i)));
    }
    shortScore =
        ShortScore.of(
            settings.objective(), heads, onHeads, program.shortPoints(), program.size().total());
    if (hurdle.isPresent() && hurdle.getAsDouble() <= EvaluationRequest.NOTHING_PASSES) {
      throw new CandidateFault(
          FailureKind.DOMINATED,
          ExperimentStatus.SCREENING,
          "Only the first frames of each clip were to be measured.");
    }
    if (shortScore.isPresent() && hurdle.isPresent()) {
      if (shortScore.getAsDouble() > hurdle.getAsDouble() + cascade.margin()) {
        throw new CandidateFault(
            FailureKind.DOMINATED,
            ExperimentStatus.SCREENING,
            cascade.sentence(
                shortScore.getAsDouble(),
                hurdle.getAsDouble(),
                settings.mainAnchor(),
                settings.objective()));
      }
    }
  }

  private void look(Optional<Raced> rival) throws CandidateFault, InfrastructureException {
    Optional<Referee> referee = referee(rival);
    if (referee.isPresent()) {
      notes.role(Rival.ROLE, rival.orElseThrow().artifact());
      race = referee.get().atFirstFrames(program.shortClips(), program.shortPoints());
      referee.get().leave(race, ExperimentStatus.SCREENING);
    }
  }

  private Optional<Referee> referee(Optional<Raced> rival) {
    return Referee.of(settings, curves, rival.map(Raced::rival), program.size().total());
  }

  private void measure(List<MeasuredPoint> known, Bars bars, List<RatePoint> points)
      throws CandidateFault, InfrastructureException, InterruptedException {
    PointRuns runs = program.points(known, heartbeats);
    Optional<Referee> referee = referee(bars.rival());
    MeasurementPlan plan = new MeasurementPlan(settings, curves, referee.isPresent());
    int round = 0;
    List<Plan> next = plan.round(round, points);
    while (!next.isEmpty()) {
      runs.measure(Stage.FULL, next, points);
      if (round == 0 && referee.isPresent()) {
        race = referee.get().atFirstQualities(race, plan.first(points));
        referee.get().leave(race, ExperimentStatus.ENCODING);
      }
      round++;
      next = plan.round(round, points);
    }
  }
}
