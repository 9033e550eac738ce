package dev.codecsmith.lab.local;

import dev.codecsmith.lab.anchors.AnchorCurve;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.evaluation.Qualities;
import dev.codecsmith.lab.measure.ComparedFigure;
import dev.codecsmith.lab.points.PointRuns;
import dev.codecsmith.lab.points.PointRuns.Plan;
import dev.codecsmith.lab.scoring.QualityChooser;
import dev.codecsmith.lab.scoring.Scoring;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.video.clips.Clip;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Which rate points an evaluation measures, round by round. */
record MeasurementPlan(EvaluationSettings settings, JobCurves curves) {

  /**
   * What the round measures; nothing after the last.
   *
   * @param number 0 for the first
   * @param points all that the rounds before it gave
   */
  List<Plan> round(int number, List<RatePoint> points) throws InfrastructureException {
    return switch (settings.qualities()) {
      case Qualities.Fixed fixed ->
          number == 0 ? PointRuns.plans(settings.clips(), fixed.values()) : List.of();
      case Qualities.Auto _ -> {
        if (number == 0) {
          yield PointRuns.plans(settings.clips(), QualityChooser.FIRST);
        }
        yield number <= QualityChooser.ROUNDS ? overTheBand(points) : List.of();
      }
    };
  }

  private List<Plan> overTheBand(List<RatePoint> points) throws InfrastructureException {
    List<Plan> more = new ArrayList<>();
    for (Clip clip : settings.clips()) {
      AnchorCurve curve = curves.of(settings.mainAnchor(), clip, clip);
      SortedSet<Integer> wanted = new TreeSet<>();
      for (ComparedFigure figure : settings.objective().figures()) {
        wanted.addAll(
            QualityChooser.next(
                Scoring.pointsOf(clip, points), figure, curve.band(figure).orElseThrow()));
      }
      wanted.forEach(quality -> more.add(new Plan(clip, quality)));
    }
    return more;
  }
}
