package dev.codecsmith.lab.scoring;

import dev.codecsmith.lab.measure.ComparedFigure;
import dev.codecsmith.lab.objective.Objective;
import dev.codecsmith.lab.objective.SoftPrices;
import dev.codecsmith.metrics.bd.BdRate;
import dev.codecsmith.store.AnchorComparison;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.video.clips.Clip;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * What an {@link Objective} makes of a program: for each clip the weighted mean of its BD-rates,
 * and on top the prices of what the program costs there. Everything that ranks programs ranks them
 * by what is computed here.
 *
 * @param decoderBytes compressed size of the built program; empty for anchors, which pay nothing
 */
record ObjectiveRates(Objective objective, Optional<Long> decoderBytes) {

  /**
   * A program against an anchor.
   *
   * @param byFigure its BD-rates on these clips by each figure of the objective
   * @param points the program's
   */
  AnchorComparison of(
      List<Clip> clips, Map<ComparedFigure, AnchorComparison> byFigure, List<RatePoint> points) {
    Map<String, BdRate> perClip = new LinkedHashMap<>();
    for (Clip clip : clips) {
      perClip.put(clip.name(), rate(clip, byFigure, Scoring.pointsOf(clip, points)));
    }
    return new AnchorComparison(Scoring.overall(perClip.values().stream().toList()), perClip);
  }

  private BdRate rate(
      Clip clip, Map<ComparedFigure, AnchorComparison> byFigure, List<RatePoint> points) {
    double percent = 0;
    double coverage = 1;
    for (ComparedFigure figure : objective.figures()) {
      BdRate rate =
          Optional.ofNullable(byFigure.get(figure))
              .flatMap(comparison -> Optional.ofNullable(comparison.perClip().get(clip.name())))
              .orElseThrow();
      if (!(rate instanceof BdRate.Value value)) {
        return rate;
      }
      percent += objective.share(figure) * value.percent();
      coverage = Math.min(coverage, value.coverage());
    }
    return new BdRate.Value(percent + price(clip, points), coverage);
  }

  /** In points of percent. */
  double price(Clip clip, List<RatePoint> points) {
    SoftPrices prices = objective.prices();
    return decoderBytes.isEmpty()
        ? 0
        : prices.encodeCpuSecond() * mean(clip, points, point -> point.encode().cpuSeconds())
            + prices.decodeCpuSecond() * mean(clip, points, point -> point.decode().cpuSeconds())
            + prices.decoderKibibyte() * decoderBytes.get() / 1024;
  }

  private static double mean(Clip clip, List<RatePoint> points, ToDoubleFunction<RatePoint> time) {
    return points.stream().mapToDouble(time).average().orElse(0) / clip.megapixels();
  }
}
