package matching;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Looks for the uneven motion of a block: from the best even motion by steps that the gradients of
 * the prediction suggest, as in VTM, the model of VVC.
 */
final class AffineSearch {
  private static final int ROUNDS = 4;

  private final Plane source;
  private final InterPredictor predictor;
  private final AffineCandidates candidates;
  private final InterSearch motions;
  // That of the picture: unlike other motion's, not by what depends on the block.
  private final double lambda;
  private final Difference difference = new Difference();
  private final boolean packs;
  private final PackedDifference packed = new PackedDifference();
  private final char[] predicted = new char[64 * 64];
  private final MemorySegment predictedSegment = MemorySegment.ofArray(predicted);
  private final char[] alone = new char[64 * 64];
  private final double[][] m = new double[6][7];
  private final double[] g = new double[6];
  private final Motion motion = new Motion();
  private final Motion single = new Motion();

  /** What {@link #search} found. */
  Affine best;

  double bestCost;

  AffineSearch(
      Plane source,
      InterPredictor predictor,
      AffineCandidates candidates,
      InterSearch motions,
      double lambda,
      boolean packs) {
    this.packs = packs;
    this.source = source;
    this.predictor = predictor;
    this.candidates = candidates;
    this.motions = motions;
    this.lambda = lambda;
  }

  /** The transformed difference that a motion leaves. */
  double differenceOf(Affine a, int x, int y, int w, int h) {
    predictor.uneven(a, x, y, w, h, predicted, 0, w);
    if (packs) {
      packed.keep(source, x, y, w, h);
      return packed.transformed(predictedSegment, 0, w);
    }
    return difference.transformed(
        source.samples, source.at(x, y), source.width, predicted, 0, w, w, h);
  }

  private double bits(Affine a, int w, int h) {
    double bits = lambda * 2;
    Motion v = a.motion;
    for (int i = 0; i < (v.bi() ? 2 : 1); i++) {
      bits += motions.bitsOf(v.ref[i], v.x[i], v.y[i]) + lambda * (v.ref[i] + 1);
      for (int k = 0; k < (a.six ? 4 : 2); k++) {
        int d = a.sent[i][k] - candidates.predicted(v.ref[i], a.six, k, w, h);
        bits += lambda * (1 + 2 * (32 - Integer.numberOfLeadingZeros(Math.abs(d))));
      }
    }
    return bits;
  }

  /** Refines an even motion, first as a zoom and a turn, then with all slopes. */
  void search(Motion start, int x, int y, int w, int h) {
    best = null;
    bestCost = Double.MAX_VALUE;
    int[][] sent = new int[2][4];
    motion.set(start);
    int lists = start.bi() ? 2 : 1;
    for (int i = 0; i < lists; i++) {
      refine(i, false, sent, x, y, w, h);
    }
    if (best == null) {
      return;
    }
    // From the zoom and turn found.
    Affine four = best;
    motion.set(four.motion);
    for (int i = 0; i < lists; i++) {
      for (int k = 0; k < 4; k++) {
        sent[i][k] = four.predicted(i, true, k, w, h);
      }
    }
    for (int i = 0; i < lists; i++) {
      refine(i, true, sent, x, y, w, h);
    }
  }

  private void refine(int i, boolean six, int[][] sent, int x, int y, int w, int h) {
    int n = six ? 6 : 4;
    int[][] now = {sent[0].clone(), sent[1].clone()};
    Motion at = new Motion();
    at.set(motion);
    boolean bi = at.bi();
    double[] unit = new double[4];
    for (int k = 0; k < 4; k++) {
      unit[k] = Affine.unit(six, k, w, h) / 2048.0;
    }
    double before = Double.MAX_VALUE;
    for (int round = 0; ; round++) {
      Affine a = Affine.own(at, six, now, x, y, w, h);
      double c = differenceOf(a, x, y, w, h) + bits(a, w, h);
      if (c < bestCost) {
        bestCost = c;
        best = a;
        motion.set(at);
        for (int k = 0; k < 4; k++) {
          sent[i][k] = now[i][k];
        }
      }
      if (round == ROUNDS || c > before * 1.02) {
        return;
      }
      before = c;
      char[] from = predicted;
      if (bi) {
        single.set(1, -1, 0, 0);
        single.set(0, at.ref[i], at.x[i], at.y[i]);
        Affine part = Affine.own(single, six, new int[][] {now[i], now[i]}, x, y, w, h);
        predictor.uneven(part, x, y, w, h, alone, 0, w);
        from = alone;
      }
      if (!solve(from, n, bi, x, y, w, h)) {
        return;
      }
      int dx = (int) Math.rint(m[0][n] * 4);
      int dy = (int) Math.rint(m[1][n] * 4);
      boolean moved = dx != 0 || dy != 0;
      for (int k = 0; k < n - 2; k++) {
        int d = (int) Math.rint(m[2 + k][n] / unit[k]);
        moved |= d != 0;
        now[i][k] = Math.clamp(now[i][k] + d, -60, 60);
      }
      if (!moved) {
        return;
      }
      at.set(
          i, at.ref[i], MotionCandidates.limit(at.x[i] + dx), MotionCandidates.limit(at.y[i] + dy));
    }
  }

  // The step of least squares from the gradients of the prediction; the last column of m holds it.
  private boolean solve(char[] from, int n, boolean bi, int x, int y, int w, int h) {
    for (double[] row : m) {
      Arrays.fill(row, 0);
    }
    double part = bi ? 0.25 : 0.5;
    for (int r = 1; r < h - 1; r++) {
      int s = source.at(x, y + r);
      double py = r - (h - 1) * 0.5;
      for (int c = 1; c < w - 1; c++) {
        int k = r * w + c;
        double gx = (from[k + 1] - from[k - 1]) * part;
        double gy = (from[k + w] - from[k - w]) * part;
        double px = c - (w - 1) * 0.5;
        g[0] = gx;
        g[1] = gy;
        if (n == 4) {
          g[2] = gx * px + gy * py;
          g[3] = gy * px - gx * py;
        } else {
          g[2] = gx * px;
          g[3] = gx * py;
          g[4] = gy * px;
          g[5] = gy * py;
        }
        double e = source.samples[s + c] - predicted[k];
        for (int i = 0; i < n; i++) {
          double gi = g[i];
          double[] row = m[i];
          for (int j = i; j < n; j++) {
            row[j] += gi * g[j];
          }
          row[n] += gi * e;
        }
      }
    }
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        m[i][j] = m[j][i];
      }
      m[i][i] += m[i][i] * 0.001 + 1e-3;
    }
    for (int i = 0; i < n; i++) {
      double pivot = m[i][i];
      if (Math.abs(pivot) < 1e-9) {
        return false;
      }
      for (int j = i; j <= n; j++) {
        m[i][j] /= pivot;
      }
      for (int o = 0; o < n; o++) {
        double f = m[o][i];
        if (o != i && f != 0) {
          for (int j = i; j <= n; j++) {
            m[o][j] -= f * m[i][j];
          }
        }
      }
    }
    return true;
  }
}
