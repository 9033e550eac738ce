package dev.codecsmith.lab.scoring;

import dev.codecsmith.lab.anchors.AnchorCurve;
import dev.codecsmith.lab.objective.Objective;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.video.clips.Clip;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Two programs on the same clips at the same QUALITY values. What a clip costs any codec, and how
 * its first frames differ from the rest, is in the figures of both and goes out of their
 * difference, so that a few points tell which is better long before they tell how good either is.
 *
 * @param pairs points of the one that were held against points of the other
 * @param gap the mean over clips of how many points of percent more the one needs than the other,
 *     both taken against the main anchor at equal quality as in {@link ShortScore}, prices of the
 *     objective on top; lower is better
 */
public record RacePairs(int pairs, double gap) {

  /**
   * One of the two.
   *
   * @param decoderBytes compressed size of its built program
   */
  public record Runner(List<RatePoint> points, long decoderBytes) {}

  /**
   * The pairs of all clips; empty if a clip has none within the range of its anchor's curve.
   *
   * @param clips at least one
   * @param curves the main anchor on each of them, in the same order
   */
  public static Optional<RacePairs> of(
      Objective objective, List<Clip> clips, List<AnchorCurve> curves, Runner one, Runner other) {
    int pairs = 0;
    double sum = 0;
    for (int i = 0; i < clips.size(); i++) {
      Clip clip = clips.get(i);
      AnchorCurve curve = curves.get(i);
      List<RatePoint> ones = new ArrayList<>();
      List<RatePoint> others = new ArrayList<>();
      for (RatePoint point : Scoring.pointsOf(clip, one.points())) {
        Scoring.pointsOf(clip, other.points()).stream()
            .filter(each -> each.quality() == point.quality())
            .filter(each -> isOn(objective, curve, each) && isOn(objective, curve, point))
            .findFirst()
            .ifPresent(each -> {
              ones.add(point);
              others.add(each);
            });
      }
      if (ones.isEmpty()) {
        return Optional.empty();
      }
      pairs += ones.size();
      sum +=
          percent(objective, clip, curve, ones, one)
              - percent(objective, clip, curve, others, other);
    }
    return Optional.of(new RacePairs(pairs, sum / clips.size()));
  }

  private static boolean isOn(Objective objective, AnchorCurve curve, RatePoint point) {
    return ShortScore.percent(objective, curve, List.of(point)).isPresent();
  }

  private static double percent(
      Objective objective, Clip clip, AnchorCurve curve, List<RatePoint> points, Runner runner) {
    OptionalDouble rate = ShortScore.percent(objective, curve, points);
    return rate.orElseThrow()
        + new ObjectiveRates(objective, Optional.of(runner.decoderBytes())).price(clip, points);
  }
}
