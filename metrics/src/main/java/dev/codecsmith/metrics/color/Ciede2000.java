package dev.codecsmith.metrics.color;

import dev.codecsmith.metrics.plan.FrameMetric;
import dev.codecsmith.metrics.plan.MeterPlan;

/**
 * libvmaf's CIEDE2000 ({@code libvmaf/src/feature/ciede.c}): the colour difference of Sharma, Wu
 * and Dalal ("The CIEDE2000 color-difference formula", Color Research and Application 30(1), 2005)
 * as a figure that is higher for better pictures.
 *
 * <p>Samples are taken for BT.709 with limited range, whatever the video says; subsampled chroma is
 * repeated. With ΔE00 computed with kL = 0.65, kC = 1, kH = 4 between L*a*b* colours (D65) a
 * frame's figure is
 *
 * <pre>ciede2000 = 45 - 20·log10(mean over samples of ΔE00)</pre>
 *
 * and the sequence's the mean over frames; equal frames are infinite. Of odd sizes the last chroma
 * column and row are used here, where libvmaf reads beyond its planes; so it does with all 4:2:2,
 * for which its figure means nothing. 4:0:0 has no figure.
 */
public final class Ciede2000 implements FrameMetric {

  private static final String FIGURE = "ciede2000";

  private final ColorDifferences differences;
  private final boolean possible;
  private double sum;
  private long frames;

  public Ciede2000(MeterPlan plan) {
    possible = plan.format().planes() == 3;
    differences = new ColorDifferences(plan);
    if (possible) {
      plan.analyse(differences);
    } else {
      plan.unavailable(FIGURE, MeterPlan.LUMA_ONLY);
    }
  }

  @Override
  public void frame(FigureSink figures) {
    if (possible) {
      double figure = 45 - 20 * Math.log10(differences.mean());
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
