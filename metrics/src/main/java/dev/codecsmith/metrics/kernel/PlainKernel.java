package dev.codecsmith.metrics.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** The loops as they are defined, one sample after the other. */
public final class PlainKernel implements Kernel {

  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  @Override
  public String description() {
    return "plain Java, no vectors";
  }

  @Override
  public long squaredError(
      MemorySegment a, long aOffset, MemorySegment b, long bOffset, int count, int bitDepth) {
    long sum = 0;
    for (int i = 0; i < count; i++) {
      long difference = (long) sample(a, aOffset, i, bitDepth) - sample(b, bOffset, i, bitDepth);
      sum += difference * difference;
    }
    return sum;
  }

  @Override
  public void blockSums(
      MemorySegment a,
      long aOffset,
      long aStride,
      MemorySegment b,
      long bOffset,
      long bStride,
      int bitDepth,
      BlockSums sums) {
    for (int block = 0; block < sums.blocks; block++) {
      int sumA = 0;
      int sumB = 0;
      long squares = 0;
      long products = 0;
      for (int row = 0; row < 4; row++) {
        for (int column = 0; column < 4; column++) {
          long sampleA = sample(a, aOffset + row * aStride, 4 * block + column, bitDepth);
          long sampleB = sample(b, bOffset + row * bStride, 4 * block + column, bitDepth);
          sumA += (int) sampleA;
          sumB += (int) sampleB;
          squares += sampleA * sampleA + sampleB * sampleB;
          products += sampleA * sampleB;
        }
      }
      sums.a[block] = sumA;
      sums.b[block] = sumB;
      sums.squares[block] = squares;
      sums.products[block] = products;
    }
  }

  @Override
  public double ssim(BlockSums above, BlockSums below, int bitDepth) {
    double[] lanes = new double[BlockSums.SUM_LANES];
    for (int i = 0; i + 1 < above.blocks; i++) {
      lanes[i % BlockSums.SUM_LANES] += window(above, below, i, bitDepth);
    }
    double sum = 0;
    for (double lane : lanes) {
      sum += lane;
    }
    return sum;
  }

  /**
   * The SSIM of the window made by blocks {@code i} and {@code i+1} of both rows (ffmpeg's {@code
   * vf_ssim.c}): with sums over N = 64 samples, c1 = (0.01·peak)²·N and c2 = (0.03·peak)²·N·(N-1),
   * both rounded to whole numbers,
   *
   * <pre>(2·Σa·Σb + c1)·(2·(N·Σab - Σa·Σb) + c2)
   * / ((Σa² + Σb² of the sums + c1)·(N·Σ(a²+b²) - (Σa)² - (Σb)² + c2))</pre>
   *
   * where each of the four factors is exact before it is rounded to {@code float}.
   */
  static float window(BlockSums above, BlockSums below, int i, int bitDepth) {
    long a = (long) above.a[i] + above.a[i + 1] + below.a[i] + below.a[i + 1];
    long b = (long) above.b[i] + above.b[i + 1] + below.b[i] + below.b[i + 1];
    long squares =
        above.squares[i] + above.squares[i + 1] + below.squares[i] + below.squares[i + 1];
    long products =
        above.products[i] + above.products[i + 1] + below.products[i] + below.products[i + 1];
    long c1 = ssimC1(bitDepth);
    long c2 = ssimC2(bitDepth);
    long variances = squares * 64 - a * a - b * b;
    long covariance = products * 64 - a * b;
    return (float) (2 * a * b + c1)
        * (float) (2 * covariance + c2)
        / ((float) (a * a + b * b + c1) * (float) (variances + c2));
  }

  static long ssimC1(int bitDepth) {
    long peak = (1L << bitDepth) - 1;
    return (long) (.01 * .01 * peak * peak * 64 + .5);
  }

  static long ssimC2(int bitDepth) {
    long peak = (1L << bitDepth) - 1;
    return (long) (.03 * .03 * peak * peak * 64 * 63 + .5);
  }

  @Override
  public void toFloat(
      MemorySegment samples, long offset, int count, int bitDepth, float[] row, int rowOffset) {
    float scale = 1f / (1 << (bitDepth - 8));
    for (int i = 0; i < count; i++) {
      row[rowOffset + i] = sample(samples, offset, i, bitDepth) * scale - GaussianWindow.SHIFT;
    }
  }

  @Override
  public void gaussianSsim(
      float[] a, float[] b, int at, int stride, int columns, SsimScratch scratch) {
    for (int column = 0; column < columns + GaussianWindow.SIZE - 1; column++) {
      filterColumn(a, b, at + column, stride, column, scratch);
    }
    for (int column = 0; column < columns; column++) {
      similarity(column, scratch);
    }
    addLanes(scratch.luminance, columns, scratch.lanes[0]);
    addLanes(scratch.contrast, columns, scratch.lanes[1]);
    addLanes(scratch.structure, columns, scratch.lanes[2]);
    addLanes(scratch.product, columns, scratch.lanes[3]);
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
      float weightedA = GaussianWindow.TAPS[row] * sampleA;
      float weightedB = GaussianWindow.TAPS[row] * sampleB;
      meanA += weightedA;
      meanB += weightedB;
      aa = Math.fma(weightedA, sampleA, aa);
      bb = Math.fma(weightedB, sampleB, bb);
      ab = Math.fma(weightedA, sampleB, ab);
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
    varianceA += Math.fma(GaussianWindow.SLOPE, a, GaussianWindow.OFFSET);
    varianceB += Math.fma(GaussianWindow.SLOPE, b, GaussianWindow.OFFSET);
    covariance += Math.fma(GaussianWindow.SLOPE / 2, a + b, GaussianWindow.OFFSET);
    varianceA = Math.max(0, varianceA);
    varianceB = Math.max(0, varianceB);
    float root = (float) Math.sqrt(varianceA * varianceB);
    float meanA = a + GaussianWindow.MEAN_SHIFT;
    float meanB = b + GaussianWindow.MEAN_SHIFT;
    float luminance =
        (2 * meanA * meanB + GaussianWindow.C1)
            / (meanA * meanA + meanB * meanB + GaussianWindow.C1);
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
      float sum = GaussianWindow.LOW_PASS_OFFSET;
      for (int tap = 0; tap < taps.length; tap++) {
        sum = Math.fma(taps[tap], scratch[2 * column + tap], sum);
      }
      out[outAt + column] = sum;
    }
  }

  private static int sample(MemorySegment samples, long offset, int index, int bitDepth) {
    return bitDepth == 8
        ? Byte.toUnsignedInt(samples.get(ValueLayout.JAVA_BYTE, offset + index))
        : Short.toUnsignedInt(samples.get(SHORT, offset + 2L * index));
  }
}
