package mixing;

/** Looks for the motion of a block: one vector per reference, then pairs of them. */
final class InterSearch {
  private static final int[] DX = {0, 1, 0, -1, 1, 1, -1, -1};
  private static final int[] DY = {-1, 0, 1, 0, -1, 1, 1, -1};
  private static final int PAIR_ROUNDS = 3;

  private final Picture pic;
  private final Plane source;
  private final InterPredictor predictor;
  private final MotionCandidates candidates;
  private final Difference difference = new Difference();
  private final double lambda;
  private final char[] predicted = new char[64 * 64];
  private final Motion probe = new Motion();
  // Per reference and 4x4 unit: the vector found last there.
  private final int[][] hintX;
  private final int[][] hintY;
  private final int refs;
  private final int[] bestX;
  private final int[] bestY;
  private final int[] px;
  private final int[] py;

  final Motion single = new Motion();
  final Motion pair = new Motion();
  double singleCost;
  double pairCost;

  InterSearch(
      Picture pic,
      Plane source,
      InterPredictor predictor,
      MotionCandidates candidates,
      double lambda) {
    this.pic = pic;
    this.source = source;
    this.predictor = predictor;
    this.candidates = candidates;
    this.lambda = lambda;
    refs = pic.references.length;
    int units = pic.map.width * pic.map.height;
    hintX = new int[refs][units];
    hintY = new int[refs][units];
    bestX = new int[refs];
    bestY = new int[refs];
    px = new int[2 * refs];
    py = new int[2 * refs];
  }

  /** The transformed difference that this motion leaves. */
  double differenceOf(Motion m, int x, int y, int w, int h) {
    predictor.luma(m, x, y, w, h, predicted, 0, w);
    return difference.transformed(
        source.samples, source.at(x, y), source.width, predicted, 0, w, w, h);
  }

  private double bits(int d) {
    int width = 32 - Integer.numberOfLeadingZeros(Math.abs(d));
    return lambda * (1 + 2 * width);
  }

  // Vectors that cannot be sent cost more than any other.
  private double bits(int r, int mx, int my) {
    if (mx != MotionCandidates.limit(mx) || my != MotionCandidates.limit(my)) {
      return Double.POSITIVE_INFINITY;
    }
    double a = bits(mx - px[2 * r]) + bits(my - py[2 * r]);
    double b = bits(mx - px[2 * r + 1]) + bits(my - py[2 * r + 1]);
    return Math.min(a, b);
  }

  /** Which of the two predictors is the nearer one. */
  int predictorOf(int r, int mx, int my) {
    double a = bits(mx - px[2 * r]) + bits(my - py[2 * r]);
    double b = bits(mx - px[2 * r + 1]) + bits(my - py[2 * r + 1]);
    return b < a ? 1 : 0;
  }

  /** Fills in the predictors of vectors to every reference. */
  void predictors(int x, int y, int w, int h) {
    for (int r = 0; r < refs; r++) {
      candidates.predictors(x, y, w, h, r);
      for (int i = 0; i < 2; i++) {
        px[2 * r + i] = candidates.px[i];
        py[2 * r + i] = candidates.py[i];
      }
    }
  }

  /** Finds {@link #single} and {@link #pair}; the merge candidates must be there. */
  void search(int x, int y, int w, int h) {
    predictors(x, y, w, h);
    int best = 0;
    singleCost = Double.MAX_VALUE;
    int unit =
        (Math.min(y + h / 2, pic.g.height - 1) >> 2) * pic.map.width
            + (Math.min(x + w / 2, pic.g.width - 1) >> 2);
    for (int r = 0; r < refs; r++) {
      double cost = searchOne(r, x, y, w, h, unit) + lambda * (r + 1);
      for (int by = y >> 2; by < (y + h) >> 2; by++) {
        int from = by * pic.map.width + (x >> 2);
        java.util.Arrays.fill(hintX[r], from, from + (w >> 2), bestX[r]);
        java.util.Arrays.fill(hintY[r], from, from + (w >> 2), bestY[r]);
      }
      if (cost < singleCost) {
        singleCost = cost;
        best = r;
      }
    }
    single.set(1, -1, 0, 0);
    single.set(0, best, bestX[best], bestY[best]);
    searchPair(best, x, y, w, h);
  }

