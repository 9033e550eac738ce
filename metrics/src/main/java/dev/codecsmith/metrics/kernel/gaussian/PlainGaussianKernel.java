package dev.codecsmith.metrics.kernel.gaussian;

import dev.codecsmith.metrics.kernel.samples.BlockSums;
import dev.codecsmith.metrics.kernel.samples.Samples;
import java.lang.foreign.MemorySegment;

/** {@link GaussianKernel} as it is defined, one sample after the other. */
public final class PlainGaussianKernel implements GaussianKernel {

  @Override
  public void toFloat(
      MemorySegment samples, long offset, int count, int bitDepth, float[] row, int rowOffset) {
    toFloat(samples, offset, 0, count, bitDepth, row, rowOffset);
  }

  /** Converts from one sample to before another. */
  static void toFloat(
      MemorySegment samples,
      long offset,
      int from,
      int to,
      int bitDepth,
      float[] row,
      int rowOffset) {
    float scale = 1f / (1 << (bitDepth - 8));
    for (int i = from; i < to; i++) {
      row[rowOffset + i] = Samples.at(samples, offset, i, bitDepth) * scale;
    }
  }

  @Override
  public void gaussianSsim(
      float[] a,
      float[] b,
      int at,
      int stride,
      int columns,
      boolean luminance,
      SsimScratch scratch) {
    for (int column = 0; column < columns + GaussianWindow.SIZE - 1; column++) {
      filterColumn(a, b, at + column, stride, column, scratch);
    }
    for (int column = 0; column < columns; column++) {
      similarity(column, scratch);
    }
    addLanes(scratch.contrast, columns, scratch.lanes[1]);
    addLanes(scratch.structure, columns, scratch.lanes[2]);
    if (luminance) {
      addLanes(scratch.luminance, columns, scratch.lanes[0]);
      addLanes(scratch.product, columns, scratch.lanes[3]);
    }
  }

  private static void filterColumn(
      float[] a, float[] b, int at, int stride, int column, SsimScratch scratch) {
    float meanA = 0;
    float meanB = 0;
    float aa = 0;
    float bb = 0;
    float ab = 0;
    for (int row = 0; row < GaussianWindow.SIZE; row++) {
      float sampleA = a[at + row * stride];
      float sampleB = b[at + row * stride];
      float tap = GaussianWindow.TAPS[row];
      meanA = Math.fma(tap, sampleA, meanA);
      meanB = Math.fma(tap, sampleB, meanB);
      aa = Math.fma(tap, sampleA * sampleA, aa);
      bb = Math.fma(tap, sampleB * sampleB, bb);
      ab = Math.fma(tap, sampleA * sampleB, ab);
    }
    scratch.a[column] = meanA;
    scratch.b[column] = meanB;
    scratch.aa[column] = aa;
    scratch.bb[column] = bb;
    scratch.ab[column] = ab;
  }

  private static void similarity(int column, SsimScratch scratch) {
    float a = filterRow(scratch.a, column);
    float b = filterRow(scratch.b, column);
    float varianceA = filterRow(scratch.aa, column) - a * a;
    float varianceB = filterRow(scratch.bb, column) - b * b;
    float covariance = filterRow(scratch.ab, column) - a * b;
    varianceA = Math.max(0, varianceA);
    varianceB = Math.max(0, varianceB);
    float root = (float) Math.sqrt(varianceA * varianceB);
    // Without it, two equal flat areas would not be alike, as the window's sum is not quite 1.
    covariance = root > 0 ? covariance : Math.max(0, covariance);
    float luminance = (2 * a * b + GaussianWindow.C1) / (a * a + b * b + GaussianWindow.C1);
    float contrast = (2 * root + GaussianWindow.C2) / (varianceA + varianceB + GaussianWindow.C2);
    float structure = (covariance + GaussianWindow.C3) / (root + GaussianWindow.C3);
    scratch.luminance[column] = luminance;
    scratch.contrast[column] = contrast;
    scratch.structure[column] = structure;
    scratch.product[column] = luminance * contrast * structure;
  }

  private static float filterRow(float[] row, int column) {
    float sum = 0;
    for (int tap = 0; tap < GaussianWindow.SIZE; tap++) {
      sum = Math.fma(GaussianWindow.TAPS[tap], row[column + tap], sum);
    }
    return sum;
  }

  private static void addLanes(float[] row, int columns, double[] lanes) {
    for (int column = 0; column < columns; column++) {
      lanes[column % BlockSums.SUM_LANES] += row[column];
    }
  }

  @Override
  public void halve(
      float[] rows, int at, int stride, int columns, float[] scratch, float[] out, int outAt) {
    float[] taps = GaussianWindow.LOW_PASS;
    for (int column = 0; column < 2 * columns + taps.length - 2; column++) {
      float sum = 0;
      for (int tap = 0; tap < taps.length; tap++) {
        sum = Math.fma(taps[tap], rows[at + tap * stride + column], sum);
      }
      scratch[column] = sum;
    }
    for (int column = 0; column < columns; column++) {
      float sum = 0;
      for (int tap = 0; tap < taps.length; tap++) {
        sum = Math.fma(taps[tap], scratch[2 * column + tap], sum);
      }
      out[outAt + column] = sum;
    }
  }
}
