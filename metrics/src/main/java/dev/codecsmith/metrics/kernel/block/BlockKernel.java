package dev.codecsmith.metrics.kernel.block;

import dev.codecsmith.metrics.kernel.samples.BlockSums;
import java.lang.foreign.MemorySegment;

/**
 * The loops behind PSNR and ffmpeg's SSIM.
 *
 * <p>Samples are bytes at a bit depth of 8 and little-endian pairs of bytes above; offsets and
 * strides are in bytes. All implementations give the same bits.
 */
public interface BlockKernel {

  /** The sum of (a-b)² over {@code count} samples of a row. */
  long squaredError(
      MemorySegment a, long aOffset, MemorySegment b, long bOffset, int count, int bitDepth);

  /**
   * Fills {@code sums} from the 4 rows that start at the offsets.
   *
   * @return the sum of (a-b)² over all blocks
   */
  long blockSums(
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
}
