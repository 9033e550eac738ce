package matching;

/**
 * Dependent quantisation: two quantisers, whose levels lie between each other's, and a machine of
 * four states that the parity of each level drives. An encoder that chooses levels along the whole
 * path packs the space of coefficients more densely than any single quantiser.
 *
 * <p>After H. Schwarz, T. Nguyen, D. Marpe, T. Wiegand, "Hybrid video coding with trellis-coded
 * quantization", DCC 2019, as in VVC (H.266, 7.3.11.11 and 8.7.3). The step is 0.625 at QP 0 and
 * doubles every 6, on the scale of orthonormal coefficients times 8.
 */
final class Quantiser {
  static final int MAX_QP = 63;

  // 0.625 * 2^(i/6) * 8 (the transform's scale) * 16.
  private static final int[] STEP = {80, 90, 101, 113, 127, 143};
  private static final int STEP_BITS = 4;
  private static final Quantiser[] OF = new Quantiser[MAX_QP + 1];
  private static final int[] NEXT = {0, 2, 2, 0, 1, 3, 3, 1};

  static {
    for (int qp = 0; qp <= MAX_QP; qp++) {
      OF[qp] = new Quantiser(qp);
    }
  }

  /** The distance between the levels of one quantiser, in the transform's scale, times 16. */
  final int step;

  private Quantiser(int qp) {
    // Two interleaved quantisers of a step 2^(1/6) larger cost as many bits as one of the step.
    step = STEP[(qp + 1) % 6] << ((qp + 1) / 6);
  }

  static Quantiser of(int qp) {
    return OF[Math.clamp(qp, 0, MAX_QP)];
  }

  /** The state after a level of that parity. */
  static int next(int state, int level) {
    return NEXT[state * 2 + (level & 1)];
  }

  /** The coefficient that a level stands for in that state. */
  int coefficient(int level, int state) {
    if (level == 0) {
      return 0;
    }
    long twice = 2L * level - (state > 1 ? Integer.signum(level) : 0);
    long value = (twice * step + (1 << STEP_BITS)) >> (STEP_BITS + 1);
    return Math.clamp(value, -(1 << 17), 1 << 17);
  }
}
