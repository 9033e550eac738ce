package dev.codecsmith.lab.dispatch;

import dev.codecsmith.lab.anchors.Anchor;
import dev.codecsmith.lab.anchors.AnchorCurve;
import dev.codecsmith.lab.evaluation.CodingLimits;
import dev.codecsmith.lab.evaluation.Evaluation;
import dev.codecsmith.lab.evaluation.EvaluationListener;
import dev.codecsmith.lab.evaluation.EvaluationRequest;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.evaluation.EvaluationSettings.Extras;
import dev.codecsmith.lab.evaluation.Evaluations;
import dev.codecsmith.lab.evaluation.Qualities;
import dev.codecsmith.lab.job.Answer;
import dev.codecsmith.lab.job.ClipCurve;
import dev.codecsmith.lab.job.Evaluator;
import dev.codecsmith.lab.job.Heartbeat;
import dev.codecsmith.lab.job.Job;
import dev.codecsmith.lab.job.JobLostException;
import dev.codecsmith.lab.job.JobSettings;
import dev.codecsmith.lab.job.MeasuredPoint;
import dev.codecsmith.lab.job.ProgramReference;
import dev.codecsmith.lab.objective.Objective;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.Failure;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.json.Json;
import dev.codecsmith.video.clips.Clip;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes jobs of what a campaign asks for and has an {@link Evaluator} do them. What took long,
 * curves of anchors and rate points, goes into the experiment store as soon as it is measured, and
 * with the next job as known.
 */
public final class JobEvaluations implements Evaluations {
  private static final Logger log = LoggerFactory.getLogger(JobEvaluations.class);

  private final Evaluator evaluator;
  private final ArtifactStore artifacts;
  private final ExperimentStore store;
  private final AnchorMemory anchors;
  private final ClipPublisher clips;
  private final boolean attaching;
  private final Map<JobSettings, String> curves = new ConcurrentHashMap<>();
  private final LostJobs lost = new LostJobs();

  /** Sees to it that an evaluator can find a clip by its hash. */
  @FunctionalInterface
  public interface ClipPublisher {
    void publish(Clip clip) throws InfrastructureException;
  }

  /**
   * @param evaluator does the jobs
   * @param artifacts where it takes from and leaves, as far as this process sees it
   * @param anchors the curves measured before
   * @param store where rate points are remembered
   * @param clips lets the evaluator find clips
   */
  public JobEvaluations(
      Evaluator evaluator,
      ArtifactStore artifacts,
      AnchorMemory anchors,
      ExperimentStore store,
      ClipPublisher clips) {
    this(evaluator, artifacts, anchors, store, clips, false);
  }

  private JobEvaluations(
      Evaluator evaluator,
      ArtifactStore artifacts,
      AnchorMemory anchors,
      ExperimentStore store,
      ClipPublisher clips,
      boolean attaching) {
    this.evaluator = evaluator;
    this.artifacts = artifacts;
    this.anchors = anchors;
    this.store = store;
    this.clips = clips;
    this.attaching = attaching;
  }

  /**
   * The same for an evaluator that knows jobs by their attempts, and does none twice: requests that
   * have a name are attempts of that name, in each process that makes them. Anchors are asked for
   * anew each time: what was measured of them is known, and the artifacts of an old answer may be
   * gone.
   */
  public JobEvaluations attaching() {
    return new JobEvaluations(evaluator, artifacts, anchors, store, clips, true);
  }

  @Override
  public void prepare(EvaluationSettings settings, PreparationListener listener)
      throws InfrastructureException, InterruptedException {
    curves.remove(JobSettings.of(settings));
    String _ = curvesOf(settings, listener);
  }

  @Override
  public void awaitReady() throws InterruptedException {
    evaluator.awaitReady();
  }

  /** The anchor on the clip, measured now if it never was. */
  public AnchorCurve curve(Anchor anchor, Clip clip)
      throws InfrastructureException, InterruptedException {
    return curve(anchor, clip, Objective.DEFAULT);
  }

  /** The same with the figures that an objective needs. */
  public AnchorCurve curve(Anchor anchor, Clip clip, Objective objective)
      throws InfrastructureException, InterruptedException {
    try {
      Optional<AnchorCurve> known =
          anchors.find(anchor, clip, clip.frames(), objective.moreMetrics());
      if (known.isPresent()) {
        return known.get();
      }
      EvaluationSettings settings =
          new EvaluationSettings(
              List.of(clip),
              List.of(),
              Qualities.DEFAULT,
              List.of(anchor),
              CodingLimits.defaults(),
              Extras.NONE.changed().objective(objective).build());
      String _ = curvesOf(settings, (done, total) -> {});
      return anchors.find(anchor, clip, clip.frames(), objective.moreMetrics()).orElseThrow();
    } catch (StoreException e) {
      throw InfrastructureException.of(e);
    }
  }

