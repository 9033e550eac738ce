package matching;

/**
 * What the two predictions of a pair count: the same, or one more than the other, or one beyond the
 * other. Sent with a block's own motion, and taken over with it.
 *
 * <p>Bi-prediction with weights by block as in VVC (H.266, 8.5.6.6.2; C.-C. Chen et al.,
 * "Generalized bi-prediction for inter coding", JVET-C0047, 2016).
 */
final class PairWeights {
  /** Of the second prediction, in eighths. */
  static final int EVEN = 4;

  /** Other weights: the bits of an index tell how far from even, and which of the two. */
  static final int[] OTHERS = {5, 3, 10, -2};

  private PairWeights() {}

  /** Writes or reads a weight. */
  static int code(BinaryCoder coder, int weight, int level, int area) {
    Element e = Element.PAIR_WEIGHT;
    if (coder.bit(weight != EVEN ? 1 : 0, e, 0, 16 + level * 8 + area) == 0) {
      return EVEN;
    }
    int k = 0;
    for (int i = 0; i < OTHERS.length; i++) {
      k = OTHERS[i] == weight ? i : k;
    }
    int far = coder.bit(k >> 1, e, 1, 128 + level);
    int way = coder.bit(k & 1, e, 2 + far, 144 + level * 2 + far);
    return OTHERS[far << 1 | way];
  }

  /** Where contexts begin: most pairs are even. */
  static void begin(long[] contexts) {
    for (int c = 0; c < 144; c++) {
      long p = c == 0 || (c >= 16 && c < 128) ? 65536 / 10 : 65536 / 3;
      for (int input = 0; input < Element.PAIR_WEIGHT.inputs; input++) {
        contexts[Element.PAIR_WEIGHT.slot(input, c)] = p << 24 | p << 8 | 3;
      }
    }
  }
}
