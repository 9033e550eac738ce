package dev.codecsmith.dashboard.compare;

import dev.codecsmith.lab.anchors.AnchorCurve;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.measure.ComparedFigure;
import dev.codecsmith.lab.objective.Objective;
import dev.codecsmith.metrics.bd.Band;
import dev.codecsmith.metrics.bd.BdMethod;
import dev.codecsmith.metrics.bd.BdRate;
import dev.codecsmith.metrics.bd.BjontegaardDelta;
import dev.codecsmith.metrics.bd.RdPoint;
import dev.codecsmith.store.RatePoint;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** BD-rates of one contestant against another, clip by clip. */
final class ClipRates {
  private ClipRates() {}

  /**
   * A figure by which they are compared.
   *
   * @param key its name in JSON
   * @param metric what a point must have for it
   */
  record By(String key, ComparedFigure figure, String metric) {
    /** What every rate point has. */
    private static final List<By> COMMON =
        List.of(
            new By("psnr_yuv", ComparedFigure.PSNR_YUV, "psnr_yuv"),
            new By("psnr_y", ComparedFigure.PSNR_Y, "psnr_y"),
            new By("ssim", ComparedFigure.SSIM, "ffmpeg_ssim_all"));

    /** What is measured only where a campaign ranks by it. */
    private static final List<By> MORE =
        List.of(
            new By("ms_ssim", ComparedFigure.MS_SSIM, "float_ms_ssim"),
            new By("psnr_hvs", ComparedFigure.PSNR_HVS, "psnr_hvs"));

    /** Those of a campaign: what it ranks by comes first. */
    static List<By> of(Objective objective) {
      Stream<By> ranking =
          Stream.concat(COMMON.stream(), MORE.stream())
              .filter(by -> objective.figures().contains(by.figure));
      return Stream.concat(ranking, COMMON.stream()).distinct().toList();
    }

    private List<RdPoint> curve(List<RatePoint> points) {
      return figure.curve(
          points.stream().filter(point -> point.metrics().containsKey(metric)).toList());
    }
  }

  /**
   * The quality band of one clip in which the campaign's scores are made; empty where the main
   * anchor was not measured, or lacks the figure.
   */
  static Optional<Band> band(By by, Optional<AnchorCurve> main) {
    return main.filter(curve -> by.curve(curve.points()).size() > 1)
        .flatMap(curve -> curve.band(by.figure));
  }

  /**
   * On one clip, over the band of scores, so that figures of several contestants may be held
   * against one another; without one, over what both curves cover.
   */
  static BdRate of(By by, List<RatePoint> reference, List<RatePoint> test, Optional<Band> band) {
    List<RdPoint> from = by.curve(reference);
    List<RdPoint> to = by.curve(test);
    return band.isPresent()
        ? BjontegaardDelta.rate(
            from, to, BdMethod.PCHIP, band.get(), EvaluationSettings.MINIMUM_COVERAGE)
        : BjontegaardDelta.rate(from, to, BdMethod.PCHIP);
  }

  /** The mean where every clip has a figure. */
  static OptionalDouble mean(List<BdRate> rates) {
    return rates.stream().allMatch(BdRate.Value.class::isInstance)
        ? rates.stream().map(BdRate.Value.class::cast).mapToDouble(BdRate.Value::percent).average()
        : OptionalDouble.empty();
  }
}
