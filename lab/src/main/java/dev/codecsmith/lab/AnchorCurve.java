package dev.codecsmith.lab;

import dev.codecsmith.metrics.Band;
import dev.codecsmith.store.RatePoint;
import java.util.List;

/**
 * An anchor measured on one clip.
 *
 * @param anchor the reference codec
 * @param clip the clip's name
 * @param points one per rate value
 * @param commandLine the exact words that ffmpeg was run with, the rate value as {@code VALUE}
 */
public record AnchorCurve(Anchor anchor, String clip, List<RatePoint> points, String commandLine) {
  public AnchorCurve {
    points = List.copyOf(points);
  }

  /** The quality band over which programs are compared on this clip. */
  Band band(Figures figures) {
    return new Band(at(anchor.bandWorst(), figures), at(anchor.bandBest(), figures));
  }

  private double at(int value, Figures figures) {
    return points.stream()
        .filter(point -> point.quality() == value)
        .mapToDouble(figures.of())
        .findFirst()
        .orElseThrow(() ->
            new IllegalStateException(
                "The anchor " + anchor.name() + " was not measured at " + value + "."));
  }
}
