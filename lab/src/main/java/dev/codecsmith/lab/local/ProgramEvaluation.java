package dev.codecsmith.lab.local;

import dev.codecsmith.lab.CandidateFault;
import dev.codecsmith.lab.anchors.Anchor;
import dev.codecsmith.lab.anchors.AnchorCurve;
import dev.codecsmith.lab.evaluation.Cascade;
import dev.codecsmith.lab.evaluation.Evaluation;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.evaluation.Qualities;
import dev.codecsmith.lab.job.ClipCurve;
import dev.codecsmith.lab.job.Heartbeat;
import dev.codecsmith.lab.job.Heartbeats;
import dev.codecsmith.lab.job.MeasuredPoint;
import dev.codecsmith.lab.measure.ComparedFigure;
import dev.codecsmith.lab.points.EvaluationNotes;
import dev.codecsmith.lab.points.PointRuns;
import dev.codecsmith.lab.points.PointRuns.Plan;
import dev.codecsmith.lab.points.PointRuns.Stage;
import dev.codecsmith.lab.scoring.QualityChooser;
import dev.codecsmith.lab.scoring.Scoring;
import dev.codecsmith.lab.scoring.ShortScore;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.run.LiveRuns;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.Failure;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.json.Json;
import dev.codecsmith.video.clips.Clip;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** One evaluation of one program, from its build to its score. */
final class ProgramEvaluation {
  private final String worker;
  private final EvaluationSettings settings;
  private final List<ClipCurve> curves;
  private final List<MeasuredPoint> known;
  private final OptionalDouble hurdle;
  private final PreparedProgram program;
  private final Heartbeats heartbeats;
  private final EvaluationNotes notes;
  private final List<RatePoint> points = new ArrayList<>();
  private OptionalDouble shortScore = OptionalDouble.empty();

  /**
   * @param curves of every anchor on every clip, and of the main one on the cascade's short clips
   * @param known points that may stand for new ones
   * @param hurdle what the short score is held against
   */
  ProgramEvaluation(
      String worker,
      EvaluationSettings settings,
      List<ClipCurve> curves,
      List<MeasuredPoint> known,
      OptionalDouble hurdle,
      PreparedProgram program,
      Heartbeats heartbeats) {
    this.worker = worker;
    this.settings = settings;
    this.curves = curves;
    this.known = known;
    this.hurdle = hurdle;
    this.program = program;
    this.heartbeats = heartbeats;
    this.notes = program.notes();
  }

  Evaluation run() throws InfrastructureException, InterruptedException {
    Optional<Scoring> scoring = Optional.empty();
    Optional<Failure> failure = Optional.empty();
    try {
      prepareAndScreen();
      PointRuns runs = program.points(known, heartbeats);
      switch (settings.qualities()) {
        case Qualities.Fixed fixed ->
            runs.measure(Stage.FULL, PointRuns.plans(settings.clips(), fixed.values()), points);
        case Qualities.Auto _ -> measureOverTheBand(runs);
      }
      scoring = Optional.of(score());
      failure = scoring.get().failure();
    } catch (CandidateFault fault) {
      // What looks like the program's fault may be that we stop its processes.
      LiveRuns.stopIfEnding(program.attempt());
      failure = Optional.of(fault.failure());
    }
    program.requireUnchanged();
    points.sort(Scoring.order(settings.clips()));
    phase(ExperimentStatus.PUBLISHING, 0, 1);
    failure.ifPresent(fault -> notes.line(fault.message()));
    Map<String, String> roles = notes.finish();
    phase(ExperimentStatus.PUBLISHING, 1, 1);
    return new Evaluation(
        new Evaluation.Executed(
            worker, program.programSha256(), program.size().total(), program.size().names()),
        points,
        scoring.map(Scoring::comparisons).orElse(Map.of()),
        failure.isPresent() ? Optional.empty() : scoring.flatMap(Scoring::score),
        shortScore,
        failure,
        roles);
  }

  /** Short clips that cost no more than the smoke frames come before them. */
  private void prepareAndScreen()
      throws CandidateFault, InfrastructureException, InterruptedException {
    program.build(heartbeats);
    boolean screeningFirst =
        settings.cascade().filter(cascade -> SmokeGate.isNoLessThan(cascade, settings)).isPresent();
    if (!screeningFirst) {
      program.smoke(heartbeats);
    }
    if (settings.cascade().isPresent()) {
      program.screen(settings.cascade().get(), known, heartbeats);
      drop(settings.cascade().get());
    }
    if (screeningFirst) {
      program.smoke(heartbeats);
    }
  }

  /** Ends the evaluation of a program that is far behind on the short clips. */
  private void drop(Cascade cascade) throws CandidateFault, InfrastructureException {
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
      onHeads.add(curve(settings.mainAnchor(), settings.searchClips().get(i), heads.get(i)));
    }
    shortScore = ShortScore.of(heads, onHeads, program.shortPoints());
    if (shortScore.isPresent() && hurdle.isPresent()) {
      if (shortScore.getAsDouble() > hurdle.getAsDouble() + cascade.margin()) {
        throw new CandidateFault(
            FailureKind.DOMINATED,
            ExperimentStatus.SCREENING,
            cascade.sentence(
                shortScore.getAsDouble(), hurdle.getAsDouble(), settings.mainAnchor()));
      }
    }
  }

  private void measureOverTheBand(PointRuns runs)
      throws CandidateFault, InfrastructureException, InterruptedException {
    runs.measure(Stage.FULL, PointRuns.plans(settings.clips(), QualityChooser.FIRST), points);
    for (int round = 0; round < QualityChooser.ROUNDS; round++) {
      List<Plan> more = new ArrayList<>();
      for (Clip clip : settings.clips()) {
        QualityChooser.next(
                Scoring.pointsOf(clip, points),
                curve(settings.mainAnchor(), clip, clip)
                    .band(ComparedFigure.PSNR_YUV)
                    .orElseThrow())
            .forEach(quality -> more.add(new Plan(clip, quality)));
      }
      if (more.isEmpty()) {
        break;
      }
      runs.measure(Stage.FULL, more, points);
    }
  }

  private Scoring score() throws InfrastructureException {
    int total = settings.anchors().size() * settings.clips().size();
    phase(ExperimentStatus.MEASURING, 0, total);
    List<AnchorCurve> all = new ArrayList<>();
    for (Anchor anchor : settings.anchors()) {
      for (Clip clip : settings.clips()) {
        all.add(curve(anchor, clip, clip));
      }
    }
    points.sort(Scoring.order(settings.clips()));
    Scoring scoring = Scoring.of(settings, all, points);
    phase(ExperimentStatus.MEASURING, total, total);
    return scoring;
  }

  private AnchorCurve curve(Anchor anchor, Clip whole, Clip coded) throws InfrastructureException {
    return curves.stream()
        .filter(curve -> curve.isOf(anchor, whole.sha256(), coded.frames()))
        .findFirst()
        .map(found -> found.curve().named(coded.name()))
        .orElseThrow(() ->
            InfrastructureException.lasting(
                "The job "
                    + program.attempt()
                    + " lacks the curve of "
                    + anchor.name()
                    + " on "
                    + coded.name()
                    + "; whoever sends it must have the anchors measured first."));
  }

  private void phase(ExperimentStatus phase, int done, int total) throws InfrastructureException {
    heartbeats.hear(new Heartbeat.Phase(phase, done, total));
  }
}
