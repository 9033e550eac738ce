package dev.codecsmith.lab.local;

import dev.codecsmith.lab.CandidateFault;
import dev.codecsmith.lab.WorkFolder;
import dev.codecsmith.lab.anchors.Anchor;
import dev.codecsmith.lab.evaluation.Cascade;
import dev.codecsmith.lab.evaluation.Devices;
import dev.codecsmith.lab.evaluation.Evaluation;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.job.Answer;
import dev.codecsmith.lab.job.ClipReference;
import dev.codecsmith.lab.job.Heartbeat;
import dev.codecsmith.lab.job.Heartbeats;
import dev.codecsmith.lab.job.Job;
import dev.codecsmith.lab.job.MeasuredPoint;
import dev.codecsmith.lab.local.PreparedProgram.Preparation;
import dev.codecsmith.lab.local.SharedBuilds.Use;
import dev.codecsmith.lab.measure.ClipHead;
import dev.codecsmith.lab.points.EvaluationNotes;
import dev.codecsmith.lab.points.PointPlanning;
import dev.codecsmith.lab.points.PointPlanning.Run;
import dev.codecsmith.lab.points.PointRuns.Plan;
import dev.codecsmith.lab.points.PointRuns.Stage;
import dev.codecsmith.lab.steps.Course;
import dev.codecsmith.lab.steps.CurveTask;
import dev.codecsmith.lab.steps.PointResult;
import dev.codecsmith.lab.steps.PointTask;
import dev.codecsmith.lab.steps.PreparedResult;
import dev.codecsmith.lab.steps.RoundTasks;
import dev.codecsmith.lab.steps.StoredCurve;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.run.LiveRuns;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.Failure;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.json.Json;
import dev.codecsmith.store.race.Race;
import dev.codecsmith.video.clips.Clip;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The steps of jobs, each of which may be done by another worker: they have nothing in common but
 * the job, what the steps before gave, and an artifact store. A step fetches only the clips that it
 * needs. One after the other they come to what {@link LocalEvaluator} comes to, by the same code.
 *
 * <p>Each may be done twice, and the second time gives the same. Safe for all threads.
 */
public final class EvaluationSteps {
  private final String worker;
  private final EvaluatorParts parts;
  private final JobReader jobs;
  private final PreparedPrograms tried = new PreparedPrograms();
  private final SharedBuilds builds = new SharedBuilds();
  private final LocalEvaluator trials;

  /**
   * @param worker what results name
   * @param parts what it works with
   */
  public EvaluationSteps(String worker, EvaluatorParts parts) {
    this.worker = worker;
    this.parts = parts;
    this.jobs = new JobReader(worker, parts);
    this.trials = new LocalEvaluator(worker, parts, tried);
  }

  /** One of them. */
  @FunctionalInterface
  private interface Step<T> {
    T take() throws InfrastructureException, InterruptedException;
  }

  private static <T> T unlessStopped(Step<T> step)
      throws InfrastructureException, InterruptedException {
    try {
      return step.take();
    } catch (InfrastructureException fault) {
      throw JobReader.faultUnlessStopped(fault);
    }
  }

  /** Which curves a job asks for, in the order in which its answer has them. */
  public List<CurveTask> curves(Job.Anchors job)
      throws InfrastructureException, InterruptedException {
    return unlessStopped(() -> {
      EvaluationSettings settings = jobs.settings(job, Set.of());
      Devices.check(settings.devices());
      List<CurveTask> tasks = new ArrayList<>();
      for (Anchor anchor : settings.anchors()) {
        for (Clip clip : settings.clips()) {
          tasks.add(new CurveTask(anchor, clip.sha256(), clip.frames()));
        }
      }
      Optional<Cascade> cascade = settings.cascade().filter(each -> each.saves(settings));
      if (cascade.isPresent()) {
        for (Clip clip : settings.searchClips()) {
          tasks.add(
              new CurveTask(
                  settings.mainAnchor(),
                  clip.sha256(),
                  Math.min(clip.frames(), cascade.get().frames())));
        }
      }
      return tasks;
    });
  }

  /** One of them, measured unless it is known. */
  public StoredCurve curve(Job.Anchors job, CurveTask task)
      throws InfrastructureException, InterruptedException {
    return unlessStopped(() -> {
      Clip clip = clip(jobs.settings(job, Set.of(task.clipSha256())), task.clipSha256());
      AnchorCurves curves =
          new AnchorCurves(
              worker,
              parts.anchors(),
              job.origin(),
              jobs.curves(job.known()),
              job.settings().options().objective().moreMetrics());
      try (WorkFolder folder = WorkFolder.create(parts.workDirectory())) {
        AnchorCurves.Found found =
            curves.find(task.anchor(), clip, ClipHead.of(clip, task.frames(), folder));
        return new StoredCurve(worker, stored(found.curve()), found.measured());
      }
    });
  }

