package dev.codecsmith.metrics.kernel;

/** The sums that SSIM needs, of one row of aligned 4x4 blocks of a picture pair. */
public final class BlockSums {

  /** Sums of floating point values run over so many interleaved lanes, whatever the machine. */
  public static final int SUM_LANES = 16;

  int blocks;

  /** Σa per block. */
  final int[] a;

  /** Σb per block. */
  final int[] b;

  /** Σ(a²+b²) per block. */
  final long[] squares;

  /** Σab per block. */
  final long[] products;

  /** Room for so many blocks. */
  public BlockSums(int capacity) {
    a = new int[capacity];
    b = new int[capacity];
    squares = new long[capacity];
    products = new long[capacity];
  }

  /** Prepares for a row of so many blocks, at most the capacity. */
  public BlockSums reset(int rowBlocks) {
    blocks = rowBlocks;
    return this;
  }

  /** Σ(a-b)² over all blocks. */
  public long squaredError() {
    long sum = 0;
    for (int i = 0; i < blocks; i++) {
      sum += squares[i] - 2 * products[i];
    }
    return sum;
  }
}
