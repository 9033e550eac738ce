package dev.codecsmith.metrics.psnr;

import dev.codecsmith.metrics.kernel.hvs.HvsKernel;
import dev.codecsmith.metrics.picture.PictureFormat;
import dev.codecsmith.metrics.plan.FrameMetric;
import dev.codecsmith.metrics.plan.MeterPlan;

/**
 * PSNR-HVS-M as libvmaf has it from Daala ({@code
 * libvmaf/src/feature/third_party/xiph/psnr_hvs.c}), after Ponomarenko and others ("On
 * between-coefficient contrast masking of DCT basis functions", VPQM 2007): a PSNR of DCT
 * coefficients, weighted by contrast sensitivity, after what the block's own contrast masks is
 * taken off each error.
 *
 * <p>Blocks of 8x8 every 7 samples, in whole numbers. With P the peak, a plane's figure of a frame
 * is {@code psnr_hvs_y} (and {@code _cb}, {@code _cr}) = -10·log10(S), S the mean over coefficients
 * of the weighted squared error / P²; {@code psnr_hvs} is -10·log10(0.8·Sy + 0.1·Scb + 0.1·Scr).
 * The sequence's figures are means over frames, infinite when one frame is. libvmaf adds the errors
 * of a plane one by one in {@code float}, which loses some thousandths of a decibel at 1080p; we
 * add them alike. Bit depths above 12 have no figure, as in libvmaf. Where luma has an odd size,
 * the last column or row of subsampled chroma is not seen.
 */
public final class PsnrHvs implements FrameMetric {

  private static final String[] FIGURES = {"psnr_hvs_y", "psnr_hvs_cb", "psnr_hvs_cr"};
  private static final String ALL = "psnr_hvs";

  private final HvsErrors errors;
  private final int planes;
  private final double[] sums = new double[3];
  private double sum;
  private long frames;

  public PsnrHvs(MeterPlan plan) {
    PictureFormat format = plan.format();
    String reason = MeterPlan.LUMA_ONLY;
    int possible = format.planes();
    if (format.bitDepth() > 12) {
      possible = 0;
      reason =
          "PSNR-HVS is defined for 8 to 12 bits; these pictures have " + format.bitDepth() + ".";
    } else if (!hasBlock(format, 0)) {
      possible = 0;
      reason = "PSNR-HVS needs pictures of at least 8x8; these have " + size(format, 0) + ".";
    } else if (possible == 3 && !hasBlock(format, 1)) {
      possible = 1;
      reason = "PSNR-HVS needs chroma planes of at least 8x8; these have " + size(format, 1) + ".";
    }
    planes = possible;
    for (int plane = planes; plane < 3; plane++) {
      plan.unavailable(FIGURES[plane], reason);
    }
    if (planes < 3) {
      plan.unavailable(ALL, reason);
    }
    errors = new HvsErrors(plan, planes);
    if (planes > 0) {
      plan.analyse(errors);
    }
  }

  private static boolean hasBlock(PictureFormat format, int plane) {
    return format.libvmafPlaneWidth(plane) >= HvsKernel.BLOCK
        && format.libvmafPlaneHeight(plane) >= HvsKernel.BLOCK;
  }

  private static String size(PictureFormat format, int plane) {
    return format.libvmafPlaneWidth(plane) + "x" + format.libvmafPlaneHeight(plane);
  }

  @Override
  public void frame(FigureSink figures) {
    frames++;
    for (int plane = 0; plane < planes; plane++) {
      double psnr = decibels(errors.meanError(plane));
      sums[plane] += psnr;
      figures.put(FIGURES[plane], psnr);
    }
    if (planes == 3) {
      double psnr =
          decibels(errors.meanError(0) * .8 + .1 * (errors.meanError(1) + errors.meanError(2)));
      sum += psnr;
      figures.put(ALL, psnr);
    }
  }

  @Override
  public void sequence(FigureSink figures) {
    for (int plane = 0; plane < planes; plane++) {
      figures.put(FIGURES[plane], sums[plane] / frames);
    }
    if (planes == 3) {
      figures.put(ALL, sum / frames);
    }
  }

  private static double decibels(double error) {
    return -10 * Math.log10(error);
  }
}
