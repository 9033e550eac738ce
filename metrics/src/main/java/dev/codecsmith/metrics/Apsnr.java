package dev.codecsmith.metrics;

/**
 * libvmaf's aggregate PSNR, {@code psnr} with {@code enable_apsnr} ({@code
 * libvmaf/src/feature/integer_psnr.c}): PSNR of the squared error of all frames together,
 *
 * <pre>apsnr = min(10·log10(P²·n / SSE), ceil(10·log10(2·P²·n)))</pre>
 *
 * with n the samples of the plane in all frames. Below the cap it equals ffmpeg's {@code
 * ffmpeg_psnr_y} and its sisters. It has no figure per frame.
 */
final class Apsnr implements FrameMetric {

  private static final String[] FIGURES = {"apsnr_y", "apsnr_cb", "apsnr_cr"};

  private final PictureFormat format;
  private final PlaneErrors errors;
  private final double[] squaredErrors = new double[3];
  private long frames;

  Apsnr(MeterPlan plan) {
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
      squaredErrors[plane] += errors.squaredError(plane);
    }
  }

  @Override
  public void sequence(Figures figures) {
    double peak = format.peak();
    for (int plane = 0; plane < format.planes(); plane++) {
      double samples = (double) format.planeSamples(plane) * frames;
      double psnr = 10 * Math.log10(peak * peak * samples / squaredErrors[plane]);
      double cap = Math.ceil(10 * Math.log10(peak * peak * samples * 2));
      figures.put(FIGURES[plane], Math.min(psnr, cap));
    }
  }
}
