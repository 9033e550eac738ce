package matching;

/**
 * How badly a transform's prediction joins what lies above and to the left of it, against the
 * quantiser's step: the worse, the more is left to code. A context of what a decoder knows before
 * the levels, as the signs' ({@link SignSyntax}, whose differences these are).
 */
final class BorderMisfit {
  private static final int[] BOUNDS = {4, 8, 12, 17, 24, 33, 46, 64, 90, 128, 200};

  private BorderMisfit() {}

  /** Of twelve classes. */
  static int of(int[] border, Quantiser q, int depthShift) {
    int n = border.length / 2;
    long sum = 0;
    for (int i = 0; i < n; i++) {
      sum += Math.abs((border[i] + border[n + i]) / 2);
    }
    long size = (sum >> depthShift) * 2048 / ((long) n * q.step);
    int c = 0;
    while (c < BOUNDS.length && size >= BOUNDS[c]) {
      c++;
    }
    return c;
  }
}
