package subpel;

/** Steps of quantisation: 0.625 at QP 0, twice as large every 6. */
final class Quantiser {
  static final int MAX_QP = 63;

  // 0.625 * 2^(i/6) * 8 (the transform's scale) * 16.
  private static final int[] STEP = {80, 90, 101, 113, 127, 143};
  private static final int STEP_BITS = 4;

  /** The step in the transform's scale, times 16. */
  final int step;

  Quantiser(int qp) {
    step = STEP[qp % 6] << (qp / 6);
  }

  /** The coefficient that a level stands for. */
  int coefficient(int level) {
    long value = ((long) level * step + (1 << (STEP_BITS - 1))) >> STEP_BITS;
    return Math.clamp(value, -(1 << 17), 1 << 17);
  }
}
