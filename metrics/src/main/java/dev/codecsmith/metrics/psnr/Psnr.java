package dev.codecsmith.metrics.psnr;

import dev.codecsmith.metrics.picture.PictureFormat;
import dev.codecsmith.metrics.plan.FrameMetric;
import dev.codecsmith.metrics.plan.MeterPlan;
import dev.codecsmith.metrics.plan.PlaneErrors;

/**
 * libvmaf's PSNR ({@code libvmaf/src/feature/integer_psnr.c}).
 *
 * <p>Per frame and plane, with P the peak (2^bits - 1):
 *
 * <pre>psnr = min(10·log10(P² / max(MSE, 1e-16)), 6·bits + 12)</pre>
 *
 * The figure of the sequence is the arithmetic mean over frames, libvmaf's pooled mean. Where luma
 * has an odd width or height, the last column or row of subsampled chroma is not seen, as libvmaf
 * does not see it. ffmpeg's namesake ({@link FfmpegPsnr}) averages MSE instead, has no cap, and so
 * lies lower wherever the frames differ in quality.
 */
public final class Psnr implements FrameMetric {

  private static final String[] FIGURES = {"psnr_y", "psnr_cb", "psnr_cr"};

  private final PictureFormat format;
  private final PlaneErrors errors;
  private final int planes;
  private final double[] sums = new double[3];
  private long frames;

  public Psnr(MeterPlan plan) {
    format = plan.format();
    errors = plan.planeErrors();
    planes = planesSeenByLibvmaf(plan, FIGURES);
  }

  /** How many planes libvmaf's PSNR has figures for; says why of the others. */
  static int planesSeenByLibvmaf(MeterPlan plan, String[] figures) {
    PictureFormat format = plan.format();
    int planes = format.planes();
    String reason = MeterPlan.LUMA_ONLY;
    if (planes == 3 && format.libvmafPlaneSamples(1) == 0) {
      planes = 1;
      reason =
          "libvmaf rounds the size of subsampled chroma down, which leaves nothing of a picture"
              + " one sample wide or high.";
    }
    for (int plane = planes; plane < 3; plane++) {
      plan.unavailable(figures[plane], reason);
    }
    return planes;
  }

  @Override
  public void frame(FigureSink figures) {
    frames++;
    for (int plane = 0; plane < planes; plane++) {
      double psnr = capped(errors.libvmafMeanSquaredError(plane), format);
      sums[plane] += psnr;
      figures.put(FIGURES[plane], psnr);
    }
  }

  @Override
  public void sequence(FigureSink figures) {
    for (int plane = 0; plane < planes; plane++) {
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
