package dev.codecsmith.metrics.bd;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The mean distance between two rate-distortion curves (Bjøntegaard, VCEG-M33, 2001).
 *
 * <p>BD-rate: ln rate is laid as a curve over quality, through the points of each side; the mean
 * height between the curves over the qualities that both cover, taken back from the logarithm, is
 * the rate difference at equal quality. BD-quality swaps the axes: quality over ln rate.
 *
 * <p>Points may come in any order; they are sorted by rate. Quality must then rise strictly, else
 * the answer is "not monotonic" and no number. No function here throws for what stands in the
 * points: each way in which there is no figure has its name in {@link BdRate} and {@link
 * BdQuality}.
 */
public final class BjontegaardDelta {

  private static final double LARGEST_SWING = 0.01;

  private BjontegaardDelta() {}

  /**
   * BD-rate over all qualities that both curves cover.
   *
   * <p>The band whose {@code coverage} is told reaches from the lowest to the highest quality of
   * either curve. Nothing is refused for small coverage; below 0.75 a reader should be warned.
   */
  public static BdRate rate(List<RdPoint> anchor, List<RdPoint> test, BdMethod method) {
    return rate(anchor, test, method, Optional.empty(), 0);
  }

  /**
   * BD-rate over the part of a quality band that both curves cover.
   *
   * @param minimumCoverage the share of the band, 0 to 1, below which the answer is {@link
   *     BdRate.TooLittleOverlap}
   */
  public static BdRate rate(
      List<RdPoint> anchor,
      List<RdPoint> test,
      BdMethod method,
      Band qualities,
      double minimumCoverage) {
    return rate(anchor, test, method, Optional.of(qualities), minimumCoverage);
  }

  private static BdRate rate(
      List<RdPoint> anchor,
      List<RdPoint> test,
      BdMethod method,
      Optional<Band> band,
      double minimumCoverage) {
    Outcome outcome = difference(anchor, test, method, Axis.QUALITY, band, minimumCoverage);
    return switch (outcome.state()) {
      case VALUE -> new BdRate.Value(100 * Math.expm1(outcome.mean()), outcome.coverage());
      case NO_OVERLAP -> new BdRate.NoOverlap();
      case TOO_LITTLE_OVERLAP -> new BdRate.TooLittleOverlap(outcome.coverage());
      case NOT_MONOTONIC -> new BdRate.NotMonotonic();
      case TOO_FEW_POINTS -> new BdRate.TooFewPoints(Math.min(anchor.size(), test.size()));
      case NOT_FINITE -> new BdRate.NotFinite();
    };
  }

  /**
   * BD-quality (BD-PSNR when quality is PSNR) over all rates that both curves cover.
   *
   * <p>The band whose {@code coverage} is told reaches from the lowest to the highest rate of
   * either curve, on a logarithmic scale.
   */
  public static BdQuality quality(List<RdPoint> anchor, List<RdPoint> test, BdMethod method) {
    return quality(anchor, test, method, Optional.empty(), 0);
  }

  /**
   * BD-quality over the part of a rate band that both curves cover.
   *
   * @param rates in the unit of the points, its low end above 0
   * @param minimumCoverage the share of the band on a logarithmic scale, 0 to 1, below which the
   *     answer is {@link BdQuality.TooLittleOverlap}
   */
  public static BdQuality quality(
      List<RdPoint> anchor,
      List<RdPoint> test,
      BdMethod method,
      Band rates,
      double minimumCoverage) {
    if (!(rates.low() > 0)) {
      throw new IllegalArgumentException(
          "A band of rates must begin above 0, found " + rates.low() + ".");
    }
    Band logarithmic = new Band(Math.log(rates.low()), Math.log(rates.high()));
    return quality(anchor, test, method, Optional.of(logarithmic), minimumCoverage);
  }

  private static BdQuality quality(
      List<RdPoint> anchor,
      List<RdPoint> test,
      BdMethod method,
      Optional<Band> band,
      double minimumCoverage) {
    Outcome outcome = difference(anchor, test, method, Axis.RATE, band, minimumCoverage);
    return switch (outcome.state()) {
      case VALUE -> new BdQuality.Value(outcome.mean(), outcome.coverage());
      case NO_OVERLAP -> new BdQuality.NoOverlap();
      case TOO_LITTLE_OVERLAP -> new BdQuality.TooLittleOverlap(outcome.coverage());
      case NOT_MONOTONIC -> new BdQuality.NotMonotonic();
      case TOO_FEW_POINTS -> new BdQuality.TooFewPoints(Math.min(anchor.size(), test.size()));
      case NOT_FINITE -> new BdQuality.NotFinite();
    };
  }