  /** The anchor on the first frames of the clip, if an evaluation had it measured. */
  public Optional<AnchorCurve> knownCurve(Anchor anchor, Clip clip, int frames, Objective objective)
      throws InfrastructureException {
    try {
      return anchors.find(anchor, clip, frames, objective.moreMetrics());
    } catch (StoreException e) {
      throw InfrastructureException.of(e);
    }
  }

  /** The artifact with the curves of all anchors, which are measured now if they never were. */
  private String curvesOf(EvaluationSettings settings, PreparationListener listener)
      throws InfrastructureException, InterruptedException {
    // No program has a part in it, so whatever loses it is none's doing.
    while (true) {
      try {
        return curvesOnce(settings, listener);
      } catch (JobLostException e) {
        log.warn("a job is done anew: {}", e.getMessage());
        evaluator.awaitReady();
      }
    }
  }

  private String curvesOnce(EvaluationSettings settings, PreparationListener listener)
      throws InfrastructureException, InterruptedException {
    JobSettings job = JobSettings.of(settings);
    String known = curves.get(job);
    if (known != null) {
      return known;
    }
    for (Clip clip : settings.clips()) {
      clips.publish(clip);
    }
    try {
      CampaignCurves needed = CampaignCurves.of(anchors, settings);
      Answer.Anchors answer =
          evaluator.run(
              new Job.Anchors(
                  attempt("anchors", Optional.empty()),
                  job,
                  listed(needed.known()),
                  anchors.origin()),
              heartbeat -> hear(heartbeat, needed, listener));
      String artifact = listed(needed.complete(answer.worker(), answer.curves()));
      curves.put(job, artifact);
      return artifact;
    } catch (StoreException e) {
      throw InfrastructureException.of(e);
    }
  }

  private static void hear(Heartbeat heartbeat, CampaignCurves needed, PreparationListener listener)
      throws InfrastructureException {
    switch (heartbeat) {
      case Heartbeat.AnchorsDone(int done, int total) -> listener.anchors(done, total);
      case Heartbeat.CurveMeasured(String worker, ClipCurve curve) -> needed.keep(worker, curve);
      case Heartbeat.Phase _, Heartbeat.PointMeasured _ -> {}
    }
  }

  @Override
  public Optional<Failure> trial(EvaluationRequest request)
      throws InfrastructureException, InterruptedException {
    publish(request.settings());
    return lost.done(
        new ProgramJob<Optional<Failure>>(request) {
          @Override
          public Optional<Failure> once() throws InfrastructureException, InterruptedException {
            return evaluator
                .run(
                    new Job.Trial(
                        attempt(request.experimentId(), request.attempt()),
                        JobSettings.of(request.settings()),
                        reference(request)),
                    this::heard)
                .failure();
          }

          @Override
          public Optional<Failure> givenUp(Failure failure) {
            return Optional.of(failure);
          }
        });
  }

  @Override
  public Evaluation evaluate(EvaluationRequest request, EvaluationListener listener)
      throws InfrastructureException, InterruptedException {
    publish(request.settings());
    return lost.done(
        new ProgramJob<Evaluation>(request) {
          @Override
          public Evaluation once() throws InfrastructureException, InterruptedException {
            return evaluatedOnce(request, listener, this::heard);
          }

          @Override
          public Evaluation givenUp(Failure failure) {
            return new Evaluation(
                new Evaluation.Executed("", request.program().sha256(), 0, 0),
                List.of(),
                Map.of(),
                Optional.empty(),
                OptionalDouble.empty(),
                Optional.of(failure),
                Map.of());
          }
        });
  }

  /** The job of a program, which is given up if it loses one worker after the other. */
  private abstract class ProgramJob<T> implements LostJobs.Attempts<T> {
    private final EvaluationSettings settings;
    private final Set<Point> points = ConcurrentHashMap.newKeySet();
    private volatile ExperimentStatus phase = ExperimentStatus.BUILDING;

    /** A rate point, whoever measured it. */
    private record Point(String clipSha256, int frames, int quality) {}

