package dev.codecsmith.metrics.ssim;

import dev.codecsmith.metrics.picture.PictureFormat;
import dev.codecsmith.metrics.plan.FrameMetric;
import dev.codecsmith.metrics.plan.MeterPlan;
import dev.codecsmith.metrics.plan.PlaneErrors;
import java.util.Locale;

/**
 * SSIM as ffmpeg's filter {@code ssim} prints it ({@code libavfilter/vf_ssim.c}).
 *
 * <p>Windows of 8x8 samples, unweighted, every 4 samples in both directions; columns and rows
 * beyond the last whole 4x4 block are not seen. With N = 64, c1 = (0.01·P)²/N, c2 = (0.03·P)², and
 * variance and covariance with the divisor N-1, a window's value is
 *
 * <pre>(2·μa·μb + c1)·(2·cov + c2) / ((μa² + μb² + c1)·(var a + var b + c2))</pre>
 *
 * A plane's figure is the mean over windows ({@code ffmpeg_ssim_y}, {@code _u}, {@code _v}), a
 * frame's {@code ffmpeg_ssim_all} the mean over planes weighted by their sample counts, the
 * sequence's the mean over frames. {@code ffmpeg_ssim_all_db} is -10·log10(1 - all), infinite for
 * equal pictures. ffmpeg adds the windows of a row in {@code float}, in an order that depends on
 * the machine, so figures agree to about 1e-7 and the dB of nearly perfect pictures to about 1e-3.
 *
 * <p>libvmaf's {@code float_ssim} has a Gaussian window and works on a reduced picture; the two
 * cannot be compared.
 */
public final class FfmpegSsim implements FrameMetric {

  private static final String[] FIGURES = {"ffmpeg_ssim_y", "ffmpeg_ssim_u", "ffmpeg_ssim_v"};
  private static final String ALL = "ffmpeg_ssim_all";
  private static final String ALL_DB = "ffmpeg_ssim_all_db";

  private final PictureFormat format;
  private final PlaneErrors errors;
  private final boolean hasAll;

  private final double[] sums = new double[3];
  private double sum;
  private long frames;

  public FfmpegSsim(MeterPlan plan) {
    format = plan.format();
    errors = plan.planeErrors().withSsim();
    boolean everyPlane = true;
    for (int plane = 0; plane < 3; plane++) {
      if (plane >= format.planes()) {
        plan.unavailable(FIGURES[plane], MeterPlan.LUMA_ONLY);
      } else if (!errors.hasSsim(plane)) {
        everyPlane = false;
        plan.unavailable(FIGURES[plane], tooSmall(plane));
        plan.unavailable(ALL, tooSmall(plane));
        plan.unavailable(ALL_DB, tooSmall(plane));
      }
    }
    hasAll = everyPlane;
  }

  private String tooSmall(int plane) {
    return String.format(
        Locale.ROOT,
        "ffmpeg's SSIM needs planes of at least 8x8 samples; plane %s has %dx%d.",
        "YUV".charAt(plane),
        format.planeWidth(plane),
        format.planeHeight(plane));
  }

  @Override
  public void frame(FigureSink figures) {
    frames++;
    double all = 0;
    for (int plane = 0; plane < format.planes(); plane++) {
      if (errors.hasSsim(plane)) {
        double ssim = errors.ssim(plane);
        all += ssim * format.planeSamples(plane);
        sums[plane] += ssim;
        figures.put(FIGURES[plane], ssim);
      }
    }
    if (hasAll) {
      all /= format.samples();
      sum += all;
      figures.put(ALL, all);
      figures.put(ALL_DB, decibels(all));
    }
  }

  @Override
  public void sequence(FigureSink figures) {
    for (int plane = 0; plane < format.planes(); plane++) {
      if (errors.hasSsim(plane)) {
        figures.put(FIGURES[plane], sums[plane] / frames);
      }
    }
    if (hasAll) {
      figures.put(ALL, sum / frames);
      figures.put(ALL_DB, decibels(sum / frames));
    }
  }

  private static double decibels(double ssim) {
    return -10 * Math.log10(1 - ssim);
  }
}
