package dev.codecsmith.metrics.kernel;

import java.lang.foreign.MemorySegment;

/** {@link BlockKernel} as it is defined, one sample after the other. */
public final class PlainBlockKernel implements BlockKernel {

  @Override
  public long squaredError(
      MemorySegment a, long aOffset, MemorySegment b, long bOffset, int count, int bitDepth) {
    long sum = 0;
    for (int i = 0; i < count; i++) {
      long difference =
          (long) Samples.at(a, aOffset, i, bitDepth) - Samples.at(b, bOffset, i, bitDepth);
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
          long sampleA = Samples.at(a, aOffset + row * aStride, 4 * block + column, bitDepth);
          long sampleB = Samples.at(b, bOffset + row * bStride, 4 * block + column, bitDepth);
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
}
