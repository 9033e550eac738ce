package subpel;

/**
 * How a block is predicted from earlier pictures: one hypothesis or the mean of two, each a
 * reference (index into the picture's list) and a vector in quarter samples of luma.
 */
final class Motion {
  static final int NONE = -1;

  final int[] reference = {NONE, NONE};
  final int[] x = new int[2];
  final int[] y = new int[2];

  /** Whether there are two hypotheses. */
  boolean two() {
    return reference[1] != NONE;
  }

  void set(int hypothesis, int newReference, int newX, int newY) {
    reference[hypothesis] = newReference;
    x[hypothesis] = newX;
    y[hypothesis] = newY;
  }

  void copyFrom(Motion other) {
    set(0, other.reference[0], other.x[0], other.y[0]);
    set(1, other.reference[1], other.x[1], other.y[1]);
  }

  boolean same(Motion other) {
    return sameHypothesis(0, other) && sameHypothesis(1, other);
  }

  private boolean sameHypothesis(int h, Motion other) {
    return reference[h] == other.reference[h]
        && (reference[h] == NONE || (x[h] == other.x[h] && y[h] == other.y[h]));
  }
}
