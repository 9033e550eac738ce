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

  /**
   * How much further out than evenly spaced a level lies, in 64ths of a step: in pictures without
   * references and in others, whose bits weigh more; of the first quantiser and of the second; of
   * the first level and of others. An encoder that weighs rate sets smaller coefficients to zero or
   * to the level below, so that the mean of those that keep a level lies there.
   */
  private static final int[][][] LEAN = {{{0, 1}, {8, 2}}, {{3, 5}, {10, 4}}};

  private static final Quantiser[][] OF = new Quantiser[2][MAX_QP + 1];
  private static final int[] NEXT = {0, 2, 2, 0, 1, 3, 3, 1};

  static {
    for (int qp = 0; qp <= MAX_QP; qp++) {
      OF[0][qp] = new Quantiser(qp, LEAN[0]);
      OF[1][qp] = new Quantiser(qp, LEAN[1]);
    }
  }

  /** The distance between the levels of one quantiser, in the transform's scale, times 16. */
  final int step;

  private final int[][] lean;

  private Quantiser(int qp, int[][] lean) {
    this.lean = lean;
    // Two interleaved quantisers of a step 2^(1/6) larger cost as many bits as one of the step.
    step = STEP[(qp + 1) % 6] << ((qp + 1) / 6);
  }

  static Quantiser of(int qp) {
    return of(qp, false);
  }

  /** That of a picture with references or without. */
  static Quantiser of(int qp, boolean inter) {
    return OF[inter ? 1 : 0][Math.clamp(qp, 0, MAX_QP)];
  }

  /** The step of a QP in samples of a video: an encoder's measure of the errors it leaves. */
  static double sampleStep(double qp, int depthShift) {
    return 0.625 * StrictMath.pow(2, qp / 6.0) * (1 << depthShift);
  }

  /** The state after a level of that parity. */
  static int next(int state, int level) {
    return NEXT[state * 2 + (level & 1)];
  }

  /** How much further out than evenly spaced that level lies in that state, in 64ths of a step. */
  int lean(int level, int state) {
    return lean[state > 1 ? 1 : 0][level > 1 || level < -1 ? 1 : 0];
  }

  /** The coefficient that a level stands for in that state. */
  int coefficient(int level, int state) {
    if (level == 0) {
      return 0;
    }
    // In 64ths of a step.
    int further = lean(level, state) - (state > 1 ? 32 : 0);
    long place = 64L * level + (level > 0 ? further : -further);
    long value = (place * step + (1 << (STEP_BITS + 5))) >> (STEP_BITS + 6);
    return Math.clamp(value, -(1 << 17), 1 << 17);
  }
}
