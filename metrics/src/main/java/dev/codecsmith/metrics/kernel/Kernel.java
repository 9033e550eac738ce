package dev.codecsmith.metrics.kernel;

import java.lang.foreign.MemorySegment;

/**
 * The loops over samples, as plain as they can be read ({@link PlainKernel}) or vectorised. All
 * implementations give the same bits.
 *
 * <p>Samples are bytes at a bit depth of 8 and little-endian pairs of bytes above; offsets and
 * strides are in bytes.
 */
public interface Kernel {

  /** What runs here, for a person. */
  String description();

  /** The sum of (a-b)² over {@code count} samples of a row. */
  long squaredError(
      MemorySegment a, long aOffset, MemorySegment b, long bOffset, int count, int bitDepth);

  /** Fills {@code sums} from the 4 rows that start at the offsets. */
  void blockSums(
      MemorySegment a,
      long aOffset,
      long aStride,
      MemorySegment b,
      long bOffset,
      long bStride,
      int bitDepth,
      BlockSums sums);

  /**
   * The sum of ffmpeg's SSIM over the 8x8 windows that two neighbouring block rows make, one window
   * per pair of neighbouring blocks.
   *
   * <p>A window's value is computed in {@code float}, as ffmpeg does; the values are summed in
   * {@code double} over {@link BlockSums#SUM_LANES} interleaved lanes, which are then added in
   * order.
   */
  double ssim(BlockSums above, BlockSums below, int bitDepth);

  /**
   * Converts samples to the scale of 8 bits and subtracts {@link GaussianWindow#SHIFT}, which is
   * exact.
   */
  void toFloat(
      MemorySegment samples, long offset, int count, int bitDepth, float[] row, int rowOffset);

  /**
   * Adds to the scratch's sums the SSIM of one row of window positions.
   *
   * @param a rows of shifted samples
   * @param b the other picture's, laid out alike
   * @param at the index of the first window's first sample
   * @param stride from one row to the next
   * @param columns window positions, at most {@link GaussianWindow#TILE}
   */
  void gaussianSsim(float[] a, float[] b, int at, int stride, int columns, SsimScratch scratch);

  /**
   * Computes one row of the next smaller picture of libvmaf's pyramid: filters low-pass and keeps
   * every second column.
   *
   * @param rows shifted samples
   * @param at the index of the sample 4 rows above and 4 columns to the left of the row's first
   * @param stride from one row to the next
   * @param columns of the smaller picture
   * @param scratch as long as two rows of the larger picture and {@link GaussianWindow#SLACK}
   */
  void halve(
      float[] rows, int at, int stride, int columns, float[] scratch, float[] out, int outAt);
}
