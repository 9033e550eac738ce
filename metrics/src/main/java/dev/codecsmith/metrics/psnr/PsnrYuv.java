package dev.codecsmith.metrics.psnr;

import dev.codecsmith.metrics.picture.PictureFormat;
import dev.codecsmith.metrics.plan.FrameMetric;
import dev.codecsmith.metrics.plan.MeterPlan;
import dev.codecsmith.metrics.plan.PlaneErrors;

/**
 * PSNR-YUV with weights 6:1:1, JVET's one figure for three planes.
 *
 * <pre>psnr_yuv = (6·psnr_y + psnr_cb + psnr_cr) / 8</pre>
 *
 * per frame, of PSNRs capped as those of {@link Psnr}; the figure of the sequence is the mean over
 * frames, which equals the same weights put on the sequence's {@code psnr_y}, {@code psnr_cb} and
 * {@code psnr_cr}. Every sample counts: of an odd size, the last column and row of chroma do, which
 * libvmaf's {@code psnr_cb} and {@code psnr_cr} leave out. The weighted mean of decibels is what
 * the JCT-VC and JVET test conditions report beside the planes. Ohm, Sullivan, Schwarz, Tan and
 * Wiegand ("Comparison of the Coding Efficiency of Video Coding Standards", IEEE TCSVT 22(12),
 * 2012) use the same weights and the same mean of decibels, but on 4:2:0 only and without a cap; so
 * a lossless frame counts as infinite there and as 6·bits + 12 dB here. A PSNR of the weighted MSE
 * would be another figure, and a lower one.
 */
public final class PsnrYuv implements FrameMetric {

  private static final String FIGURE = "psnr_yuv";

  private final PictureFormat format;
  private final PlaneErrors errors;
  private double sum;
  private long frames;

  public PsnrYuv(MeterPlan plan) {
    format = plan.format();
    errors = plan.planeErrors();
    if (format.planes() < 3) {
      plan.unavailable(FIGURE, MeterPlan.LUMA_ONLY);
    }
  }

  @Override
  public void frame(FigureSink figures) {
    if (format.planes() < 3) {
      return;
    }
    frames++;
    double psnr = (6 * psnr(0) + psnr(1) + psnr(2)) / 8;
    sum += psnr;
    figures.put(FIGURE, psnr);
  }

  @Override
  public void sequence(FigureSink figures) {
    if (format.planes() == 3) {
      figures.put(FIGURE, sum / frames);
    }
  }

  private double psnr(int plane) {
    return Psnr.capped(errors.meanSquaredError(plane), format);
  }
}
