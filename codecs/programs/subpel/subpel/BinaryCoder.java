package subpel;

/**
 * Codes binary decisions. The syntax of the bitstream is written once, against this class, and has
 * three lives: with the {@link RangeEncoder} it writes, with the {@link RangeDecoder} it reads,
 * with the {@link CostMeter} it only counts. Every method returns the value that was given, or, in
 * the decoder, the value that was read instead of it.
 */
abstract class BinaryCoder {

  /** Codes a decision, 0 or 1, with the probability learnt in that context. */
  abstract int bit(int context, int bit);

  /** Codes {@code count} bits that no model can foresee, the most significant first. */
  abstract int bits(int count, int value);

  /** Notes, in the encoder, that all since the last call was of that {@link Spending element}. */
  void spentOn(int element) {}

  /** Whether this is the decoder's, so that what was coded is to be taken over. */
  boolean reads() {
    return false;
  }

  final boolean flag(int context, boolean value) {
    return bit(context, value ? 1 : 0) != 0;
  }

  /**
   * Codes 0 to {@code max} in unary, the n-th bit in the n-th of {@code contexts} contexts, or in
   * the last of them.
   */
  final int unary(int context, int contexts, int max, int value) {
    int n = 0;
    while (n < max && bit(context + Math.min(n, contexts - 1), n < value ? 1 : 0) != 0) {
      n++;
    }
    return n;
  }

  /**
   * Codes a number from 0 up as an Exp-Golomb code of order {@code order} whose prefix is adaptive.
   */
  final int expGolomb(int context, int contexts, int order, int value) {
    int width = order;
    int base = 0;
    int n = 0;
    // 20 is more than any legal value needs, and stops a damaged bitstream.
    while (n < 20
        && bit(context + Math.min(n, contexts - 1), value - base >= 1 << width ? 1 : 0) != 0) {
      base += 1 << width;
      width++;
      n++;
    }
    return base + bits(width, value - base);
  }
}
