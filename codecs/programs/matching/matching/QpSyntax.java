package matching;

/**
 * The quantiser of each picture, as its difference from that of the last picture of its level in
 * the pyramid, or of the level above for the first one.
 */
final class QpSyntax {
  private final int[] last = new int[Pyramid.MOST];

  /**
   * @param qp that of the header
   */
  QpSyntax(int qp) {
    java.util.Arrays.fill(last, -1);
    last[0] = qp;
  }

  /** Writes a picture's quantiser, or reads and returns it. */
  int code(BinaryCoder c, int level, int qp) {
    int k = level;
    while (last[k] < 0) {
      k--;
    }
    int guess = last[k] + level - k;
    int context = k < level ? 0 : 1 + Math.min(level, 5);
    int d = c.signed(qp - guess, Element.QP, context);
    int value = Math.clamp((long) guess + d, 0, Quantiser.MAX_QP);
    last[level] = value;
    return value;
  }
}
