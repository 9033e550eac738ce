package dev.codecsmith.metrics.kernel.hvs;

/**
 * The memory one thread needs for PSNR-HVS: blocks side by side, so that value i of block n lies at
 * i·{@link #BLOCKS} + n. A plain loop has one block at a time, at n = 0.
 */
public final class HvsScratch {

  /** Room for so many blocks side by side, as many as any vector has lanes. */
  static final int BLOCKS = 16;

  /** First samples, then coefficients. */
  final int[] a = new int[64 * BLOCKS];

  final int[] b = new int[64 * BLOCKS];

  /** Between the two passes of the transform. */
  final int[] half = new int[64 * BLOCKS];

  /** Between the stages of a pass. */
  final int[] stages = new int[9 * BLOCKS];

  /** Of the whole and of the quarters. */
  final float[] variances = new float[5 * BLOCKS];

  /** What the own contrast of each block masks. */
  final float[] maskA = new float[BLOCKS];

  final float[] maskB = new float[BLOCKS];

  /** The weighted squared errors. */
  final float[] terms = new float[64 * BLOCKS];
}
