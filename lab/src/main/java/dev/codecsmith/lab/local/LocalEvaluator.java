package dev.codecsmith.lab.local;

import dev.codecsmith.lab.CandidateFault;
import dev.codecsmith.lab.WorkFolder;
import dev.codecsmith.lab.anchors.Anchor;
import dev.codecsmith.lab.anchors.AnchorCurve;
import dev.codecsmith.lab.anchors.CurveOrigin;
import dev.codecsmith.lab.evaluation.Devices;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.job.Answer;
import dev.codecsmith.lab.job.ClipCurve;
import dev.codecsmith.lab.job.Evaluator;
import dev.codecsmith.lab.job.Heartbeat;
import dev.codecsmith.lab.job.Heartbeats;
import dev.codecsmith.lab.job.Job;
import dev.codecsmith.lab.job.MeasuredPoint;
import dev.codecsmith.lab.job.ProgramReference;
import dev.codecsmith.lab.local.PreparedProgram.Preparation;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.run.LiveRuns;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.json.Json;
import dev.codecsmith.video.clips.Clip;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.core.JacksonException;

/**
 * Does jobs in this process. A program goes from left to right: build, smoke, encode every rate
 * point, decode every bitstream in a fresh sandbox while its frames stream into the metrics, then
 * compare with the anchors. Where the campaign has a cascade, short clips are measured first.
 *
 * <p>A phase ends before the next begins; within one, runs go side by side as far as the slots
 * allow. The fault that is reported does not depend on which of them ended first.
 */
public final class LocalEvaluator implements Evaluator {
  private static final int CURVES_KEPT = 16;

  private final String worker;
  private final EvaluatorParts parts;
  private final PreparedPrograms prepared = new PreparedPrograms();

  /** The curves in an artifact, by its hash; a few, since campaigns come one after the other. */
  private final Map<String, List<ClipCurve>> curves = new ConcurrentHashMap<>();

  /**
   * @param worker what answers name this evaluator
   * @param parts what it works with
   */
  public LocalEvaluator(String worker, EvaluatorParts parts) {
    this.worker = worker;
    this.parts = parts;
  }

  @Override
  public <A extends Answer> A run(Job<A> job, Heartbeats heartbeats)
      throws InfrastructureException, InterruptedException {
    try {
      Answer answer =
          switch (job) {
            case Job.Anchors anchors -> anchors(anchors, heartbeats);
            case Job.Trial trial ->
                new Answer.Trial(worker, trial(trial).map(CandidateFault::failure));
            case Job.Evaluate evaluation -> evaluate(evaluation, heartbeats);
          };
      return job.answer().cast(answer);
    } catch (InfrastructureException fault) {
      throw faultUnlessStopped(fault);
    }
  }

  /**
   * The fault, unless it is that a file was closed under an interrupted thread, or that a run was
   * stopped as this process ends: then nothing has failed, and nobody shall try again here.
   */
  private static InfrastructureException faultUnlessStopped(InfrastructureException fault)
      throws InterruptedException {
    if (!Thread.interrupted() && !LiveRuns.areEnding()) {
      return fault;
    }
    InterruptedException stopped = new InterruptedException(fault.getMessage());
    stopped.initCause(fault);
    throw stopped;
  }

  private Answer.Anchors anchors(Job.Anchors job, Heartbeats heartbeats)
      throws InfrastructureException, InterruptedException {
    EvaluationSettings settings = settings(job);
    Devices.check(settings.devices());
    List<ClipCurve> known = List.of(listed(job.known(), ClipCurve[].class));
    try (WorkFolder folder = WorkFolder.create(parts.workDirectory())) {
      AnchorCurves curves = new AnchorCurves(job.origin(), known, heartbeats, curvesOf(settings));
      for (Anchor anchor : settings.anchors()) {
        for (Clip clip : settings.clips()) {
          curves.add(anchor, clip, clip);
        }
      }
      if (settings.cascade().isPresent()) {
        List<Clip> heads = ShortClips.of(settings.cascade().get(), settings, folder);
        for (int i = 0; i < heads.size(); i++) {
          curves.add(settings.mainAnchor(), settings.searchClips().get(i), heads.get(i));
        }
      }
      return new Answer.Anchors(worker, curves.all);
    }
  }

  private static int curvesOf(EvaluationSettings settings) {
    int full = settings.anchors().size() * settings.clips().size();
    return settings.cascade().filter(cascade -> cascade.saves(settings)).isPresent()
        ? full + settings.searchClips().size()
        : full;
  }

  /** The curves of one job, as they become known. */
  private final class AnchorCurves {
    private final CurveOrigin origin;
    private final List<ClipCurve> known;
    private final Heartbeats heartbeats;
    private final int total;
    private final List<ClipCurve> all = new ArrayList<>();

