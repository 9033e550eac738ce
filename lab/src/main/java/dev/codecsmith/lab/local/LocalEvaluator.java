package dev.codecsmith.lab.local;

import dev.codecsmith.lab.CandidateFault;
import dev.codecsmith.lab.RunSlots;
import dev.codecsmith.lab.WorkFolder;
import dev.codecsmith.lab.anchors.Anchor;
import dev.codecsmith.lab.anchors.AnchorBench;
import dev.codecsmith.lab.anchors.AnchorCurve;
import dev.codecsmith.lab.evaluation.Cascade;
import dev.codecsmith.lab.evaluation.Devices;
import dev.codecsmith.lab.evaluation.Evaluation;
import dev.codecsmith.lab.evaluation.EvaluationListener;
import dev.codecsmith.lab.evaluation.EvaluationRequest;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.evaluation.Evaluator;
import dev.codecsmith.lab.evaluation.Qualities;
import dev.codecsmith.lab.local.Opening.Conditions;
import dev.codecsmith.lab.measure.ComparedFigure;
import dev.codecsmith.lab.points.EvaluationNotes;
import dev.codecsmith.lab.points.PointRuns;
import dev.codecsmith.lab.points.PointRuns.Plan;
import dev.codecsmith.lab.points.PointRuns.Stage;
import dev.codecsmith.lab.scoring.QualityChooser;
import dev.codecsmith.lab.scoring.Scoring;
import dev.codecsmith.lab.scoring.ShortScore;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.Sandbox;
import dev.codecsmith.sandbox.languages.Toolchains;
import dev.codecsmith.sandbox.run.LiveRuns;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.ExperimentStore;
import dev.codecsmith.store.Failure;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.json.Json;
import dev.codecsmith.video.clips.Clip;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Evaluates a program in this process, from left to right: build, smoke, encode every rate point,
 * decode every bitstream in a fresh sandbox while its frames stream into the metrics, then compare
 * with the anchors. Where the campaign has a {@link Cascade}, short clips are measured first.
 *
 * <p>A phase ends before the next begins; within one, runs go side by side as far as the slots
 * allow. The fault that is reported does not depend on which of them ended first.
 */
public final class LocalEvaluator implements Evaluator {
  private final EvaluatorParts parts;
  private final Openings openings = new Openings();

  /**
   * @param sandbox where programs run
   * @param toolchains the languages known here
   * @param artifacts where bitstreams, logs and per-frame metrics go
   * @param anchors measures, and remembers, what programs are compared with
   * @param slots shared by all evaluations of this process
   * @param workDirectory scratch space, cleared by its owner in the end: evaluations leave nothing
   *     there, the newest trials their built programs
   */
  public LocalEvaluator(
      Sandbox sandbox,
      Toolchains toolchains,
      ArtifactStore artifacts,
      AnchorBench anchors,
      RunSlots slots,
      Path workDirectory) {
    this(
        new EvaluatorParts(
            sandbox, toolchains, artifacts, anchors, slots, workDirectory, Optional.empty()));
  }

  private LocalEvaluator(EvaluatorParts parts) {
    this.parts = parts;
  }

  /**
   * An evaluator like this one with a memory for rate points, which requests that allow it draw
   * upon (see {@link EvaluationRequest#reuse}).
   *
   * @param store where points are remembered, whose artifacts are this evaluator's
   */
  public LocalEvaluator remembering(ExperimentStore store) {
    return new LocalEvaluator(
        new EvaluatorParts(
            parts.sandbox(),
            parts.toolchains(),
            parts.artifacts(),
            parts.anchors(),
            parts.slots(),
            parts.workDirectory(),
            Optional.of(store)));
  }

  @Override
  public void prepare(EvaluationSettings settings, PreparationListener listener)
      throws InfrastructureException, InterruptedException {
    Devices.check(settings.devices());
    for (Clip clip : settings.clips()) {
      try {
        clip.verify();
      } catch (IOException e) {
        throw InfrastructureException.of(e);
      }
    }
    try (WorkFolder folder = WorkFolder.create(parts.workDirectory())) {
      List<Clip> shortClips =
          settings.cascade().isPresent()
              ? settings.cascade().get().shortClips(settings, folder)
              : List.of();
      int total = settings.anchors().size() * settings.clips().size() + shortClips.size();
      int done = 0;
      listener.anchors(done, total);
      for (Anchor anchor : settings.anchors()) {
        for (Clip clip : settings.clips()) {
          parts.anchors().curve(anchor, clip).checkBand();
          listener.anchors(++done, total);
        }
      }
      for (Clip clip : shortClips) {
        parts.anchors().curve(settings.mainAnchor(), clip);
        listener.anchors(++done, total);
      }
    }
  }

  @Override
  public Evaluation evaluate(EvaluationRequest request, EvaluationListener listener)
      throws InfrastructureException, InterruptedException {
    check(request);
    Optional<Opening> tried = openings.take(Conditions.of(request));
    try (Opening opening = tried.isPresent() ? tried.get() : Opening.of(parts, request)) {
      return new Run(request, listener, opening).evaluate();
    }
  }

  /** Also before what a trial began is gone on with: that may have been a while ago. */
  private void check(EvaluationRequest request) throws InfrastructureException {
    FreeSpace.check(parts.workDirectory(), request.settings());
    Devices.check(request.settings().devices());
  }

