package dev.codecsmith.metrics.kernel.gaussian;

import java.lang.foreign.MemorySegment;

/**
 * The loops behind libvmaf's SSIM and MS-SSIM.
 *
 * <p>Samples are bytes at a bit depth of 8 and little-endian pairs of bytes above; offsets and
 * strides are in bytes. All implementations give the same bits.
 */
public interface GaussianKernel {

  /** Converts samples to the scale of 8 bits, which is exact. */
  void toFloat(
      MemorySegment samples, long offset, int count, int bitDepth, float[] row, int rowOffset);

  /**
   * Adds to the scratch's sums the SSIM of one row of window positions.
   *
   * @param a rows of samples
   * @param b the other picture's, laid out alike
   * @param at the index of the first window's first sample
   * @param stride from one row to the next
   * @param columns window positions, at most {@link GaussianWindow#TILE}
   * @param luminance whether luminance and the product are wanted; contrast and structure always
   *     are
   */
  void gaussianSsim(
      float[] a,
      float[] b,
      int at,
      int stride,
      int columns,
      boolean luminance,
      SsimScratch scratch);

  /**
   * Computes one row of the next smaller picture of libvmaf's pyramid: filters low-pass and keeps
   * every second column.
   *
   * @param rows samples
   * @param at the index of the sample 4 rows above and 4 columns to the left of the row's first
   * @param stride from one row to the next
   * @param columns of the smaller picture, at most {@link GaussianWindow#TILE}
   * @param scratch 5 times that and twice {@link GaussianWindow#SLACK} long
   */
  void halve(
      float[] rows, int at, int stride, int columns, float[] scratch, float[] out, int outAt);
}
