package dev.codecsmith.metrics.kernel.gaussian;

import dev.codecsmith.metrics.kernel.samples.BlockSums;
import dev.codecsmith.metrics.kernel.samples.SsimSums;
import java.util.Arrays;

/** The memory one thread needs for Gaussian SSIM, and the sums it collects there. */
public final class SsimScratch {

  private static final int LENGTH =
      GaussianWindow.TILE + GaussianWindow.SIZE - 1 + GaussianWindow.SLACK;

  /** Vertically filtered rows of a, b, a², b², ab. */
  final float[] a = new float[LENGTH];

  final float[] b = new float[LENGTH];
  final float[] aa = new float[LENGTH];
  final float[] bb = new float[LENGTH];
  final float[] ab = new float[LENGTH];

  /** A row of luminance, contrast, structure and their product. */
  final float[] luminance = new float[LENGTH];

  final float[] contrast = new float[LENGTH];
  final float[] structure = new float[LENGTH];
  final float[] product = new float[LENGTH];

  /** Sums of those four, each over {@link BlockSums#SUM_LANES} lanes of interleaved columns. */
  final double[][] lanes = new double[4][BlockSums.SUM_LANES];

  /** Begins new sums. */
  public void clear() {
    for (double[] lane : lanes) {
      Arrays.fill(lane, 0);
    }
  }

  /** The sums since {@link #clear()}. */
  public SsimSums sums() {
    return new SsimSums(sum(lanes[0]), sum(lanes[1]), sum(lanes[2]), sum(lanes[3]));
  }

  private static double sum(double[] lanes) {
    double sum = 0;
    for (double lane : lanes) {
      sum += lane;
    }
    return sum;
  }
}