  /**
   * Builds the program and codes the smoke frames with it. An {@link #evaluate evaluation} of the
   * same program that is asked for in the same way goes on from there, if it comes soon.
   *
   * @return the program's fault; empty if it builds and runs
   */
  public Optional<Failure> trial(EvaluationRequest request)
      throws InfrastructureException, InterruptedException {
    if (openings.renew(Conditions.of(request))) {
      return Optional.empty();
    }
    check(request);
    Opening opening = Opening.of(parts, request);
    boolean passed = false;
    try {
      opening.build(EvaluationListener.none());
      opening.smoke(EvaluationListener.none());
      passed = true;
    } catch (CandidateFault fault) {
      stopIfEnding(request);
      return Optional.of(fault.failure());
    } finally {
      if (!passed) {
        opening.close();
      }
    }
    openings.keep(opening);
    return Optional.empty();
  }

  /** What looks like the program's fault may be that we stop its processes. */
  private static void stopIfEnding(EvaluationRequest request) throws InfrastructureException {
    if (LiveRuns.areEnding()) {
      throw new InfrastructureException(
          request.experimentId() + " was stopped because Codecsmith is ending.");
    }
  }

  /** The state of one evaluation. */
  private final class Run {
    private final EvaluationRequest request;
    private final EvaluationSettings settings;
    private final EvaluationListener listener;
    private final Opening opening;
    private final EvaluationNotes notes;
    private final List<RatePoint> points = new ArrayList<>();
    private OptionalDouble shortScore = OptionalDouble.empty();

    Run(EvaluationRequest request, EvaluationListener listener, Opening opening) {
      this.request = request;
      this.settings = request.settings();
      this.listener = listener;
      this.opening = opening;
      this.notes = opening.notes();
    }

    Evaluation evaluate() throws InfrastructureException, InterruptedException {
      Optional<Scoring> scorecard = Optional.empty();
      Optional<Failure> failure = Optional.empty();
      try {
        opening.build(listener);
        boolean screeningFirst =
            settings
                .cascade()
                .filter(cascade -> SmokeGate.isNoLessThan(cascade, settings))
                .isPresent();
        if (!screeningFirst) {
          opening.smoke(listener);
        }
        if (settings.cascade().isPresent()) {
          opening.screen(settings.cascade().get(), listener);
          drop(settings.cascade().get());
        }
        if (screeningFirst) {
          opening.smoke(listener);
        }
        PointRuns runs = opening.points(listener);
        switch (settings.qualities()) {
          case Qualities.Fixed fixed ->
              runs.measure(Stage.FULL, PointRuns.plans(settings.clips(), fixed.values()), points);
          case Qualities.Auto _ -> measureOverTheBand(runs);
        }
        scorecard = Optional.of(score());
        failure = scorecard.get().failure();
      } catch (CandidateFault fault) {
        stopIfEnding(request);
        failure = Optional.of(fault.failure());
      }
      opening.requireUnchanged();
      points.sort(Scoring.order(settings.clips()));
      listener.phase(ExperimentStatus.PUBLISHING, 0, 1);
      failure.ifPresent(f -> notes.line(f.message()));
      Map<String, String> roles = notes.finish();
      listener.phase(ExperimentStatus.PUBLISHING, 1, 1);
      return new Evaluation(
          opening.programSha256(),
          opening.size().total(),
          points,
          scorecard.map(Scoring::comparisons).orElse(Map.of()),
          failure.isPresent() ? Optional.empty() : scorecard.flatMap(Scoring::score),
          failure,
          roles,
          shortScore,
          opening.size().names());
    }

    /** Ends the evaluation of a program that is far behind on the short clips. */
    private void drop(Cascade cascade)
        throws CandidateFault, InfrastructureException, InterruptedException {
      List<Clip> clips = opening.shortClips();
      if (clips.isEmpty()) {
        return;
      }
      notes.role("short-points", notes.put(Json.write(opening.shortPoints())));
      List<AnchorCurve> curves = new ArrayList<>();
      for (Clip clip : clips) {
        curves.add(parts.anchors().curve(settings.mainAnchor(), clip));
      }
      shortScore = ShortScore.of(clips, curves, opening.shortPoints());
      if (shortScore.isPresent() && request.hurdle().isPresent()) {
        double hurdle = request.hurdle().getAsDouble();
        if (shortScore.getAsDouble() > hurdle + cascade.margin()) {
          throw new CandidateFault(
              FailureKind.DOMINATED,
              ExperimentStatus.SCREENING,
              cascade.sentence(shortScore.getAsDouble(), hurdle, settings.mainAnchor()));
        }
      }
    }

    private void measureOverTheBand(PointRuns runs)
        throws CandidateFault, InfrastructureException, InterruptedException {
      runs.measure(Stage.FULL, PointRuns.plans(settings.clips(), QualityChooser.FIRST), points);
      for (int round = 0; round < QualityChooser.ROUNDS; round++) {
        List<Plan> more = new ArrayList<>();
        for (Clip clip : settings.clips()) {
          List<RatePoint> known = Scoring.pointsOf(clip, points);
          QualityChooser.next(
                  known,
                  parts
                      .anchors()
                      .curve(settings.mainAnchor(), clip)
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

    private Scoring score() throws InfrastructureException, InterruptedException {
      int curves = settings.anchors().size() * settings.clips().size();
      listener.phase(ExperimentStatus.MEASURING, 0, curves);
      List<AnchorCurve> measured = new ArrayList<>();
      for (Anchor anchor : settings.anchors()) {
        for (Clip clip : settings.clips()) {
          measured.add(parts.anchors().curve(anchor, clip));
          listener.phase(ExperimentStatus.MEASURING, measured.size(), curves);
        }
      }
      points.sort(Scoring.order(settings.clips()));
      return Scoring.of(settings, measured, points);
    }
  }
}
