package dev.codecsmith.metrics;

/**
 * libvmaf's PSNR ({@code libvmaf/src/feature/integer_psnr.c}).
 *
 * <p>Per frame and plane, with P the peak (2^bits - 1):
 *
 * <pre>psnr = min(10·log10(P² / max(MSE, 1e-16)), 6·bits + 12)</pre>
 *
 * The figure of the sequence is the arithmetic mean over frames, libvmaf's pooled mean. ffmpeg's
 * namesake ({@link FfmpegPsnr}) averages MSE instead, has no cap, and so lies lower wherever the
 * frames differ in quality.
 */
final class Psnr implements FrameMetric {

  private static final String[] FIGURES = {"psnr_y", "psnr_cb", "psnr_cr"};

  private final PictureFormat format;
  private final PlaneErrors errors;
  private final double[] sums = new double[3];
  private long frames;

  Psnr(MeterPlan plan) {
    format = plan.format();
    errors = plan.planeErrors();
    for (int plane = format.planes(); plane < 3; plane++) {
      plan.unavailable(FIGURES[plane], MeterPlan.LUMA_ONLY);
    }
  }

  @Override
  public void frame(Figures figures) {
    frames++;
    for (int plane = 0; plane < format.planes(); plane++) {
      double psnr = capped(errors.meanSquaredError(plane), format);
      sums[plane] += psnr;
      figures.put(FIGURES[plane], psnr);
    }
  }

  @Override
  public void sequence(Figures figures) {
    for (int plane = 0; plane < format.planes(); plane++) {
      figures.put(FIGURES[plane], sums[plane] / frames);
    }
  }

  /** PSNR in dB with libvmaf's cap. */
  static double capped(double meanSquaredError, PictureFormat format) {
    double peak = format.peak();
    double psnr = 10 * Math.log10(peak * peak / Math.max(meanSquaredError, 1e-16));
    return Math.min(psnr, 6 * format.bitDepth() + 12);
  }
}
