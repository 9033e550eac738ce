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

/**
 * Which rate points an evaluation measures, round by round.
 *
 * @param raced whether there is a look at a few of them before the others are measured
 */
record MeasurementPlan(EvaluationSettings settings, JobCurves curves, boolean raced) {

  /**
   * What the round measures; nothing after the last.
   *
   * @param number 0 for the first
   * @param points all that the rounds before it gave
   */
  List<Plan> round(int number, List<RatePoint> points) throws InfrastructureException {
    return switch (settings.qualities()) {
      case Qualities.Fixed fixed -> {
        if (!raced) {
          yield number == 0 ? PointRuns.plans(settings.clips(), fixed.values()) : List.of();
        }
        yield switch (number) {
          case 0 -> PointRuns.plans(settings.searchClips(), firstQualities());
          case 1 -> othersThanFirst(fixed);
          default -> List.of();
        };
      }
      case Qualities.Auto _ -> {
        if (number == 0) {
          yield PointRuns.plans(settings.clips(), QualityChooser.FIRST);
        }
        yield number <= QualityChooser.ROUNDS ? overTheBand(points) : List.of();
      }
    };
  }

  /** Those of a program's points that the first round of a race measures. */
  List<RatePoint> first(List<RatePoint> points) {
    return points.stream().filter(point -> firstQualities().contains(point.quality())).toList();
  }

  /** Of fixed ones the middle, the lower of two: it costs less than the mean of them. */
  private List<Integer> firstQualities() {
    return switch (settings.qualities()) {
      case Qualities.Fixed(var values) -> List.of(values.get((values.size() - 1) / 2));
      case Qualities.Auto _ -> QualityChooser.FIRST;
    };
  }

  private List<Plan> othersThanFirst(Qualities.Fixed fixed) {
    return PointRuns.plans(settings.clips(), fixed.values()).stream()
        .filter(plan ->
            !settings.searchClips().contains(plan.clip())
                || !firstQualities().contains(plan.quality()))
        .toList();
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
