package matching;

/** Smooths the edges of transforms and blocks, as HEVC does (H.265, 8.7.2). */
final class Deblocker {
  private static final int[] TC = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 3,
    3, 3, 3, 4, 4, 4, 5, 5, 6, 6, 7, 8, 9, 10, 11, 13, 14, 16, 18, 20, 22, 24
  };
  private static final int[] BETA = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18,
    20, 22, 24, 26, 28, 30, 32, 34, 36, 38, 40, 42, 44, 46, 48, 50, 52, 54, 56, 58, 60, 62, 64
  };
  private final Picture pic;
  private final BlockMap m;
  private final int max;
  private final int depthShift;

  Deblocker(Picture pic) {
    this.pic = pic;
    this.m = pic.map;
    this.max = pic.g.maxSample;
    this.depthShift = pic.g.depthShift;
  }

  void run() {
    for (int dir = 0; dir < 2; dir++) {
      for (int by = 0; by < m.height; by++) {
        for (int bx = 0; bx < m.width; bx++) {
          int k = dir == 0 ? bx : by;
          if (k == 0 || (k & 1) != 0) {
            continue;
          }
          int at = by * m.width + bx;
          if ((m.edges[at] >> dir & 1) == 0) {
            continue;
          }
          int other = dir == 0 ? at - 1 : at - m.width;
          int bs = strength(at, other);
          int qp = (m.qp[at] + m.qp[other] + 1) >> 1;
          if (bs == 0) {
            continue;
          }
          luma(bx * 4, by * 4, dir, bs, qp);
          if ((k & 3) == 0 && bs == 2) {
            for (int p = 1; p < 3; p++) {
              chroma(p, bx * 2, by * 2, dir, qp);
            }
          }
        }
      }
    }
  }

  private int strength(int a, int b) {
    if (m.kind[a] == 0 || m.kind[b] == 0) {
      return 2;
    }
    if (((m.edges[a] | m.edges[b]) & 4) != 0) {
      return 1;
    }
    Motion x = m.motion[a];
    Motion y = m.motion[b];
    if (x == y) {
      return 0;
    }
    for (int i = 0; i < 2; i++) {
      if (x.ref[i] != y.ref[i]
          || Math.abs(x.x[i] - y.x[i]) >= 4
          || Math.abs(x.y[i] - y.y[i]) >= 4) {
        return 1;
      }
    }
    return 0;
  }

  private void luma(int x, int y, int dir, int bs, int qp) {
    int beta = BETA[Math.clamp(qp, 0, 51)] << depthShift;
    Plane pl = pic.planes[0];
    char[] s = pl.samples;
    int across = dir == 0 ? 1 : pl.width;
    int along = dir == 0 ? pl.width : 1;
    int at = pl.at(x, y);
    int tc = TC[Math.clamp(qp + 2 * (bs - 1), 0, 53)] << depthShift;
    int e = at + 3 * along;
    int dp0 = Math.abs(s[at - 3 * across] - 2 * s[at - 2 * across] + s[at - across]);
    int dq0 = Math.abs(s[at + 2 * across] - 2 * s[at + across] + s[at]);
    int dp3 = Math.abs(s[e - 3 * across] - 2 * s[e - 2 * across] + s[e - across]);
    int dq3 = Math.abs(s[e + 2 * across] - 2 * s[e + across] + s[e]);
    if (dp0 + dq0 + dp3 + dq3 >= beta) {
      return;
    }
    boolean strong =
        strong(s, at, across, 2 * (dp0 + dq0), tc, beta)
            && strong(s, e, across, 2 * (dp3 + dq3), tc, beta);
    boolean sideP = dp0 + dp3 < (beta + (beta >> 1)) >> 3;
    boolean sideQ = dq0 + dq3 < (beta + (beta >> 1)) >> 3;
    for (int i = 0; i < 4; i++) {
      int o = at + i * along;
      int p3 = s[o - 4 * across],
          p2 = s[o - 3 * across],
          p1 = s[o - 2 * across],
          p0 = s[o - across];
      int q0 = s[o], q1 = s[o + across], q2 = s[o + 2 * across], q3 = s[o + 3 * across];
      if (strong) {
        s[o - across] =
            (char)
                Math.clamp((p2 + 2 * p1 + 2 * p0 + 2 * q0 + q1 + 4) >> 3, p0 - 2 * tc, p0 + 2 * tc);
        s[o - 2 * across] =
            (char) Math.clamp((p2 + p1 + p0 + q0 + 2) >> 2, p1 - 2 * tc, p1 + 2 * tc);
        s[o - 3 * across] =
            (char) Math.clamp((2 * p3 + 3 * p2 + p1 + p0 + q0 + 4) >> 3, p2 - 2 * tc, p2 + 2 * tc);
        s[o] =
            (char)
                Math.clamp((p1 + 2 * p0 + 2 * q0 + 2 * q1 + q2 + 4) >> 3, q0 - 2 * tc, q0 + 2 * tc);
        s[o + across] = (char) Math.clamp((p0 + q0 + q1 + q2 + 2) >> 2, q1 - 2 * tc, q1 + 2 * tc);
        s[o + 2 * across] =
            (char) Math.clamp((p0 + q0 + q1 + 3 * q2 + 2 * q3 + 4) >> 3, q2 - 2 * tc, q2 + 2 * tc);
        continue;
      }
      int d = (9 * (q0 - p0) - 3 * (q1 - p1) + 8) >> 4;
      if (Math.abs(d) >= 10 * tc) {
        continue;
      }
      d = Math.clamp(d, -tc, tc);
      s[o - across] = clip(p0 + d);
      s[o] = clip(q0 - d);
      if (sideP) {
        s[o - 2 * across] =
            clip(p1 + Math.clamp((((p2 + p0 + 1) >> 1) - p1 + d) >> 1, -(tc >> 1), tc >> 1));
      }
      if (sideQ) {
        s[o + across] =
            clip(q1 + Math.clamp((((q2 + q0 + 1) >> 1) - q1 - d) >> 1, -(tc >> 1), tc >> 1));
      }
    }
  }

  private boolean strong(char[] s, int at, int across, int d, int tc, int beta) {
    return d < beta >> 2
        && Math.abs(s[at - 4 * across] - s[at - across]) + Math.abs(s[at] - s[at + 3 * across])
            < beta >> 3
        && Math.abs(s[at - across] - s[at]) < (5 * tc + 1) >> 1;
  }

  private void chroma(int p, int x, int y, int dir, int qp) {
    Plane pl = pic.planes[p];
    char[] s = pl.samples;
    int across = dir == 0 ? 1 : pl.width;
    int along = dir == 0 ? pl.width : 1;
    int tc = TC[Math.clamp(qp + 2, 0, 53)] << depthShift;
    for (int i = 0; i < 2; i++) {
      int o = pl.at(x, y) + i * along;
      int p1 = s[o - 2 * across], p0 = s[o - across], q0 = s[o], q1 = s[o + across];
      int d = Math.clamp((((q0 - p0) * 4) + p1 - q1 + 4) >> 3, -tc, tc);
      s[o - across] = clip(p0 + d);
      s[o] = clip(q0 - d);
    }
  }

  private char clip(int v) {
    return (char) (v < 0 ? 0 : v > max ? max : v);
  }
}
