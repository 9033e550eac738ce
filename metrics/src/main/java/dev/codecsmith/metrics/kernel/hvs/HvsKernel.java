package dev.codecsmith.metrics.kernel.hvs;

import java.lang.foreign.MemorySegment;

/**
 * The loop behind PSNR-HVS.
 *
 * <p>Samples are bytes at a bit depth of 8 and little-endian pairs of bytes above; offsets and
 * strides are in bytes. All implementations give the same bits.
 */
public interface HvsKernel {

  /** Columns and rows of a block. */
  int BLOCK = 8;

  /** From one block to the next, in both directions; neighbours share a column or row. */
  int STEP = 7;

  /**
   * Appends the weighted squared errors of the DCT coefficients of one row of blocks: block after
   * block, in each row after row; those that are zero are left out, because they change no sum.
   *
   * @param aOffset of the first block's first sample; the blocks begin {@link #STEP} apart
   * @param blocks how many blocks
   * @param terms takes up to 64 terms per block, and one more that is not counted
   * @param at where the first term goes
   * @return where the next term would go
   */
  int terms(
      MemorySegment a,
      long aOffset,
      long aStride,
      MemorySegment b,
      long bOffset,
      long bStride,
      int bitDepth,
      int blocks,
      HvsWeights weights,
      HvsScratch scratch,
      float[] terms,
      int at);
}
