package dev.codecsmith.lab.local;

import dev.codecsmith.lab.CandidateFault;
import dev.codecsmith.lab.WorkFolder;
import dev.codecsmith.lab.anchors.Anchor;
import dev.codecsmith.lab.evaluation.Devices;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.job.Answer;
import dev.codecsmith.lab.job.ClipCurve;
import dev.codecsmith.lab.job.Evaluator;
import dev.codecsmith.lab.job.Heartbeat;
import dev.codecsmith.lab.job.Heartbeats;
import dev.codecsmith.lab.job.Job;
import dev.codecsmith.lab.job.MeasuredPoint;
import dev.codecsmith.lab.local.PreparedProgram.Preparation;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.run.LiveRuns;
import dev.codecsmith.video.clips.Clip;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Does jobs in this process. A program goes from left to right: build, smoke, encode every rate
 * point, decode every bitstream in a fresh sandbox while its frames stream into the metrics, then
 * compare with the anchors. Where the campaign has a cascade, short clips are measured first.
 *
 * <p>A phase ends before the next begins; within one, runs go side by side as far as the slots
 * allow. The fault that is reported does not depend on which of them ended first.
 */
public final class LocalEvaluator implements Evaluator {
  private final String worker;
  private final EvaluatorParts parts;
  private final JobReader jobs;
  private final PreparedPrograms prepared;

  /**
   * @param worker what answers name this evaluator
   * @param parts what it works with
   */
  public LocalEvaluator(String worker, EvaluatorParts parts) {
    this(worker, parts, new PreparedPrograms());
  }

  /**
   * @param prepared where trials leave what they built
   */
  LocalEvaluator(String worker, EvaluatorParts parts, PreparedPrograms prepared) {
    this.worker = worker;
    this.parts = parts;
    this.jobs = new JobReader(worker, parts);
    this.prepared = prepared;
  }

  @Override
  public <A extends Answer> A run(Job<A> job, Heartbeats heartbeats)
      throws InfrastructureException, InterruptedException {
    try {
      Answer answer =
          switch (job) {
            case Job.Anchors anchors -> anchors(anchors, heartbeats);
            case Job.Trial trial ->
                new Answer.Trial(
                    worker,
                    trial(jobs.preparation(trial, trial.program())).map(CandidateFault::failure));
            case Job.Evaluate evaluation -> evaluate(evaluation, heartbeats);
          };
      return job.answer().cast(answer);
    } catch (InfrastructureException fault) {
      throw JobReader.faultUnlessStopped(fault);
    }
  }

  private Answer.Anchors anchors(Job.Anchors job, Heartbeats heartbeats)
      throws InfrastructureException, InterruptedException {
    EvaluationSettings settings = jobs.settings(job);
    Devices.check(settings.devices());
    List<ClipCurve> known = jobs.curves(job.known());
    try (WorkFolder folder = WorkFolder.create(parts.workDirectory())) {
      Listed curves =
          new Listed(
              new AnchorCurves(
                  worker, parts.anchors(), job.origin(), known, settings.objective().moreMetrics()),
              heartbeats,
              curvesOf(settings));
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
  private static final class Listed {
    private final AnchorCurves curves;
    private final Heartbeats heartbeats;
    private final int total;
    private final List<ClipCurve> all = new ArrayList<>();

    Listed(AnchorCurves curves, Heartbeats heartbeats, int total) throws InfrastructureException {
      this.curves = curves;
      this.heartbeats = heartbeats;
      this.total = total;
      heartbeats.hear(new Heartbeat.AnchorsDone(0, total));
    }

    void add(Anchor anchor, Clip whole, Clip coded)
        throws InfrastructureException, InterruptedException {
      AnchorCurves.Found found = curves.find(anchor, whole, coded);
      all.add(found.curve());
      if (found.measured()) {
        heartbeats.hear(new Heartbeat.CurveMeasured(curves.worker(), found.curve()));
      }
      heartbeats.hear(new Heartbeat.AnchorsDone(all.size(), total));
    }
  }

  /** Builds the program and codes the smoke frames with it; the program's fault, if it has one. */
  Optional<CandidateFault> trial(Preparation asked)
      throws InfrastructureException, InterruptedException {
    if (prepared.renew(asked.conditions())) {
      return Optional.empty();
    }
    jobs.check(asked);
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
    jobs.fetch(job, heartbeats);
    Preparation asked = jobs.preparation(job, job.program());
    jobs.check(asked);
    JobCurves curves = jobs.usableCurves(job);
    List<MeasuredPoint> known = jobs.points(job.known());
    Optional<PreparedProgram> tried = prepared.take(asked.conditions());
    try (PreparedProgram program =
        tried.isPresent() ? tried.get().continuedBy(asked) : PreparedProgram.of(parts, asked)) {
      ProgramEvaluation evaluation =
          new ProgramEvaluation(worker, asked.settings(), curves, program, heartbeats);
      return new Answer.Evaluated(
          worker, evaluation.run(known, new ProgramEvaluation.Bars(job.hurdle(), jobs.rival(job))));
    }
  }
}
