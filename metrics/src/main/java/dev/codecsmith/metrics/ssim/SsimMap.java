package dev.codecsmith.metrics.ssim;

import dev.codecsmith.metrics.picture.Plane;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Where in a plane two pictures are unlike: the value of each window of {@link FfmpegSsim}, to be
 * looked at. Their mean is that plane's {@code ffmpeg_ssim} figure; what only asks for it has it
 * faster there.
 */
public final class SsimMap {
  /** Windows begin so many samples apart, and are twice as wide and high. */
  public static final int STEP = 4;

  private static final int SAMPLES = 4 * STEP * STEP;
  private static final ValueLayout.OfShort PAIR =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final int columns;
  private final int rows;
  private final float[] windows;

  private SsimMap(int columns, int rows, float[] windows) {
    this.columns = columns;
    this.rows = rows;
    this.windows = windows;
  }

  /**
   * Compares two planes of the same size and bit depth.
   *
   * @throws IllegalArgumentException if they are not, or are smaller than a window of 8x8
   */
  public static SsimMap of(Plane reference, Plane distorted) {
    if (reference.width() != distorted.width()
        || reference.height() != distorted.height()
        || reference.bitDepth() != distorted.bitDepth()
        || Math.min(reference.width(), reference.height()) < 2 * STEP) {
      throw new IllegalArgumentException(
          "SSIM compares planes of one size and bit depth, of at least 8x8 samples.");
    }
    return new Blocks(reference, distorted).windows();
  }

  /** How many windows lie side by side. */
  public int columns() {
    return columns;
  }

  /** How many windows lie one below the other. */
  public int rows() {
    return rows;
  }

  /** A window's value, 1 where both pictures are equal; it begins at 4·column and 4·row. */
  public float at(int column, int row) {
    return windows[row * columns + column];
  }

  /** The mean of all windows. */
  public double mean() {
    double sum = 0;
    for (float window : windows) {
      sum += window;
    }
    return sum / windows.length;
  }

  /** Sums over aligned blocks of 4x4 samples, four of which make a window. */
  private static final class Blocks {
    private final int columns;
    private final int rows;
    private final double peak;
    private final long[] a;
    private final long[] b;
    private final long[] squares;
    private final long[] products;

    Blocks(Plane one, Plane other) {
      columns = one.width() / STEP;
      rows = one.height() / STEP;
      peak = (1 << one.bitDepth()) - 1;
      int count = columns * rows;
      a = new long[count];
      b = new long[count];
      squares = new long[count];
      products = new long[count];
      for (int y = 0; y < rows * STEP; y++) {
        for (int x = 0; x < columns * STEP; x++) {
          int block = y / STEP * columns + x / STEP;
          long p = sample(one, x, y);
          long q = sample(other, x, y);
          a[block] += p;
          b[block] += q;
          squares[block] += p * p + q * q;
          products[block] += p * q;
        }
      }
    }

    private static int sample(Plane plane, int x, int y) {
      return plane.bitDepth() == 8
          ? plane.samples().get(ValueLayout.JAVA_BYTE, y * plane.strideBytes() + x) & 0xFF
          : plane.samples().get(PAIR, y * plane.strideBytes() + 2L * x) & 0xFFFF;
    }

    SsimMap windows() {
      float[] windows = new float[(columns - 1) * (rows - 1)];
      for (int row = 0; row < rows - 1; row++) {
        for (int column = 0; column < columns - 1; column++) {
          windows[row * (columns - 1) + column] = (float) window(row * columns + column);
        }
      }
      return new SsimMap(columns - 1, rows - 1, windows);
    }

    private double window(int block) {
      double meanA = (double) sum(a, block) / SAMPLES;
      double meanB = (double) sum(b, block) / SAMPLES;
      double variances =
          (sum(squares, block) - SAMPLES * (meanA * meanA + meanB * meanB)) / (SAMPLES - 1);
      double covariance = (sum(products, block) - SAMPLES * meanA * meanB) / (SAMPLES - 1);
      double c1 = 0.01 * peak * 0.01 * peak / SAMPLES;
      double c2 = 0.03 * peak * 0.03 * peak;
      return (2 * meanA * meanB + c1)
          * (2 * covariance + c2)
          / ((meanA * meanA + meanB * meanB + c1) * (variances + c2));
    }

    private long sum(long[] of, int block) {
      return of[block] + of[block + 1] + of[block + columns] + of[block + columns + 1];
    }
  }
}