  /** Builds a program and codes the smoke frames with it. */
  public Answer.Trial trial(Job.Trial job) throws InfrastructureException, InterruptedException {
    return unlessStopped(() ->
        new Answer.Trial(
            worker,
            trials
                .trial(jobs.preparation(job, job.program(), begun(job)))
                .map(CandidateFault::failure)));
  }

  /**
   * Fetches the first clips, builds a program, lets it through the smoke gate and past the
   * cascade's short clips.
   */
  public PreparedResult prepare(Job.Evaluate job, Heartbeats heartbeats)
      throws InfrastructureException, InterruptedException {
    List<Heartbeat> told = new ArrayList<>();
    Heartbeats telling =
        heartbeat -> {
          synchronized (told) {
            told.add(heartbeat);
          }
          heartbeats.hear(heartbeat);
        };
    return unlessStopped(() -> {
      jobs.fetch(job, begun(job), telling);
      Preparation asked = jobs.preparation(job, job.program(), begun(job));
      jobs.check(asked);
      JobCurves curves = jobs.usableCurves(job);
      requireAll(asked.settings(), curves);
      Optional<PreparedProgram> before = tried.take(asked.conditions());
      PreparedProgram program =
          before.isPresent() ? before.get().continuedBy(asked) : PreparedProgram.of(parts, asked);
      boolean passed = false;
      try {
        ProgramEvaluation evaluation =
            new ProgramEvaluation(worker, asked.settings(), curves, program, telling);
        Optional<Failure> failure =
            evaluation.prepare(
                jobs.points(job.known()),
                new ProgramEvaluation.Bars(job.hurdle(), jobs.rival(job)));
        program.requireUnchanged();
        PreparedResult result =
            new PreparedResult(
                evaluation.executed(),
                evaluation.shortScore(),
                evaluation.race(),
                failure,
                program.notes().finish(),
                told,
                program.pace());
        passed = failure.isEmpty();
        return result;
      } finally {
        if (passed) {
          builds.keep(key(job), program);
        } else {
          program.close();
        }
      }
    });
  }

  /** A job that lacks a curve ends before anything is measured for it. */
  private static void requireAll(EvaluationSettings settings, JobCurves curves)
      throws InfrastructureException {
    for (Anchor anchor : settings.anchors()) {
      for (Clip clip : settings.clips()) {
        var _ = curves.of(anchor, clip, clip);
      }
    }
  }

  /**
   * What is to be measured in a round, of which the first is 0, after what the others gave.
   *
   * @param decoderBytes compressed size of the built program
   */
  public RoundTasks round(Job.Evaluate job, int number, List<RatePoint> points, long decoderBytes)
      throws InfrastructureException, InterruptedException {
    return unlessStopped(() -> {
      Preparation asked = jobs.preparation(job, job.program(), Set.of());
      JobCurves curves = jobs.usableCurves(job);
      Optional<Referee> referee = referee(job, asked.settings(), curves, decoderBytes);
      MeasurementPlan plan = new MeasurementPlan(asked.settings(), curves, referee.isPresent());
      if (number == 1 && referee.isPresent()) {
        try {
          referee
              .get()
              .leave(
                  referee.get().atFirstQualities(Optional.empty(), plan.first(points)),
                  ExperimentStatus.ENCODING);
        } catch (CandidateFault fault) {
          return new RoundTasks(List.of(), List.of(), Map.of(), Optional.of(fault.failure()));
        }
      }
      List<Plan> plans = plan.round(number, points);
      try (PreparedProgram program = PreparedProgram.of(parts, asked)) {
        PointPlanning.Round round =
            program.planning(jobs.points(job.known())).round(Stage.FULL, plans);
        return new RoundTasks(
            round.remembered(),
            round.runs().stream().map(EvaluationSteps::task).toList(),
            program.notes().finish(),
            Optional.empty());
      } catch (CandidateFault fault) {
        throw otherwise(job, fault.failure());
      }
    });
  }

  private Optional<Referee> referee(
      Job.Evaluate job, EvaluationSettings settings, JobCurves curves, long decoderBytes)
      throws InfrastructureException {
    return Referee.of(
        settings, curves, jobs.rival(job).map(ProgramEvaluation.Raced::rival), decoderBytes);
  }

  private static PointTask task(Run run) {
    return new PointTask(
        run.plan().clip().sha256(),
        run.plan().quality(),
        run.video(),
        run.twice(),
        Optional.empty());
  }

