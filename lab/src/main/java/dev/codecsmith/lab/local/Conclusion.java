package dev.codecsmith.lab.local;

import dev.codecsmith.lab.anchors.Anchor;
import dev.codecsmith.lab.anchors.AnchorCurve;
import dev.codecsmith.lab.evaluation.Evaluation;
import dev.codecsmith.lab.evaluation.EvaluationBuilder;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.job.Heartbeat;
import dev.codecsmith.lab.job.Heartbeats;
import dev.codecsmith.lab.points.EvaluationNotes;
import dev.codecsmith.lab.points.PointRuns;
import dev.codecsmith.lab.scoring.Scoring;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.Failure;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.race.Race;
import dev.codecsmith.video.clips.Clip;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What an evaluation comes to, when its points are measured or the program failed.
 *
 * @param curves that the job came with
 * @param notes of all that was done
 * @param heartbeats told of scoring and publishing
 */
record Conclusion(
    EvaluationSettings settings, JobCurves curves, EvaluationNotes notes, Heartbeats heartbeats) {

  /**
   * What is known besides the points.
   *
   * @param shortScore on the first frames, where they were measured
   * @param race beside the rival, where there was one
   * @param runTime how long build and runs took, where that is known
   */
  record Begun(
      Evaluation.Executed executed,
      OptionalDouble shortScore,
      Optional<Race> race,
      Optional<Duration> runTime) {}

  /**
   * Scores what did not fail. Of a program that failed at one point, the others are held against
   * the anchors as far as they go.
   *
   * @param failed the program's fault until now
   */
  Evaluation of(Begun begun, List<RatePoint> measured, Optional<Failure> failed)
      throws InfrastructureException {
    List<RatePoint> points = new ArrayList<>(measured);
    points.sort(Scoring.order(settings.clips()));
    boolean tells = failed.isEmpty() || (PointRuns.leavesOthers(failed.get()) && !points.isEmpty());
    Optional<Scoring> scoring =
        tells ? Optional.of(score(points, begun.executed())) : Optional.empty();
    Optional<Failure> failure =
        failed
            .map(fault -> tells ? withOthers(fault, points, scoring) : fault)
            .or(() -> scoring.flatMap(Scoring::failure));
    phase(ExperimentStatus.PUBLISHING, 0, 1);
    failure.ifPresent(fault -> notes.line(fault.message()));
    Map<String, String> roles = notes.finish();
    phase(ExperimentStatus.PUBLISHING, 1, 1);
    return EvaluationBuilder.builder()
        .executed(begun.executed())
        .points(points)
        .scores(scoring.map(Scoring::comparisons).orElse(Map.of()))
        .score(failure.isPresent() ? Optional.empty() : scoring.flatMap(Scoring::score))
        .shortScore(begun.shortScore())
        .race(begun.race())
        .failure(failure)
        .artifacts(roles)
        .runSeconds(begun.runTime().map(time -> time.toNanos() / 1e9))
        .build();
  }

  /** What the points tell that were measured all the same. */
  private Failure withOthers(Failure fault, List<RatePoint> points, Optional<Scoring> scoring) {
    String figure =
        scoring
            .flatMap(Scoring::score)
            .map(percent ->
                String.format(
                    Locale.ROOT,
                    " Over what they cover, its %s is %+.2f %%.",
                    settings.objective().isDefault() ? "BD-rate" : "score",
                    percent))
            .orElse(" They cover too little for a figure.");
    return new Failure(
        fault.kind(),
        fault.phase(),
        fault.message().stripTrailing()
            + "\nThe other points were measured: %d.".formatted(points.size())
            + figure);
  }

  private Scoring score(List<RatePoint> points, Evaluation.Executed executed)
      throws InfrastructureException {
    int total = settings.anchors().size() * settings.clips().size();
    phase(ExperimentStatus.MEASURING, 0, total);
    List<AnchorCurve> all = new ArrayList<>();
    for (Anchor anchor : settings.anchors()) {
      for (Clip clip : settings.clips()) {
        all.add(curves.of(anchor, clip, clip));
      }
    }
    Scoring scoring = Scoring.of(settings, all, points, executed.decoderBytes());
    phase(ExperimentStatus.MEASURING, total, total);
    return scoring;
  }

  private void phase(ExperimentStatus phase, int done, int total) throws InfrastructureException {
    heartbeats.hear(new Heartbeat.Phase(phase, done, total));
  }
}
