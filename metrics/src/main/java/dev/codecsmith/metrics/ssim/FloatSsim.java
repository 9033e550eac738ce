package dev.codecsmith.metrics.ssim;

import dev.codecsmith.metrics.kernel.gaussian.GaussianWindow;
import dev.codecsmith.metrics.kernel.samples.SsimSums;
import dev.codecsmith.metrics.plan.FrameMetric;
import dev.codecsmith.metrics.plan.MeterPlan;
import java.util.Locale;

/**
 * libvmaf's SSIM of luma ({@code libvmaf/src/feature/ssim.c}), after Wang, Bovik, Sheikh and
 * Simoncelli ("Image quality assessment: from error visibility to structural similarity", IEEE TIP
 * 13(4), 2004).
 *
 * <p>The picture is first made smaller by the factor f = max(1, round(min(width, height) / 256)):
 * every f-th sample in both directions, after a box filter of f by f with mirrored edges. (So 1080p
 * is measured at a quarter of its width and height.) Then the mean of l·c·s over all positions of
 * the window, as {@link FloatMsSsim} defines them at one scale; the sequence's figure is the mean
 * over frames. ffmpeg's namesake ({@link FfmpegSsim}) has an unweighted window of 8x8 and looks at
 * the picture as it is.
 */
public final class FloatSsim implements FrameMetric {

  private static final String FIGURE = "float_ssim";

  private final ReducedSsim ssim;
  private final boolean possible;
  private double sum;
  private long frames;

  public FloatSsim(MeterPlan plan) {
    ssim = new ReducedSsim(plan);
    possible = Math.min(ssim.width(), ssim.height()) >= GaussianWindow.SIZE;
    if (possible) {
      plan.analyse(ssim);
    } else {
      plan.unavailable(
          FIGURE,
          String.format(
              Locale.ROOT,
              "libvmaf's SSIM needs pictures of at least %dx%d; these have %dx%d.",
              GaussianWindow.SIZE,
              GaussianWindow.SIZE,
              plan.format().width(),
              plan.format().height()));
    }
  }

  @Override
  public void frame(FigureSink figures) {
    if (possible) {
      SsimSums means = ssim.means();
      double figure = (float) means.product();
      sum += figure;
      frames++;
      figures.put(FIGURE, figure);
    }
  }

  @Override
  public void sequence(FigureSink figures) {
    if (possible) {
      figures.put(FIGURE, sum / frames);
    }
  }
}
