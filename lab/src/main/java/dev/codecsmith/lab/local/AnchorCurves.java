package dev.codecsmith.lab.local;

import dev.codecsmith.lab.anchors.Anchor;
import dev.codecsmith.lab.anchors.AnchorBench;
import dev.codecsmith.lab.anchors.CurveOrigin;
import dev.codecsmith.lab.job.ClipCurve;
import dev.codecsmith.lab.measure.Meters;
import dev.codecsmith.metrics.Metric;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.video.clips.Clip;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The curves of a job of anchors.
 *
 * @param worker who measures those that are not known
 * @param bench what with
 * @param origin what must make and measure them
 * @param more what they are measured by beside what every curve is
 */
record AnchorCurves(
    String worker, AnchorBench bench, CurveOrigin origin, List<ClipCurve> known, Set<Metric> more) {

  /** A curve, and whether it was measured now. */
  record Found(ClipCurve curve, boolean measured) {}

  /** The curve on the clip, or on its first frames, measured now unless it is known. */
  Found find(Anchor anchor, Clip whole, Clip coded)
      throws InfrastructureException, InterruptedException {
    Optional<ClipCurve> before =
        known.stream()
            .filter(curve -> curve.isOf(anchor, whole.sha256(), coded.frames()))
            .filter(curve -> curve.origin().equals(origin))
            .filter(
                curve -> Meters.moreOf(curve.curve().points().getFirst().metrics()).equals(more))
            .findFirst();
    if (before.isPresent()) {
      return new Found(
          new ClipCurve(
              whole.sha256(), coded.frames(), before.get().curve().named(coded.name()), origin),
          false);
    }
    CurveOrigins.requireSame(worker, bench.origin(), origin);
    bench.requirePrograms(worker, anchor);
    return new Found(
        new ClipCurve(whole.sha256(), coded.frames(), bench.measure(anchor, coded, more), origin),
        true);
  }
}
