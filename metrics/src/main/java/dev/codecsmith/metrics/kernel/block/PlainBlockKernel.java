package dev.codecsmith.metrics.kernel.block;

import dev.codecsmith.metrics.kernel.samples.BlockSums;
import dev.codecsmith.metrics.kernel.samples.Samples;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/** {@link BlockKernel} as it is defined, one sample after the other. */
public final class PlainBlockKernel implements BlockKernel {

  @Override
  public long squaredError(
      MemorySegment a, long aOffset, MemorySegment b, long bOffset, int count, int bitDepth) {
    return squaredError(a, aOffset, b, bOffset, 0, count, bitDepth);
  }

  /** The sum of (a-b)² from one sample to before another. */
  static long squaredError(
      MemorySegment a,
      long aOffset,
      MemorySegment b,
      long bOffset,
      int from,
      int to,
      int bitDepth) {
    long sum = 0;
    for (int i = from; i < to; i++) {
      long difference =
          (long) Samples.at(a, aOffset, i, bitDepth) - Samples.at(b, bOffset, i, bitDepth);
      sum += difference * difference;
    }
    return sum;
  }

  @Override
  public long blockSums(
      MemorySegment a,
      long aOffset,
      long aStride,
      MemorySegment b,
      long bOffset,
      long bStride,
      int bitDepth,
      BlockSums sums) {
    return blockSums(a, aOffset, aStride, b, bOffset, bStride, bitDepth, sums, 0);
  }

  /** Fills the sums from block {@code from} on, and returns the sum of (a-b)² over those blocks. */
  static long blockSums(
      MemorySegment a,
      long aOffset,
      long aStride,
      MemorySegment b,
      long bOffset,
      long bStride,
      int bitDepth,
      BlockSums sums,
      int from) {
    if (bitDepth == 8) {
      return blockSums8(a, aOffset, aStride, b, bOffset, bStride, sums, from);
    }
    long total = 0;
    for (int block = from; block < sums.blocks; block++) {
      int sumA = 0;
      int sumB = 0;
      long error = 0;
      long product = 0;
      for (int row = 0; row < 4; row++) {
        for (int column = 4 * block; column < 4 * block + 4; column++) {
          long sampleA = Samples.at(a, aOffset + row * aStride, column, bitDepth);
          long sampleB = Samples.at(b, bOffset + row * bStride, column, bitDepth);
          sumA += (int) sampleA;
          sumB += (int) sampleB;
          error += (sampleA - sampleB) * (sampleA - sampleB);
          product += sampleA * sampleB;
        }
      }
      sums.set(block, sumA, sumB, error, product, bitDepth);
      total += error;
    }
    return total;
  }

  /** The same for the most frequent depth, in {@code int}, which is a third faster. */
  private static long blockSums8(
      MemorySegment a,
      long aOffset,
      long aStride,
      MemorySegment b,
      long bOffset,
      long bStride,
      BlockSums sums,
      int from) {
    long total = 0;
    for (int block = from; block < sums.blocks; block++) {
      int sumA = 0;
      int sumB = 0;
      int error = 0;
      int product = 0;
      for (int row = 0; row < 4; row++) {
        long rowA = aOffset + row * aStride + 4L * block;
        long rowB = bOffset + row * bStride + 4L * block;
        for (int column = 0; column < 4; column++) {
          int sampleA = a.get(ValueLayout.JAVA_BYTE, rowA + column) & 0xFF;
          int sampleB = b.get(ValueLayout.JAVA_BYTE, rowB + column) & 0xFF;
          sumA += sampleA;
          sumB += sampleB;
          error += (sampleA - sampleB) * (sampleA - sampleB);
          product += sampleA * sampleB;
        }
      }
      sums.set(block, sumA, sumB, error, product, 8);
      total += error;
    }
    return total;
  }

  @Override
  public double ssim(BlockSums above, BlockSums below, int bitDepth) {
    Arrays.fill(below.lanes, 0);
    windows(above, below, bitDepth, 0);
    below.addToLanes(0, below.blocks - 1);
    return below.sumOfLanes();
  }

  /** Fills the windows of {@code below} from window {@code from} on. */
  static void windows(BlockSums above, BlockSums below, int bitDepth, int from) {
    for (int i = from; i + 1 < below.blocks; i++) {
      below.windows[i] = window(above, below, i, bitDepth);
    }
  }

  /**
   * The SSIM of the window made by blocks {@code i} and {@code i+1} of both rows (ffmpeg's {@code
   * vf_ssim.c}): with sums over N = 64 samples, c1 = (0.01·peak)²·N and c2 = (0.03·peak)²·N·(N-1),
   * both rounded to whole numbers,
   *
   * <pre>(2·Σa·Σb + c1)·(2·(N·Σab - Σa·Σb) + c2)
   * / (((Σa)² + (Σb)² + c1)·(N·Σ(a²+b²) - (Σa)² - (Σb)² + c2))</pre>
   *
   * where each of the four factors is exact before it is rounded to {@code float}.
   */
  private static float window(BlockSums above, BlockSums below, int i, int bitDepth) {
    long a = (long) above.a[i] + above.a[i + 1] + below.a[i] + below.a[i + 1];
    long b = (long) above.b[i] + above.b[i + 1] + below.b[i] + below.b[i + 1];
    long error =
        above.error(i, bitDepth)
            + above.error(i + 1, bitDepth)
            + below.error(i, bitDepth)
            + below.error(i + 1, bitDepth);
    long product =
        above.product(i, bitDepth)
            + above.product(i + 1, bitDepth)
            + below.product(i, bitDepth)
            + below.product(i + 1, bitDepth);
    long squares = error + 2 * product;
    long c1 = c1(bitDepth);
    long c2 = c2(bitDepth);
    long variances = squares * 64 - a * a - b * b;
    long covariance = product * 64 - a * b;
    return (float) (2 * a * b + c1)
        * (float) (2 * covariance + c2)
        / ((float) (a * a + b * b + c1) * (float) (variances + c2));
  }

  static long c1(int bitDepth) {
    long peak = (1L << bitDepth) - 1;
    return (long) (.01 * .01 * peak * peak * 64 + .5);
  }

  static long c2(int bitDepth) {
    long peak = (1L << bitDepth) - 1;
    return (long) (.03 * .03 * peak * peak * 64 * 63 + .5);
  }
}
