package dev.codecsmith.lab.measure;

import dev.codecsmith.metrics.bd.RdPoint;
import dev.codecsmith.store.RatePoint;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A figure by which rate points are compared.
 *
 * @param suffix what is added to an anchor's name where this figure is reported beside the score;
 *     empty for the score's own
 * @param of the figure of a point, rising with quality, on a scale on which a BD-rate makes sense
 */
public record ComparedFigure(String suffix, ToDoubleFunction<RatePoint> of) {

  /** PSNR-YUV, weights 6:1:1, in dB: what programs are ranked by. */
  public static final ComparedFigure PSNR_YUV =
      new ComparedFigure("", point -> figure(point, "psnr_yuv"));

  /** ffmpeg's SSIM over all planes, as −10·log₁₀(1 − SSIM) dB: reported beside. */
  public static final ComparedFigure SSIM =
      new ComparedFigure("/ssim", point -> -10 * Math.log10(1 - figure(point, "ffmpeg_ssim_all")));

  /**
   * The points as a curve. A point without loss lies above every band, so it is left out; two
   * qualities that give the very same point are one.
   */
  public List<RdPoint> curve(List<RatePoint> points) {
    return points.stream()
        .map(point -> new RdPoint(point.bitrateKbps(), of.applyAsDouble(point)))
        .filter(point -> Double.isFinite(point.quality()))
        .distinct()
        .toList();
  }

  private static double figure(RatePoint point, String name) {
    Double value = point.metrics().get(name);
    if (value == null) {
      throw new IllegalStateException(
          "The point " + point.clip() + " at " + point.quality() + " has no figure " + name + ".");
    }
    return value;
  }
}
