package dev.codecsmith.lab.measure;

import dev.codecsmith.metrics.Metric;
import dev.codecsmith.metrics.bd.RdPoint;
import dev.codecsmith.store.RatePoint;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * A figure by which rate points are compared.
 *
 * @param name as a user writes it, such as {@code psnr_yuv}
 * @param words as a person reads it, such as {@code PSNR-YUV}
 * @param suffix what is added to an anchor's name where this figure is reported beside the score;
 *     empty for the score's own
 * @param moreMetric what must be measured for it beside what every rate point has
 * @param of the figure of a point in dB, rising with quality, on a scale on which a BD-rate makes
 *     sense
 */
public record ComparedFigure(
    String name,
    String words,
    String suffix,
    Optional<Metric> moreMetric,
    ToDoubleFunction<RatePoint> of) {

  /** PSNR-YUV, weights 6:1:1, in dB: what programs are ranked by. */
  public static final ComparedFigure PSNR_YUV =
      new ComparedFigure(
          "psnr_yuv", "PSNR-YUV", "", Optional.empty(), point -> figure(point, "psnr_yuv"));

  /** PSNR of luma, the mean over frames. */
  public static final ComparedFigure PSNR_Y =
      new ComparedFigure(
          "psnr_y", "PSNR-Y", "/psnr_y", Optional.empty(), point -> figure(point, "psnr_y"));

  /** ffmpeg's SSIM over all planes, as −10·log₁₀(1 − SSIM) dB: reported beside. */
  public static final ComparedFigure SSIM =
      new ComparedFigure(
          "ssim",
          "SSIM",
          "/ssim",
          Optional.empty(),
          point -> decibels(figure(point, "ffmpeg_ssim_all")));

  /**
   * libvmaf's MS-SSIM of luma, as −10·log₁₀(1 − MS-SSIM) dB. A picture that is the opposite of its
   * reference on some scale has none, which counts as 0.
   */
  public static final ComparedFigure MS_SSIM =
      new ComparedFigure(
          "ms_ssim",
          "MS-SSIM",
          "/ms_ssim",
          Optional.of(Metric.FLOAT_MS_SSIM),
          point -> decibels(point.metrics().getOrDefault("float_ms_ssim", 0.0)));

  /** libvmaf's PSNR-HVS over all planes, in dB. */
  public static final ComparedFigure PSNR_HVS =
      new ComparedFigure(
          "psnr_hvs",
          "PSNR-HVS",
          "/psnr_hvs",
          Optional.of(Metric.PSNR_HVS),
          point -> figure(point, "psnr_hvs"));

  /** All that a score may be made of. */
  public static final List<ComparedFigure> ALL = List.of(PSNR_YUV, PSNR_Y, SSIM, MS_SSIM, PSNR_HVS);

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

  private static double decibels(double similarity) {
    return -10 * Math.log10(1 - similarity);
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