    AnchorCurves(CurveOrigin origin, List<ClipCurve> known, Heartbeats heartbeats, int total)
        throws InfrastructureException {
      this.origin = origin;
      this.known = known;
      this.heartbeats = heartbeats;
      this.total = total;
      heartbeats.hear(new Heartbeat.AnchorsDone(0, total));
    }

    /** Adds the curve on the clip, or on its first frames, measured now unless it is known. */
    void add(Anchor anchor, Clip whole, Clip coded)
        throws InfrastructureException, InterruptedException {
      Optional<ClipCurve> before =
          known.stream()
              .filter(curve -> curve.isOf(anchor, whole.sha256(), coded.frames()))
              .filter(curve -> curve.origin().equals(origin))
              .findFirst();
      if (before.isPresent()) {
        all.add(
            new ClipCurve(
                whole.sha256(), coded.frames(), before.get().curve().named(coded.name()), origin));
      } else {
        CurveOrigins.requireSame(worker, parts.anchors().origin(), origin);
        AnchorCurve measured = parts.anchors().measure(anchor, coded);
        ClipCurve curve = new ClipCurve(whole.sha256(), coded.frames(), measured, origin);
        all.add(curve);
        heartbeats.hear(new Heartbeat.CurveMeasured(worker, curve));
      }
      heartbeats.hear(new Heartbeat.AnchorsDone(all.size(), total));
    }
  }

  /** Builds the program and codes the smoke frames with it; the program's fault, if it has one. */
  private Optional<CandidateFault> trial(Job.Trial job)
      throws InfrastructureException, InterruptedException {
    Preparation asked = preparation(job, job.program());
    if (prepared.renew(asked.conditions())) {
      return Optional.empty();
    }
    check(asked);
    PreparedProgram program = PreparedProgram.of(parts, asked);
    boolean passed = false;
    try {
      program.build(Heartbeats.none());
      program.smoke(Heartbeats.none());
      passed = true;
    } catch (CandidateFault fault) {
      LiveRuns.stopIfEnding(asked.attempt());
      return Optional.of(fault);
    } finally {
      if (!passed) {
        program.close();
      }
    }
    prepared.keep(program);
    return Optional.empty();
  }

  private Answer.Evaluated evaluate(Job.Evaluate job, Heartbeats heartbeats)
      throws InfrastructureException, InterruptedException {
    Preparation asked = preparation(job, job.program());
    check(asked);
    List<ClipCurve> curves = curves(job.curves());
    CurveOrigins.requireUsable(worker, curves);
    List<MeasuredPoint> known = List.of(listed(job.known(), MeasuredPoint[].class));
    Optional<PreparedProgram> tried = prepared.take(asked.conditions());
    try (PreparedProgram program =
        tried.isPresent() ? tried.get().continuedBy(asked) : PreparedProgram.of(parts, asked)) {
      ProgramEvaluation evaluation =
          new ProgramEvaluation(
              worker, asked.settings(), curves, known, job.hurdle(), program, heartbeats);
      return new Answer.Evaluated(worker, evaluation.run());
    }
  }

  private Preparation preparation(Job<?> job, ProgramReference program)
      throws InfrastructureException {
    try {
      return new Preparation(job.attempt(), program.read(parts.artifacts()), settings(job));
    } catch (StoreException e) {
      throw InfrastructureException.of(e);
    }
  }

  /** The job's settings, with clips of which each is what the job says of it. */
  private EvaluationSettings settings(Job<?> job) throws InfrastructureException {
    try {
      return job.settings().with(parts.clips());
    } catch (IllegalArgumentException e) {
      throw InfrastructureException.lasting(
          "The job " + job.attempt() + " asks for what cannot be: " + e.getMessage(), e);
    }
  }

  /** Also before what a trial began is gone on with: that may have been a while ago. */
  private void check(Preparation asked) throws InfrastructureException {
    FreeSpace.check(parts.workDirectory(), asked.settings());
    Devices.check(asked.settings().devices());
  }

  /** All jobs of a campaign name the same curves. */
  private List<ClipCurve> curves(String artifact) throws InfrastructureException {
    List<ClipCurve> known = curves.get(artifact);
    if (known == null) {
      known = List.of(listed(artifact, ClipCurve[].class));
      if (curves.size() >= CURVES_KEPT) {
        curves.clear();
      }
      curves.put(artifact, known);
    }
    return known;
  }

  /** The list in an artifact; empty where none is named. */
  private <T> T listed(String artifact, Class<T> type) throws InfrastructureException {
    try {
      return artifact.isEmpty()
          ? Json.read("[]", type)
          : Json.mapper().readValue(parts.artifacts().read(artifact), type);
    } catch (StoreException e) {
      throw InfrastructureException.of(e);
    } catch (JacksonException e) {
      throw InfrastructureException.lasting(
          "The artifact " + artifact + " of a job cannot be read: " + e.getOriginalMessage(), e);
    }
  }
}
