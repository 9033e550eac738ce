package matching;

/**
 * What errors in chroma count beside those in luma. The score is (6 Y + U + V) / 8 of the planes'
 * decibels, each the logarithm of a mean over its samples, and chroma has a quarter of luma's: by
 * the derivative, a squared error in chroma counts 4/6 of the ratio of the mean squared errors of
 * luma and chroma, which follows from the pictures measured so far.
 */
final class ChromaBalance {
  private static final double BASE = 43 / 64.0;
  private static final int MOST_OFFSET = 15;

  /** What a squared error in each plane counts. */
  final double[] weights = {1, 3.6, 3.6};

  /** How much lower the QPs of the chroma planes are. */
  final int[] offsets = {6, 6};

  private final double[] sums = new double[3];

  /** Takes account of a coded picture. */
  void measure(Picture pic, Plane[] source) {
    for (int p = 0; p < 3; p++) {
      char[] a = pic.planes[p].samples;
      char[] b = source[p].samples;
      double sum = 0;
      for (int i = 0; i < a.length; i++) {
        int d = a[i] - b[i];
        sum += d * d;
      }
      sums[p] += sum / a.length / (1 << (2 * pic.g.depthShift));
    }
  }

  void forget() {
    java.util.Arrays.fill(sums, 0);
  }

  /** Sets the weights and offsets by what was measured; true if the offsets are others now. */
  boolean update() {
    if (sums[0] == 0) {
      return false;
    }
    boolean changed = false;
    for (int p = 1; p < 3; p++) {
      double ratio = (sums[0] + 0.01) / (sums[p] + 0.01);
      weights[p] = Math.clamp(BASE * ratio, 2.0, 24.0);
      int offset =
          Math.clamp(
              Math.round(3 * StrictMath.log(weights[p]) / StrictMath.log(2)), 0, MOST_OFFSET);
      changed |= offset != offsets[p - 1];
      offsets[p - 1] = offset;
    }
    return changed;
  }

  /** Writes the offsets, or reads them. */
  static void code(BinaryCoder c, int[] offsets, boolean change) {
    if (c.raw(1, change ? 1 : 0) != 0) {
      for (int i = 0; i < 2; i++) {
        offsets[i] = c.raw(4, offsets[i]);
      }
    }
  }
}
