package subpel;

/**
 * The exchange rate between distortion and bits. Costs are in 1/256 of a squared error of 8-bit
 * samples.
 */
final class Lambda {
  private static final int INTRA_FACTOR = 22; // tune: 10..50
  private static final int INTER_FACTOR = 28; // tune: 10..60
  private static final int CHROMA_WEIGHT = 64; // tune: 8..128

  private final long perBit;
  private final long perBitOfDifference;
  private final int depthShift;

  Lambda(int qp, boolean intra, int bitDepth) {
    long step = new Quantiser(qp).step;
    // The step in samples is step / 128.
    this.perBit = Math.max(1, ((intra ? INTRA_FACTOR : INTER_FACTOR) * step * step) >> 14);
    this.perBitOfDifference = root(perBit << 8);
    this.depthShift = 2 * (bitDepth - 8);
  }

  /** The price of a cost in 1/256 bit beside squared errors. */
  long ofBits(long cost) {
    return (perBit * cost) >> 8;
  }

  /** The price of a cost in 1/256 bit beside absolute differences, in 1/256. */
  long ofBitsBesideDifference(long cost) {
    return (perBitOfDifference * cost) >> 8;
  }

  /** A plane's squared error as a cost: errors of chroma weigh more, as they do in the score. */
  long ofError(long squaredError, boolean luma) {
    long error = (squaredError << 8) >> depthShift;
    return luma ? error : (error * CHROMA_WEIGHT) >> 4;
  }

  /** A squared error in the transform's scale as a cost. */
  long ofCoefficientError(long error, boolean luma) {
    long squared = (error * error) << (8 - 2 * Transform.SCALE_BITS);
    return luma ? squared : (squared * CHROMA_WEIGHT) >> 4;
  }

  private static long root(long value) {
    long root = 0;
    for (long bit = 1L << 30; bit > 0; bit >>= 1) {
      if ((root | bit) * (root | bit) <= value) {
        root |= bit;
      }
    }
    return root;
  }
}