  private double searchOne(int r, int x, int y, int w, int h, int unit) {
    Interpolator in = pic.references[r].samples;
    double best = Double.MAX_VALUE;
    int mx = 0;
    int my = 0;
    for (int k = 0; k < 4 + MotionCandidates.MERGES; k++) {
      int cx = 0;
      int cy = 0;
      if (k < 2) {
        cx = px[2 * r + k];
        cy = py[2 * r + k];
      } else if (k == 2) {
        cx = hintX[r][unit];
        cy = hintY[r][unit];
      } else if (k > 3) {
        Motion m = candidates.merges[k - 4];
        int i = m.ref[0] == r ? 0 : m.ref[1] == r ? 1 : -1;
        if (i < 0) {
          continue;
        }
        cx = m.x[i];
        cy = m.y[i];
      }
      cx = whole(cx);
      cy = whole(cy);
      double bits = bits(r, cx, cy);
      double c = absolute(in, x, y, w, h, cx, cy, best - bits) + bits;
      if (c < best) {
        best = c;
        mx = cx;
        my = cy;
      }
    }
    for (int s = 32; s >= 4; s >>= 1) {
      boolean moved = true;
      for (int round = 0; moved && round < 12; round++) {
        moved = false;
        int ox = mx;
        int oy = my;
        for (int d = 0; d < (s > 4 ? 8 : 4); d++) {
          int cx = ox + DX[d] * s;
          int cy = oy + DY[d] * s;
          double bits = bits(r, cx, cy);
          double c = absolute(in, x, y, w, h, cx, cy, best - bits) + bits;
          if (c < best) {
            best = c;
            mx = cx;
            my = cy;
            moved = true;
          }
        }
      }
    }
    probe.set(1, -1, 0, 0);
    probe.set(0, r, mx, my);
    best = differenceOf(probe, x, y, w, h) + bits(r, mx, my);
    for (int s = 2; s >= 1; s--) {
      int ox = mx;
      int oy = my;
      for (int d = 0; d < 8; d++) {
        probe.set(0, r, ox + DX[d] * s, oy + DY[d] * s);
        double c = differenceOf(probe, x, y, w, h) + bits(r, probe.x[0], probe.y[0]);
        if (c < best) {
          best = c;
          mx = probe.x[0];
          my = probe.y[0];
        }
      }
    }
    bestX[r] = mx;
    bestY[r] = my;
    return best;
  }

  private static int whole(int v) {
    return MotionCandidates.limit(v + 2) >> 2 << 2;
  }

  private double absolute(
      Interpolator in, int x, int y, int w, int h, int mx, int my, double limit) {
    char[] a = source.samples;
    char[] b = in.whole();
    int at = in.wholeAt(x, y, mx, my);
    int stride = in.wholeStride();
    int sum = 0;
    for (int row = 0; row < h; row++) {
      int i = source.at(x, y + row);
      int j = at + row * stride;
      int line = 0;
      for (int c = 0; c < w; c++) {
        line += Math.abs(a[i + c] - b[j + c]);
      }
      sum += line;
      if ((row & 7) == 7 && sum > limit) {
        break;
      }
    }
    return sum;
  }

  private double pairBits(Motion m) {
    return bits(m.ref[0], m.x[0], m.y[0])
        + bits(m.ref[1], m.x[1], m.y[1])
        + lambda * (m.ref[0] + m.ref[1] + 2);
  }

  private void searchPair(int bestSingle, int x, int y, int w, int h) {
    pairCost = Double.MAX_VALUE;
    for (int a = 0; a < refs; a++) {
      for (int b = a + 1; b < refs; b++) {
        if (a != bestSingle && b != bestSingle) {
          continue;
        }
        probe.set(0, a, bestX[a], bestY[a]);
        probe.set(1, b, bestX[b], bestY[b]);
        double c = differenceOf(probe, x, y, w, h) + pairBits(probe);
        if (c < pairCost) {
          pairCost = c;
          pair.set(probe);
        }
      }
    }
    if (pairCost == Double.MAX_VALUE || pairCost > singleCost * 1.3) {
      return;
    }
    boolean moved = true;
    for (int round = 0; moved && round < PAIR_ROUNDS; round++) {
      moved = false;
      for (int i = 0; i < 2; i++) {
        for (int s = 2; s >= 1; s--) {
          int ox = pair.x[i];
          int oy = pair.y[i];
          for (int d = 0; d < 8; d++) {
            probe.set(pair);
            probe.set(i, pair.ref[i], ox + DX[d] * s, oy + DY[d] * s);
            double c = differenceOf(probe, x, y, w, h) + pairBits(probe);
            if (c < pairCost) {
              pairCost = c;
              pair.set(probe);
              moved = true;
            }
          }
        }
      }
    }
  }
}
