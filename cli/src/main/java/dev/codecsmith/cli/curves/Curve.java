package dev.codecsmith.cli.curves;

import dev.codecsmith.metrics.bd.RdPoint;
import java.util.Comparator;
import java.util.List;

/**
 * A rate-distortion curve.
 *
 * @param name of what was measured: an experiment, an anchor, a file
 * @param clip on which; empty where nobody said
 * @param points by rising rate
 */
record Curve(String name, String clip, List<RdPoint> points) {
  Curve {
    points = points.stream().sorted(Comparator.comparingDouble(RdPoint::rateKbps)).toList();
  }
}
