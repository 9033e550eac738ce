package dev.codecsmith.metrics.psnr;

import dev.codecsmith.metrics.picture.PictureFormat;
import dev.codecsmith.metrics.plan.FrameMetric;
import dev.codecsmith.metrics.plan.MeterPlan;
import dev.codecsmith.metrics.plan.PlaneErrors;

/**
 * PSNR as ffmpeg's filter {@code psnr} prints it ({@code libavfilter/vf_psnr.c}): of the mean MSE.
 *
 * <ul>
 *   <li>{@code ffmpeg_psnr_y}, {@code _u}, {@code _v}: 10·log10(P² / mean over frames of the
 *       plane's MSE);
 *   <li>{@code ffmpeg_psnr_avg}: the same of the frames' MSE, which is the planes' MSE weighted by
 *       their sample counts (4:2:0: 4:1:1);
 *   <li>{@code ffmpeg_psnr_min}, {@code ffmpeg_psnr_max}: of the frame with the largest, the
 *       smallest MSE.
 * </ul>
 *
 * Equal pictures give infinity. Per frame there are the planes and the average. {@link Psnr}, the
 * namesake from libvmaf, is a mean of capped decibels.
 */
public final class FfmpegPsnr implements FrameMetric {

  private static final String[] FIGURES = {"ffmpeg_psnr_y", "ffmpeg_psnr_u", "ffmpeg_psnr_v"};

  private final PictureFormat format;
  private final PlaneErrors errors;
  private final double[] sums = new double[3];
  private double sum;
  private double smallest = Double.POSITIVE_INFINITY;
  private double largest = Double.NEGATIVE_INFINITY;
  private long frames;

  public FfmpegPsnr(MeterPlan plan) {
    format = plan.format();
    errors = plan.planeErrors();
    for (int plane = format.planes(); plane < 3; plane++) {
      plan.unavailable(FIGURES[plane], MeterPlan.LUMA_ONLY);
    }
  }

  @Override
  public void frame(FigureSink figures) {
    frames++;
    double weighted = 0;
    for (int plane = 0; plane < format.planes(); plane++) {
      double meanSquaredError = errors.meanSquaredError(plane);
      weighted += meanSquaredError * ((double) format.planeSamples(plane) / format.samples());
      sums[plane] += meanSquaredError;
      figures.put(FIGURES[plane], psnr(meanSquaredError));
    }
    sum += weighted;
    smallest = Math.min(smallest, weighted);
    largest = Math.max(largest, weighted);
    figures.put("ffmpeg_psnr_avg", psnr(weighted));
  }

  @Override
  public void sequence(FigureSink figures) {
    for (int plane = 0; plane < format.planes(); plane++) {
      figures.put(FIGURES[plane], psnr(sums[plane] / frames));
    }
    figures.put("ffmpeg_psnr_avg", psnr(sum / frames));
    figures.put("ffmpeg_psnr_min", psnr(largest));
    figures.put("ffmpeg_psnr_max", psnr(smallest));
  }

  private double psnr(double meanSquaredError) {
    double peak = format.peak();
    return 10 * Math.log10(peak * peak / meanSquaredError);
  }
}
