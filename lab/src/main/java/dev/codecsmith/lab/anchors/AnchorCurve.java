package dev.codecsmith.lab.anchors;

import dev.codecsmith.lab.measure.ComparedFigure;
import dev.codecsmith.metrics.bd.Band;
import dev.codecsmith.metrics.bd.BdMethod;
import dev.codecsmith.metrics.bd.BdRate;
import dev.codecsmith.metrics.bd.BjontegaardDelta;
import dev.codecsmith.metrics.bd.RdPoint;
import dev.codecsmith.store.RatePoint;
import java.util.List;
import java.util.Optional;

/**
 * An anchor measured on one clip.
 *
 * @param anchor the reference codec
 * @param clip the clip's name
 * @param points one per rate value
 * @param commandLine the exact words that ffmpeg was run with, the rate value as {@code VALUE}, but
 *     for those by which it tells the sizes of packets; or both commands of somebody's own anchor
 */
public record AnchorCurve(Anchor anchor, String clip, List<RatePoint> points, String commandLine) {
  public AnchorCurve {
    points = List.copyOf(points);
  }

  /** This curve where the clip with its footage has another name. */
  public AnchorCurve named(String name) {
    return new AnchorCurve(
        anchor, name, points.stream().map(point -> point.on(name)).toList(), commandLine);
  }

  /**
   * The quality band over which programs are compared on this clip; empty where the anchor codes
   * the clip equally well, or without loss, at both ends.
   */
  public Optional<Band> band(ComparedFigure figures) {
    double low = at(anchor.bandWorst(), figures);
    double high = at(anchor.bandBest(), figures);
    return low < high && Double.isFinite(high)
        ? Optional.of(new Band(low, high))
        : Optional.empty();
  }

  /**
   * Makes sure that programs can be scored against this curve.
   *
   * @param figures by which they are scored
   * @throws IllegalArgumentException if they cannot; the message names clip and anchor
   */
  public void checkBand(List<ComparedFigure> figures) {
    figures.forEach(this::checkBand);
  }

  private void checkBand(ComparedFigure figure) {
    Optional<Band> band = band(figure);
    List<RdPoint> curve = figure.curve(points);
    if (band.isEmpty()
        || !(BjontegaardDelta.rate(curve, curve, BdMethod.PCHIP, band.get(), 1)
            instanceof BdRate.Value)) {
      throw new IllegalArgumentException(
          "The clip "
              + clip
              + " cannot tell codecs apart: "
              + anchor.name()
              + " has no rising curve of rate and "
              + figure.words()
              + " on it from "
              + anchor.bandWorst()
              + " to "
              + anchor.bandBest()
              + ". "
              + (anchor instanceof CommandAnchor
                  ? "Its 'qualities' go from the best to the worst; else use"
                  : "Use")
              + " footage that moves, or more frames.");
    }
  }

  private double at(int value, ComparedFigure figures) {
    return points.stream()
        .filter(point -> point.quality() == value)
        .mapToDouble(figures.of())
        .findFirst()
        .orElseThrow(() ->
            new IllegalStateException(
                "The anchor " + anchor.name() + " was not measured at " + value + "."));
  }
}