    ProgramJob(EvaluationRequest request) {
      this.settings = request.settings();
    }

    void heard(Heartbeat heartbeat) {
      switch (heartbeat) {
        case Heartbeat.Phase told -> phase = told.phase();
        case Heartbeat.PointMeasured(MeasuredPoint point) ->
            points.add(new Point(point.clipSha256(), point.frames(), point.point().quality()));
        case Heartbeat.AnchorsDone _, Heartbeat.CurveMeasured _ -> {}
      }
    }

    @Override
    public int measured() {
      return points.size();
    }

    @Override
    public ExperimentStatus phase() {
      return phase;
    }

    @Override
    public void await() throws InterruptedException {
      evaluator.awaitReady();
    }

    /** Curves that are known are asked for, which measures nothing. */
    @Override
    public void control() throws InfrastructureException, InterruptedException {
      curves.remove(JobSettings.of(settings));
      String _ = curvesOnce(settings, (done, total) -> {});
    }
  }

  private Evaluation evaluatedOnce(
      EvaluationRequest request, EvaluationListener listener, Consumer<Heartbeat> heard)
      throws InfrastructureException, InterruptedException {
    String measured = curvesOf(request.settings(), (done, total) -> {});
    PointMemory memory =
        new PointMemory(
            store, artifacts, request.program().sha256(), new AskedPoints(request.settings()));
    String known = request.reuse() ? listedUnlessEmpty(memory.known()) : "";
    Job.Evaluate job =
        new Job.Evaluate(
            attempt(request.experimentId(), request.attempt()),
            JobSettings.of(request.settings()),
            reference(request),
            measured,
            known,
            request.hurdle(),
            rival(request));
    Evaluation evaluation;
    try {
      evaluation =
          evaluator
              .run(
                  job,
                  heartbeat -> {
                    heard.accept(heartbeat);
                    hear(
                        heartbeat,
                        request.reuse() ? Optional.of(memory) : Optional.empty(),
                        listener);
                  })
              .evaluation();
    } finally {
      if (request.reuse()) {
        memory.write();
      }
    }
    if (request.reuse() && evaluation.failure().filter(JobEvaluations::isOfRuns).isPresent()) {
      // Tried often enough, a program that fails at times would have every point remembered.
      memory.forget();
    }
    return evaluation;
  }

  private static void hear(
      Heartbeat heartbeat, Optional<PointMemory> memory, EvaluationListener listener)
      throws InfrastructureException {
    switch (heartbeat) {
      case Heartbeat.Phase phase -> listener.phase(phase.phase(), phase.done(), phase.total());
      case Heartbeat.PointMeasured(MeasuredPoint point) -> {
        if (memory.isPresent()) {
          memory.get().keep(point);
        }
      }
      case Heartbeat.AnchorsDone _, Heartbeat.CurveMeasured _ -> {}
    }
  }

  /** Whether a program failed while its points were measured. */
  private static boolean isOfRuns(Failure failure) {
    return switch (failure.phase()) {
      case SCREENING, ENCODING, DECODING -> failure.kind() != FailureKind.DOMINATED;
      default -> false;
    };
  }

  private void publish(EvaluationSettings settings) throws InfrastructureException {
    for (Clip clip : settings.clips()) {
      clips.publish(clip);
    }
  }

  private ProgramReference reference(EvaluationRequest request) throws InfrastructureException {
    try {
      return ProgramReference.store(artifacts, request.program());
    } catch (StoreException e) {
      throw InfrastructureException.of(e);
    }
  }

  private Optional<String> rival(EvaluationRequest request) throws InfrastructureException {
    try {
      return request.rival().isEmpty()
          ? Optional.empty()
          : Optional.of(artifacts.put(Json.mapper().writeValueAsBytes(request.rival().get())));
    } catch (StoreException e) {
      throw InfrastructureException.of(e);
    }
  }

  private String listedUnlessEmpty(List<?> values) throws InfrastructureException {
    try {
      return values.isEmpty() ? "" : listed(values);
    } catch (StoreException e) {
      throw InfrastructureException.of(e);
    }
  }

  private String listed(List<?> values) throws StoreException {
    return artifacts.put(Json.mapper().writeValueAsBytes(values));
  }

  private String attempt(String what, Optional<String> name) {
    return what + "/" + name.filter(_ -> attaching).orElseGet(() -> UUID.randomUUID().toString());
  }
}
