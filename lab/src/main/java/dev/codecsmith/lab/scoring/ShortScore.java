package dev.codecsmith.lab.scoring;

import dev.codecsmith.lab.anchors.AnchorCurve;
import dev.codecsmith.lab.measure.ComparedFigure;
import dev.codecsmith.lab.objective.Objective;
import dev.codecsmith.metrics.bd.RdPoint;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.video.clips.Clip;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a program promises on short clips: how many per cent more bits it needs than the main anchor
 * at equal quality, below 0 fewer, and on top what the objective's prices say.
 *
 * <p>For each point the logarithm of the anchor's rate at that quality is interpolated between the
 * two points of the anchor's curve around it, which are close to each other, and subtracted from
 * the logarithm of the program's. The mean of a clip's points makes a percentage, as in a BD-rate,
 * and the mean of the clips' percentages is the short score. Where the objective has several
 * figures, the percentages by each are weighted as it says. A BD-rate itself would need four
 * points.
 */
public final class ShortScore {
  private ShortScore() {}

  /**
   * The short score; empty if a point lies outside the range of its anchor's curve, so that nothing
   * can be said.
   *
   * @param clips the short clips
   * @param curves the main anchor on each of them, in the same order
   * @param points the program's, at least one for each clip
   * @param decoderBytes compressed size of the built program
   */
  public static OptionalDouble of(
      Objective objective,
      List<Clip> clips,
      List<AnchorCurve> curves,
      List<RatePoint> points,
      long decoderBytes) {
    ObjectiveRates rates = new ObjectiveRates(objective, Optional.of(decoderBytes));
    double sum = 0;
    for (int i = 0; i < clips.size(); i++) {
      Clip clip = clips.get(i);
      List<RatePoint> own = Scoring.pointsOf(clip, points);
      OptionalDouble percent = percent(objective, curves.get(i), own);
      if (percent.isEmpty()) {
        return percent;
      }
      sum += percent.getAsDouble() + rates.price(clip, own);
    }
    return OptionalDouble.of(sum / clips.size());
  }

  /**
   * The same for one clip, but for the prices.
   *
   * @param curve the main anchor on the short clip
   * @param points the program's on it, at least one
   */
  public static OptionalDouble percent(
      Objective objective, AnchorCurve curve, List<RatePoint> points) {
    double sum = 0;
    for (ComparedFigure figure : objective.figures()) {
      OptionalDouble percent = percent(figure, curve, points);
      if (percent.isEmpty()) {
        return percent;
      }
      sum += objective.share(figure) * percent.getAsDouble();
    }
    return OptionalDouble.of(sum);
  }

  private static OptionalDouble percent(
      ComparedFigure figure, AnchorCurve curve, List<RatePoint> points) {
    List<RdPoint> anchor =
        figure.curve(curve.points()).stream()
            .sorted(Comparator.comparingDouble(RdPoint::quality))
            .toList();
    double sum = 0;
    for (RatePoint point : points) {
      OptionalDouble logRate = logRate(anchor, figure.of().applyAsDouble(point));
      if (logRate.isEmpty()) {
        return logRate;
      }
      sum += Math.log(point.bitrateKbps()) - logRate.getAsDouble();
    }
    return OptionalDouble.of(100 * Math.expm1(sum / points.size()));
  }

  private static OptionalDouble logRate(List<RdPoint> curve, double quality) {
    for (int i = 1; i < curve.size(); i++) {
      RdPoint low = curve.get(i - 1);
      RdPoint high = curve.get(i);
      if (low.quality() <= quality && quality <= high.quality() && low.quality() < high.quality()) {
        double share = (quality - low.quality()) / (high.quality() - low.quality());
        return OptionalDouble.of(
            (1 - share) * Math.log(low.rateKbps()) + share * Math.log(high.rateKbps()));
      }
    }
    return OptionalDouble.empty();
  }
}
