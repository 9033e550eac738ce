package subpel;

/**
 * Smooths the borders of blocks in a finished picture, where the step across looks like a product
 * of quantisation: more beside intra blocks, less where only vectors differ, not at all where both
 * sides were predicted alike and nothing was coded.
 */
final class Deblocker {
  private static final int BETA_OFFSET = 0; // tune: -8..8
  private static final int TC_OFFSET = 0; // tune: -8..8

  private static final int[] TC = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 3,
    3, 3, 3, 4, 4, 4, 5, 5, 6, 6, 7, 8, 9, 10, 11, 13, 14, 16, 18, 20, 22, 24
  };

  private final Geometry geometry;
  private final Picture picture;
  private final BlockMap map;
  private final int qp;
  private final int scale;

  Deblocker(Geometry geometry, Picture picture, int qp) {
    this.geometry = geometry;
    this.picture = picture;
    this.map = picture.map;
    this.qp = qp;
    this.scale = geometry.format.bitDepth() - 8;
  }

  void run() {
    filter(true);
    filter(false);
  }

  // All vertical borders, or all horizontal ones, on a grid of 8 samples.
  private void filter(boolean vertical) {
    for (int by = 0; by < map.height; by++) {
      for (int bx = 0; bx < map.width; bx++) {
        int across = vertical ? bx : by;
        int at = by * map.width + bx;
        if (across == 0 || !(vertical ? map.leftEdge[at] : map.upperEdge[at])) {
          continue;
        }
        int strength = strength(at, vertical ? at - 1 : at - map.width);
        if (strength == 0) {
          continue;
        }
        if ((across & 1) == 0) {
          Plane luma = picture.planes[0];
          int stepAcross = vertical ? 1 : luma.stride;
          int stepAlong = vertical ? luma.stride : 1;
          luma(luma.samples, luma.at(4 * bx, 4 * by), stepAcross, stepAlong, strength);
        }
        int chromaShift = vertical ? geometry.shiftX : geometry.shiftY;
        if (strength == 2 && ((4 * across) >> chromaShift) % 8 == 0) {
          for (int p = 1; p < geometry.planes; p++) {
            Plane plane = picture.planes[p];
            int from = plane.at((4 * bx) >> geometry.shiftX, (4 * by) >> geometry.shiftY);
            int length = 4 >> (vertical ? geometry.shiftY : geometry.shiftX);
            chroma(
                plane.samples,
                from,
                vertical ? 1 : plane.stride,
                vertical ? plane.stride : 1,
                length);
          }
        }
      }
    }
  }

  private int strength(int q, int p) {
    if (map.kind[q] == BlockMap.INTRA || map.kind[p] == BlockMap.INTRA) {
      return 2;
    }
    return map.coded[q] || map.coded[p] || !sameMotion(q, p) ? 1 : 0;
  }

  private boolean sameMotion(int q, int p) {
    return (near(q, 0, p, 0) && near(q, 1, p, 1)) || (near(q, 0, p, 1) && near(q, 1, p, 0));
  }

  private boolean near(int q, int qh, int p, int ph) {
    return map.reference(q, qh) == map.reference(p, ph)
        && Math.abs(map.vectorX(q, qh) - map.vectorX(p, ph)) < 4
        && Math.abs(map.vectorY(q, qh) - map.vectorY(p, ph)) < 4;
  }

  private int tc(int strength, int at) {
    return TC[Math.clamp(at + 2 * (strength - 1) + TC_OFFSET, 0, TC.length - 1)] << scale;
  }

  private int beta() {
    int at = Math.clamp(qp + BETA_OFFSET, 0, 51);
    return (at < 16 ? 0 : at < 29 ? at - 10 : 2 * at - 38) << scale;
  }

  // Four lines across the border; at is the first sample behind it.
  private void luma(char[] s, int at, int across, int along, int strength) {
    int last = at + 3 * along;
    int dp0 = curvature(s, at - across, -across);
    int dp3 = curvature(s, last - across, -across);
    int dq0 = curvature(s, at, across);
    int dq3 = curvature(s, last, across);
    int beta = beta();
    int d = dp0 + dp3 + dq0 + dq3;
    if (d >= beta) {
      return;
    }
    int tc = tc(strength, qp);
    boolean strong =
        flat(s, at, across, 2 * (dp0 + dq0), beta, tc)
            && flat(s, last, across, 2 * (dp3 + dq3), beta, tc);
    boolean moreP = dp0 + dp3 < (beta + (beta >> 1)) >> 3;
    boolean moreQ = dq0 + dq3 < (beta + (beta >> 1)) >> 3;
    for (int line = 0; line < 4; line++, at += along) {
      if (strong) {
        strong(s, at, across, 2 * tc);
      } else {
        normal(s, at, across, tc, moreP, moreQ);
      }
    }
  }

  private static int curvature(char[] s, int at, int step) {
    return Math.abs(s[at + 2 * step] - 2 * s[at + step] + s[at]);
  }

  private static boolean flat(char[] s, int at, int across, int curvature, int beta, int tc) {
    int slopes =
        Math.abs(s[at - 4 * across] - s[at - across]) + Math.abs(s[at] - s[at + 3 * across]);
    return curvature < beta >> 2
        && slopes < beta >> 3
        && Math.abs(s[at - across] - s[at]) < (5 * tc + 1) >> 1;
  }

  private void strong(char[] s, int at, int a, int limit) {
    int p3 = s[at - 4 * a];
    int p2 = s[at - 3 * a];
    int p1 = s[at - 2 * a];
    int p0 = s[at - a];
    int q0 = s[at];
    int q1 = s[at + a];
    int q2 = s[at + 2 * a];
    int q3 = s[at + 3 * a];
    set(s, at - a, (p2 + 2 * p1 + 2 * p0 + 2 * q0 + q1 + 4) >> 3, limit);
    set(s, at - 2 * a, (p2 + p1 + p0 + q0 + 2) >> 2, limit);
    set(s, at - 3 * a, (2 * p3 + 3 * p2 + p1 + p0 + q0 + 4) >> 3, limit);
    set(s, at, (p1 + 2 * p0 + 2 * q0 + 2 * q1 + q2 + 4) >> 3, limit);
    set(s, at + a, (p0 + q0 + q1 + q2 + 2) >> 2, limit);
    set(s, at + 2 * a, (p0 + q0 + q1 + 3 * q2 + 2 * q3 + 4) >> 3, limit);
  }

  private void normal(char[] s, int at, int a, int tc, boolean moreP, boolean moreQ) {
    int p2 = s[at - 3 * a];
    int p1 = s[at - 2 * a];
    int p0 = s[at - a];
    int q0 = s[at];
    int q1 = s[at + a];
    int q2 = s[at + 2 * a];
    int delta = (9 * (q0 - p0) - 3 * (q1 - p1) + 8) >> 4;
    if (Math.abs(delta) >= 10 * tc) {
      return;
    }
    delta = Math.clamp(delta, -tc, tc);
    set(s, at - a, p0 + delta, tc);
    set(s, at, q0 - delta, tc);
    if (moreP) {
      set(
          s,
          at - 2 * a,
          p1 + Math.clamp((((p2 + p0 + 1) >> 1) - p1 + delta) >> 1, -(tc >> 1), tc >> 1),
          tc);
    }
    if (moreQ) {
      set(
          s,
          at + a,
          q1 + Math.clamp((((q2 + q0 + 1) >> 1) - q1 - delta) >> 1, -(tc >> 1), tc >> 1),
          tc);
    }
  }

  private void chroma(char[] s, int at, int a, int along, int length) {
    int tc = tc(2, Reconstructor.chromaQp(qp));
    for (int line = 0; line < length; line++, at += along) {
      int delta = (((s[at] - s[at - a]) << 2) + s[at - 2 * a] - s[at + a] + 4) >> 3;
      delta = Math.clamp(delta, -tc, tc);
      set(s, at - a, s[at - a] + delta, tc);
      set(s, at, s[at] - delta, tc);
    }
  }

  // A new value, no farther from the old than the limit.
  private void set(char[] s, int at, int value, int limit) {
    int old = s[at];
    s[at] = (char) Math.clamp(Math.clamp(value, old - limit, old + limit), 0, geometry.maxSample);
  }
}
