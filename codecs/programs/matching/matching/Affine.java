package matching;

/**
 * Motion that is not the same all over a block: a vector at the middle, and how it changes with
 * each sample to the right and down, for one or two references. It zooms, turns and shears.
 *
 * <p>Affine motion compensation: L. Li et al., "An efficient four-parameter affine motion model for
 * video coding", IEEE TCSVT 28(8), 2018; with six parameters as in VVC (H.266, 8.5.5). Here each
 * 4x4 has a vector in sixteenths, between the quarter positions that {@link Interpolator} makes.
 */
final class Affine {
  /** Fractions of a sixteenth of a sample. */
  static final int BITS = 7;

  /** The steepest slope: half a sample from one sample to the next. */
  static final int MOST_SLOPE = 1024;

  private static final int MOST = 32764;

  /** The references, and the vector at the middle. */
  final Motion motion = new Motion();

  /** Whether the slopes are four numbers, or a zoom and a turn. */
  boolean six;

  /** What is sent of the slopes where the motion is not taken over. */
  final int[][] sent = new int[2][4];

  private final int x;
  private final int y;
  private final int[] baseX = new int[2];
  private final int[] baseY = new int[2];
  // How x changes with x, x with y, y with x, y with y.
  private final int[][] slopes = new int[2][4];

  private Affine(int x, int y) {
    this.x = x;
    this.y = y;
  }

  /** A block's own motion: that of the middle, with slopes as they are sent. */
  static Affine own(Motion m, boolean six, int[][] sent, int x, int y, int w, int h) {
    Affine a = new Affine(x + (w >> 1), y + (h >> 1));
    a.motion.set(m);
    a.motion.weight = PairWeights.EVEN;
    a.six = six;
    for (int i = 0; i < (m.bi() ? 2 : 1); i++) {
      a.baseX[i] = m.x[i] << (BITS + 2);
      a.baseY[i] = m.y[i] << (BITS + 2);
      for (int k = 0; k < (six ? 4 : 2); k++) {
        a.sent[i][k] = sent[i][k];
      }
      int[] s = a.slopes[i];
      if (six) {
        for (int k = 0; k < 4; k++) {
          s[k] = slope(sent[i][k] * unit(true, k, w, h));
        }
      } else {
        int zoom = slope(sent[i][0] * unit(false, 0, w, h));
        int turn = slope(sent[i][1] * unit(false, 0, w, h));
        s[0] = zoom;
        s[1] = -turn;
        s[2] = turn;
        s[3] = zoom;
      }
    }
    return a;
  }

  /** The motion of a model found elsewhere, taken over by a block with that middle. */
  Affine at(int cx, int cy) {
    Affine a = new Affine(cx, cy);
    a.motion.set(motion);
    for (int i = 0; i < (motion.bi() ? 2 : 1); i++) {
      int most = MOST << BITS;
      int dx = cx - x;
      int dy = cy - y;
      int[] s = slopes[i];
      System.arraycopy(s, 0, a.slopes[i], 0, 4);
      a.baseX[i] = Math.clamp(baseX[i] + s[0] * (long) dx + s[1] * (long) dy, -most, most);
      a.baseY[i] = Math.clamp(baseY[i] + s[2] * (long) dx + s[3] * (long) dy, -most, most);
    }
    a.middle();
    return a;
  }

  /** A model of those references, without slopes yet. */
  static Affine like(Motion m, int cx, int cy) {
    Affine a = new Affine(cx, cy);
    a.motion.set(m);
    a.motion.weight = PairWeights.EVEN;
    return a;
  }

  /** Sets one component of a list: its value at the middle, and its slopes. */
  void set(int i, boolean vertical, long base, long slopeX, long slopeY) {
    int most = MOST << BITS;
    (vertical ? baseY : baseX)[i] = Math.clamp(base, -most, most);
    slopes[i][vertical ? 2 : 0] = Math.clamp(slopeX, -MOST_SLOPE, MOST_SLOPE);
    slopes[i][vertical ? 3 : 1] = Math.clamp(slopeY, -MOST_SLOPE, MOST_SLOPE);
    middle();
  }

  private void middle() {
    int round = 1 << (BITS + 1);
    for (int i = 0; i < (motion.bi() ? 2 : 1); i++) {
      motion.set(
          i,
          motion.ref[i],
          MotionCandidates.limit((baseX[i] + round) >> (BITS + 2)),
          MotionCandidates.limit((baseY[i] + round) >> (BITS + 2)));
    }
  }

  /** The step of a slope that is sent: a quarter of a sample from edge to edge. */
  static int unit(boolean six, int k, int w, int h) {
    int step = 1 << (BITS + 2);
    return six ? step / ((k & 1) == 0 ? w : h) : 2 * step / (w + h);
  }

  private static int slope(int v) {
    return Math.clamp(v, -MOST_SLOPE, MOST_SLOPE);
  }

  /** What would have to be sent for these slopes in a block of that size. */
  int predicted(int i, boolean sixes, int k, int w, int h) {
    int[] s = slopes[i];
    int v = sixes ? s[k] : k == 0 ? (s[0] + s[3]) >> 1 : (s[2] - s[1]) >> 1;
    int u = unit(sixes, k, w, h);
    return v >= 0 ? (v + u / 2) / u : -((u / 2 - v) / u);
  }

  /** Whether the motion is as good as even over a block of that size. */
  boolean even(int w, int h) {
    for (int i = 0; i < (motion.bi() ? 2 : 1); i++) {
      int[] s = slopes[i];
      if ((Math.abs(s[0]) + Math.abs(s[2])) * w + (Math.abs(s[1]) + Math.abs(s[3])) * h > 160) {
        return false;
      }
    }
    return true;
  }

  boolean same(Affine o) {
    if (motion.ref[0] != o.motion.ref[0] || motion.ref[1] != o.motion.ref[1]) {
      return false;
    }
    for (int i = 0; i < (motion.bi() ? 2 : 1); i++) {
      if (Math.abs(baseX[i] - o.baseX[i]) > 64 || Math.abs(baseY[i] - o.baseY[i]) > 64) {
        return false;
      }
      for (int k = 0; k < 4; k++) {
        if (Math.abs(slopes[i][k] - o.slopes[i][k]) > 3) {
          return false;
        }
      }
    }
    return true;
  }

  /** The vector at a place in half samples, in sixteenths. */
  int vectorX(int i, int x2, int y2) {
    return vector(baseX[i], slopes[i][0], slopes[i][1], x2, y2);
  }

  int vectorY(int i, int x2, int y2) {
    return vector(baseY[i], slopes[i][2], slopes[i][3], x2, y2);
  }

  private int vector(int base, int alongX, int alongY, int x2, int y2) {
    long v = base + ((alongX * (x2 - 2L * x) + alongY * (y2 - 2L * y)) >> 1);
    return Math.clamp((v + (1 << (BITS - 1))) >> BITS, -MOST, MOST);
  }

  /** The motion of a 4x4 in quarters, as others see it. */
  Motion unit(int ux, int uy) {
    Motion m = new Motion();
    m.affine = this;
    for (int i = 0; i < 2; i++) {
      if (motion.ref[i] >= 0) {
        m.set(
            i,
            motion.ref[i],
            MotionCandidates.limit((vectorX(i, 2 * ux + 4, 2 * uy + 4) + 2) >> 2),
            MotionCandidates.limit((vectorY(i, 2 * ux + 4, 2 * uy + 4) + 2) >> 2));
      }
    }
    return m;
  }
}