  /**
   * Whether the curve that a method lays through points swings beyond them: to rates or qualities
   * more than {@value #LARGEST_SWING} of their span outside the range of the points. Its figures
   * then say little. {@link BdMethod#PCHIP} never does; where there is no curve, nothing swings.
   *
   * @param points in any order
   */
  public static boolean swingsBeyondPoints(List<RdPoint> points, BdMethod method) {
    List<RdPoint> sorted = byRate(points);
    return points.size() >= method.minimumPoints()
        && finite(points)
        && rising(sorted)
        && (swings(sorted, method, Axis.QUALITY) || swings(sorted, method, Axis.RATE));
  }

  private static boolean swings(List<RdPoint> sorted, BdMethod method, Axis axis) {
    double[] x = coordinates(sorted, axis == Axis.QUALITY);
    double[] y = coordinates(sorted, axis == Axis.RATE);
    double allowed = LARGEST_SWING * (y[y.length - 1] - y[0]);
    Band range = method.fit(x, y).range();
    return range.low() < y[0] - allowed || range.high() > y[y.length - 1] + allowed;
  }

  /** What lies on the x axis. */
  private enum Axis {
    QUALITY,
    RATE
  }

  private enum State {
    VALUE,
    NO_OVERLAP,
    TOO_LITTLE_OVERLAP,
    NOT_MONOTONIC,
    TOO_FEW_POINTS,
    NOT_FINITE
  }

  private record Outcome(State state, double mean, double coverage) {
    static Outcome none(State state) {
      return new Outcome(state, 0, 0);
    }
  }

  private static Outcome difference(
      List<RdPoint> anchor,
      List<RdPoint> test,
      BdMethod method,
      Axis axis,
      Optional<Band> band,
      double minimumCoverage) {
    if (Math.min(anchor.size(), test.size()) < method.minimumPoints()) {
      return Outcome.none(State.TOO_FEW_POINTS);
    }
    if (!finite(anchor) || !finite(test)) {
      return Outcome.none(State.NOT_FINITE);
    }
    List<RdPoint> anchorByRate = byRate(anchor);
    List<RdPoint> testByRate = byRate(test);
    if (!rising(anchorByRate) || !rising(testByRate)) {
      return Outcome.none(State.NOT_MONOTONIC);
    }
    double[] anchorX = coordinates(anchorByRate, axis == Axis.QUALITY);
    double[] anchorY = coordinates(anchorByRate, axis == Axis.RATE);
    double[] testX = coordinates(testByRate, axis == Axis.QUALITY);
    double[] testY = coordinates(testByRate, axis == Axis.RATE);
    double bandLow = Math.min(anchorX[0], testX[0]);
    double bandHigh = Math.max(anchorX[anchorX.length - 1], testX[testX.length - 1]);
    if (band.isPresent()) {
      bandLow = band.get().low();
      bandHigh = band.get().high();
    }
    double low = Math.max(bandLow, Math.max(anchorX[0], testX[0]));
    double high =
        Math.min(bandHigh, Math.min(anchorX[anchorX.length - 1], testX[testX.length - 1]));
    if (!(low < high)) {
      return Outcome.none(State.NO_OVERLAP);
    }
    double coverage = (high - low) / (bandHigh - bandLow);
    if (coverage < minimumCoverage) {
      return new Outcome(State.TOO_LITTLE_OVERLAP, 0, coverage);
    }
    double area =
        method.fit(testX, testY).integral(low, high)
            - method.fit(anchorX, anchorY).integral(low, high);
    return new Outcome(State.VALUE, area / (high - low), coverage);
  }

  private static boolean finite(List<RdPoint> points) {
    return points.stream()
        .allMatch(point ->
            Double.isFinite(point.rateKbps())
                && point.rateKbps() > 0
                && Double.isFinite(point.quality()));
  }

  private static List<RdPoint> byRate(List<RdPoint> points) {
    List<RdPoint> sorted = new ArrayList<>(points);
    sorted.sort(Comparator.comparingDouble(RdPoint::rateKbps));
    return sorted;
  }

  private static boolean rising(List<RdPoint> points) {
    for (int i = 1; i < points.size(); i++) {
      RdPoint before = points.get(i - 1);
      RdPoint here = points.get(i);
      if (here.rateKbps() <= before.rateKbps() || here.quality() <= before.quality()) {
        return false;
      }
    }
    return true;
  }

  private static double[] coordinates(List<RdPoint> points, boolean quality) {
    return points.stream()
        .mapToDouble(point -> quality ? point.quality() : Math.log(point.rateKbps()))
        .toArray();
  }
}
