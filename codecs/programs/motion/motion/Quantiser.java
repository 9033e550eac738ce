package motion;

/**
 * Steps of quantisation: 0.625 at QP 0, twice as large every 6. Levels are rounded down more often
 * than up, because the smaller level costs fewer bits than its error costs quality.
 */
final class Quantiser {
  static final int MAX_QP = 63;

  /** What is added before rounding down, in 1/64 of a step: 32 would be the nearest level. */
  private static final int INTRA_ROUNDING = 22; // tune: 8..32

  private static final int INTER_ROUNDING = 14; // tune: 4..32

  // 0.625 * 2^(i/6) * 8 (the transform's scale) * 16.
  private static final int[] STEP = {80, 90, 101, 113, 127, 143};
  private static final int STEP_BITS = 4;

  /** The step in the transform's scale, times 16. */
  final int step;

  Quantiser(int qp) {
    step = STEP[qp % 6] << (qp / 6);
  }

  /** The level of a coefficient. */
  int level(int coefficient, boolean intra) {
    int scaled = (64 * Math.abs(coefficient)) << STEP_BITS;
    int level = (scaled + (intra ? INTRA_ROUNDING : INTER_ROUNDING) * step) / (64 * step);
    return coefficient < 0 ? -level : level;
  }

  /** The coefficient that a level stands for. */
  int coefficient(int level) {
    long value = ((long) level * step + (1 << (STEP_BITS - 1))) >> STEP_BITS;
    return Math.clamp(value, -(1 << 17), 1 << 17);
  }
}