  /** Measures a rate point, with the program that is built here, or built now. */
  public PointResult point(Job.Evaluate job, PointTask task, Heartbeats heartbeats)
      throws InfrastructureException, InterruptedException {
    return unlessStopped(() -> {
      jobs.fetch(job, Set.of(task.clipSha256()), heartbeats);
      Preparation asked = jobs.preparation(job, job.program(), Set.of(task.clipSha256()));
      jobs.check(asked);
      try (WorkFolder folder = WorkFolder.create(parts.workDirectory());
          Use use = builds.use(key(job), () -> built(job, asked, heartbeats))) {
        use.program().expect(task.pace());
        Plan plan = new Plan(clip(asked.settings(), task.clipSha256()), task.quality());
        Run run = new Run(plan, task.video(), task.twice());
        PointResult result = measured(job, use.program(), folder, run, heartbeats);
        try {
          use.program().requireUnchanged();
        } catch (InfrastructureException e) {
          use.drop();
          throw e;
        }
        return result;
      }
    });
  }

  private PointResult measured(
      Job.Evaluate job, PreparedProgram program, WorkFolder folder, Run run, Heartbeats heartbeats)
      throws InfrastructureException, InterruptedException {
    EvaluationNotes notes = new EvaluationNotes(parts.artifacts());
    try {
      MeasuredPoint point =
          program.points(List.of(), folder, notes, heartbeats).measure(Stage.FULL, run);
      return new PointResult(worker, Optional.of(point), Optional.empty(), notes.finish());
    } catch (CandidateFault fault) {
      LiveRuns.stopIfEnding(job.attempt());
      return new PointResult(
          worker, Optional.empty(), Optional.of(fault.failure()), notes.finish());
    }
  }

  private PreparedProgram built(Job.Evaluate job, Preparation asked, Heartbeats heartbeats)
      throws InfrastructureException, InterruptedException {
    PreparedProgram program = PreparedProgram.of(parts, asked);
    boolean built = false;
    try {
      program.build(heartbeats);
      built = true;
      return program;
    } catch (CandidateFault fault) {
      LiveRuns.stopIfEnding(job.attempt());
      throw otherwise(job, fault.failure());
    } finally {
      if (!built) {
        program.close();
      }
    }
  }

  /** What one worker builds all must build: they are not alike. */
  private InfrastructureException otherwise(Job.Evaluate job, Failure failure) {
    return new InfrastructureException(
        "The worker "
            + worker
            + " does not build the program of "
            + job.attempt()
            + ", which another worker built; give all workers the same languages and tools: "
            + failure.message());
  }

  /** The answer, when all points are measured or the program failed. */
  public Answer.Evaluated conclude(Job.Evaluate job, Course course, Heartbeats heartbeats)
      throws InfrastructureException, InterruptedException {
    return unlessStopped(() -> {
      EvaluationNotes notes = new EvaluationNotes(parts.artifacts());
      notes.follow(course.prepared().artifacts());
      for (Map<String, String> step : course.artifacts()) {
        notes.follow(step);
      }
      Evaluation.Executed executed = course.prepared().executed();
      EvaluationSettings settings = jobs.settings(job, Set.of());
      JobCurves curves = jobs.usableCurves(job);
      Evaluation evaluation =
          new Conclusion(settings, curves, notes, heartbeats)
              .of(
                  new Conclusion.Begun(
                      executed,
                      course.prepared().shortScore(),
                      race(job, settings, curves, course),
                      Optional.empty()),
                  course.points(),
                  course.failure());
      return new Answer.Evaluated(executed.worker(), evaluation);
    });
  }

  /** With the look at the first round, which the step that took it did not keep. */
  private Optional<Race> race(
      Job.Evaluate job, EvaluationSettings settings, JobCurves curves, Course course)
      throws InfrastructureException {
    Optional<Race> before = course.prepared().race();
    Optional<Referee> referee =
        referee(job, settings, curves, course.prepared().executed().decoderBytes());
    MeasurementPlan plan = new MeasurementPlan(settings, curves, referee.isPresent());
    return referee.isPresent() && before.filter(Race::left).isEmpty() && !course.points().isEmpty()
        ? referee.get().atFirstQualities(before, plan.first(course.points()))
        : before;
  }

  private static SharedBuilds.Key key(Job.Evaluate job) {
    return new SharedBuilds.Key(job.program().sha256(), job.settings());
  }

  private static Clip clip(EvaluationSettings settings, String sha256)
      throws InfrastructureException {
    return settings.clips().stream()
        .filter(clip -> clip.sha256().equals(sha256))
        .findFirst()
        .orElseThrow(() ->
            InfrastructureException.lasting("The job does not name the clip " + sha256 + "."));
  }

  /** The clips that an evaluation's beginning needs. */
  private static Set<String> begun(Job<?> job) {
    return job.settings().searchClips().stream()
        .limit(job.settings().options().cascade().isPresent() ? Long.MAX_VALUE : 1)
        .map(ClipReference::sha256)
        .collect(Collectors.toSet());
  }

  private String stored(Object value) throws InfrastructureException {
    try {
      return parts.artifacts().put(Json.mapper().writeValueAsBytes(value));
    } catch (StoreException e) {
      throw InfrastructureException.of(e);
    }
  }
}
