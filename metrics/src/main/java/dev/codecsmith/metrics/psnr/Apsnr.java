package dev.codecsmith.metrics.psnr;

import dev.codecsmith.metrics.picture.PictureFormat;
import dev.codecsmith.metrics.plan.FrameMetric;
import dev.codecsmith.metrics.plan.MeterPlan;
import dev.codecsmith.metrics.plan.PlaneErrors;

/**
 * libvmaf's aggregate PSNR, {@code psnr} with {@code enable_apsnr} ({@code
 * libvmaf/src/feature/integer_psnr.c}): PSNR of the squared error of all frames together,
 *
 * <pre>apsnr = min(10·log10(P²·n / SSE), ceil(10·log10(2·P²·n)))</pre>
 *
 * with n the samples of the plane in all frames. Below the cap it equals ffmpeg's {@code
 * ffmpeg_psnr_y} and its sisters, save that of an odd size it sees what {@link Psnr} sees. It has
 * no figure per frame.
 */
public final class Apsnr implements FrameMetric {

  private static final String[] FIGURES = {"apsnr_y", "apsnr_cb", "apsnr_cr"};

  private final PictureFormat format;
  private final PlaneErrors errors;
  private final int planes;
  private final double[] squaredErrors = new double[3];
  private long frames;

  public Apsnr(MeterPlan plan) {
    format = plan.format();
    errors = plan.planeErrors();
    planes = Psnr.planesSeenByLibvmaf(plan, FIGURES);
  }

  @Override
  public void frame(FigureSink figures) {
    frames++;
    for (int plane = 0; plane < planes; plane++) {
      squaredErrors[plane] += errors.libvmafSquaredError(plane);
    }
  }

  @Override
  public void sequence(FigureSink figures) {
    double peak = format.peak();
    for (int plane = 0; plane < planes; plane++) {
      double samples = (double) format.libvmafPlaneSamples(plane) * frames;
      double psnr = 10 * Math.log10(peak * peak * samples / squaredErrors[plane]);
      double cap = Math.ceil(10 * Math.log10(peak * peak * samples * 2));
      figures.put(FIGURES[plane], Math.min(psnr, cap));
    }
  }
}
