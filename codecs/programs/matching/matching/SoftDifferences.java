package matching;

/**
 * Inputs of the {@link AdaptiveFilter} beside the differences of single samples: what the
 * deblocking changed, and in luma the differences of the samples around, each limited by the
 * quantiser's step, so that what lies beyond an edge counts little.
 *
 * <p>The limited differences are those of VVC's adaptive filter (J. Taquet, P. Onno, C. Gisquet, G.
 * Laroche, "Non-linear adaptive loop filter", JVET-N0242, 2019) and of a bilateral filter
 * (JVET-P0073); samples from before the deblocking are an input of ECM's.
 */
final class SoftDifferences {
  static final int COUNT = 3;

  /** What a difference counts at most, in sixteenths of a quantiser step. */
  private static final int LIMIT = 4; // tune: 1..12

  private static final int[][] NEAR = {{1, 0}, {0, 1}, {1, 1}, {-1, 1}};
  private static final int[][] FAR = {{2, 0}, {0, 2}, {2, 1}, {-2, 1}, {1, 2}, {-1, 2}};

  private final int[][] before = {{}, {}, {}};

  /** Each input by sample. */
  final int[][] values = {{}, {}, {}};

  /** Takes a picture before it is deblocked. */
  void note(Picture pic) {
    for (int p = 0; p < 3; p++) {
      char[] samples = pic.planes[p].samples;
      if (before[p].length < samples.length) {
        before[p] = new int[samples.length];
      }
      for (int i = 0; i < samples.length; i++) {
        before[p][i] = samples[i];
      }
    }
  }

  /** What the deblocking took off the sample that is {@code v} now. */
  int change(int p, int at, int v) {
    return before[p][at] - v;
  }

  /** Makes the inputs out of the filter's copy of luma. */
  void make(Plane p, int qp, int depthShift, AdaptiveFilter filter) {
    int[] padded = filter.samples();
    int size = p.width * p.height;
    for (int i = 0; i < COUNT; i++) {
      if (values[i].length < size) {
        values[i] = new int[size];
      }
    }
    int limit = Math.max(1, (Quantiser.of(qp).step * LIMIT) >> 11) << depthShift;
    int[] near = filter.distances(NEAR);
    int[] far = filter.distances(FAR);
    for (int y = 0; y < p.height; y++) {
      for (int x = 0; x < p.width; x++) {
        int k = filter.at(x, y);
        int v = padded[k];
        int at = p.at(x, y);
        values[0][at] = change(0, at, v);
        values[1][at] = sum(padded, k, v, near, limit);
        values[2][at] = sum(padded, k, v, far, limit);
      }
    }
  }

  private static int sum(int[] padded, int k, int v, int[] distances, int limit) {
    int sum = 0;
    for (int d : distances) {
      int a = padded[k + d] - v;
      int b = padded[k - d] - v;
      sum += a < -limit ? -limit : a > limit ? limit : a;
      sum += b < -limit ? -limit : b > limit ? limit : b;
    }
    return sum;
  }
}
