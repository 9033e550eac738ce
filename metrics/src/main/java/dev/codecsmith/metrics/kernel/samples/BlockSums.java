package dev.codecsmith.metrics.kernel.samples;

/** The sums that SSIM needs, of one row of aligned 4x4 blocks of a picture pair. */
public final class BlockSums {

  /** Sums of floating point values run over so many interleaved lanes, whatever the machine. */
  public static final int SUM_LANES = 16;

  /** What arrays have beyond the last block, so that a vector may reach over it. */
  private static final int SLACK = 64;

  /** Up to this bit depth {@link #errors} and {@link #products} of a whole window fit 31 bits. */
  public static final int NARROW_BITS = 12;

  public int blocks;

  /** Σa per block. */
  public final int[] a;

  /** Σb per block. */
  public final int[] b;

  /** Σ(a-b)² per block, at bit depths up to {@link #NARROW_BITS}. */
  public final int[] errors;

  /** Σab per block, at bit depths up to {@link #NARROW_BITS}. */
  public final int[] products;

  /** {@link #errors} at higher bit depths. */
  public final long[] wideErrors;

  /** {@link #products} at higher bit depths. */
  public final long[] wideProducts;

  /** Room for SSIM values of a row of windows. */
  public final float[] windows;

  /** The same sums per window, for vectorised loops. */
  public final int[] windowA;

  public final int[] windowB;
  public final int[] windowErrors;
  public final int[] windowProducts;

  /** Sums of the windows, over interleaved columns. */
  public final double[] lanes = new double[SUM_LANES];

  /** Room for so many blocks. */
  public BlockSums(int capacity, int bitDepth) {
    int narrow = bitDepth <= NARROW_BITS ? capacity + SLACK : 0;
    int wide = bitDepth <= NARROW_BITS ? 0 : capacity;
    a = new int[capacity + SLACK];
    b = new int[capacity + SLACK];
    errors = new int[narrow];
    products = new int[narrow];
    wideErrors = new long[wide];
    wideProducts = new long[wide];
    windows = new float[capacity + SLACK];
    windowA = new int[narrow];
    windowB = new int[narrow];
    windowErrors = new int[narrow];
    windowProducts = new int[narrow];
  }

  /** Prepares for a row of so many blocks, at most the capacity. */
  public BlockSums reset(int rowBlocks) {
    blocks = rowBlocks;
    return this;
  }

  public void set(int block, int sumA, int sumB, long error, long product, int bitDepth) {
    a[block] = sumA;
    b[block] = sumB;
    if (bitDepth <= NARROW_BITS) {
      errors[block] = (int) error;
      products[block] = (int) product;
    } else {
      wideErrors[block] = error;
      wideProducts[block] = product;
    }
  }

  public long error(int block, int bitDepth) {
    return bitDepth <= NARROW_BITS ? errors[block] : wideErrors[block];
  }

  public long product(int block, int bitDepth) {
    return bitDepth <= NARROW_BITS ? products[block] : wideProducts[block];
  }

  /** Adds the first windows of the row to the sums that they belong to by their column. */
  public void addToLanes(int from, int to) {
    for (int column = from; column < to; column++) {
      lanes[column % SUM_LANES] += windows[column];
    }
  }

  public double sumOfLanes() {
    double sum = 0;
    for (double lane : lanes) {
      sum += lane;
    }
    return sum;
  }
}
