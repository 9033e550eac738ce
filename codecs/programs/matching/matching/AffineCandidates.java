package matching;

/**
 * The uneven motion that a block may take over: that of neighbours which move so, and what fits the
 * vectors along the upper and left border best; ordered by how well each would have predicted the
 * samples there.
 *
 * <p>Affine merging as in VVC (H.266, 8.5.5.2); the fit over all vectors of the border is that of
 * ECM (regression-based affine candidates, JVET-AA0107, 2022), in integers.
 */
final class AffineCandidates {
  static final int MOST = 4;
  private static final int POOL = 8;
  private static final int LINES = 2;
  private static final int MOST_UNITS = 64;

  /** The candidates, the best fit first. */
  final Affine[] models = new Affine[POOL];

  /** How many there are to choose from. */
  int count;

  private final Picture pic;
  private final BlockMap map;
  private final InterPredictor predictor;
  private final int[] misfit = new int[POOL];
  private final char[] beside = new char[LINES * 64];
  private final Motion[] near = new Motion[MOST_UNITS];
  private final int[] nearX = new int[MOST_UNITS];
  private final int[] nearY = new int[MOST_UNITS];
  private int units;

  AffineCandidates(Picture pic, InterPredictor predictor) {
    this.pic = pic;
    this.map = pic.map;
    this.predictor = predictor;
  }

  /** Whether a block of that size may move unevenly. */
  static boolean fits(int lw, int lh) {
    return lw >= 3 && lh >= 3;
  }

  /** Where contexts begin: such motion is rare. */
  static void begin(long[] contexts) {
    for (Element e : new Element[] {Element.AFFINE, Element.SIX}) {
      for (int input = 0; input < e.inputs; input++) {
        for (int c = 0; c < 1 << Element.CONTEXT_BITS; c++) {
          long p = e == Element.AFFINE ? 65536 / 16 : 65536 / 3;
          contexts[e.slot(input, c)] = p << 24 | p << 8 | 3;
        }
      }
    }
  }

  /** Fills the list for a block. */
  void find(int x, int y, int w, int h) {
    count = 0;
    if (w < 8 || h < 8) {
      return;
    }
    int cx = x + (w >> 1);
    int cy = y + (h >> 1);
    inherit(map.motionAt(x - 1, y + h - 1), cx, cy, w, h);
    inherit(map.motionAt(x + w - 1, y - 1), cx, cy, w, h);
    inherit(map.motionAt(x - 1, y + h), cx, cy, w, h);
    inherit(map.motionAt(x + w, y - 1), cx, cy, w, h);
    inherit(map.motionAt(x - 1, y - 1), cx, cy, w, h);
    gather(x, y, w, h);
    Motion first = map.motionAt(x - 1, y + h - 1);
    Motion second = map.motionAt(x + w - 1, y - 1);
    if (first != null) {
      fit(first, cx, cy, w, h);
    }
    if (second != null
        && (first == null || first.ref[0] != second.ref[0] || first.ref[1] != second.ref[1])) {
      fit(second, cx, cy, w, h);
    }
    sort(x, y, w, h);
    count = Math.min(count, MOST);
  }

  private void inherit(Motion m, int cx, int cy, int w, int h) {
    if (m != null && m.affine != null) {
      offer(m.affine.at(cx, cy), w, h);
    }
  }

  private void offer(Affine a, int w, int h) {
    if (count >= POOL || a.even(w, h)) {
      return;
    }
    for (int i = 0; i < count; i++) {
      if (models[i].same(a)) {
        return;
      }
    }
    models[count++] = a;
  }

  private void gather(int x, int y, int w, int h) {
    units = 0;
    for (int i = -4; i < w + 8; i += 4) {
      note(x + i, y - 4);
    }
    for (int i = 0; i < h + 8; i += 4) {
      note(x - 4, y + i);
    }
  }

  private void note(int x, int y) {
    Motion m = map.motionAt(x, y);
    if (m != null && units < MOST_UNITS) {
      near[units] = m;
      nearX[units] = x + 2;
      nearY[units++] = y + 2;
    }
  }

  private void fit(Motion like, int cx, int cy, int w, int h) {
    Affine a = Affine.like(like, cx, cy);
    for (int i = 0; i < (like.bi() ? 2 : 1); i++) {
      if (!fit(like, a, i, false, cx, cy) || !fit(like, a, i, true, cx, cy)) {
        return;
      }
    }
    offer(a, w, h);
  }

  // The plane through one component of the vectors, by least squares, leaning to an even one.
  private boolean fit(Motion like, Affine a, int i, boolean vertical, int cx, int cy) {
    int from = (vertical ? like.y : like.x)[i];
    long n = 0;
    long sx = 0;
    long sy = 0;
    long sxx = 0;
    long sxy = 0;
    long syy = 0;
    long sv = 0;
    long sxv = 0;
    long syv = 0;
    for (int k = 0; k < units; k++) {
      Motion m = near[k];
      if (m.ref[0] != like.ref[0] || m.ref[1] != like.ref[1]) {
        continue;
      }
      long v = Math.clamp((vertical ? m.y : m.x)[i] - from, -255, 255);
      long px = (long) nearX[k] - cx;
      long py = (long) nearY[k] - cy;
      n++;
      sx += px;
      sy += py;
      sxx += px * px;
      sxy += px * py;
      syy += py * py;
      sv += v;
      sxv += px * v;
      syv += py * v;
    }
    if (n < 4) {
      return false;
    }
    long lean = n * n * 4;
    long xx = n * sxx - sx * sx + lean;
    long yy = n * syy - sy * sy + lean;
    long xy = n * sxy - sx * sy;
    long xv = n * sxv - sx * sv;
    long yv = n * syv - sy * sv;
    long det = xx * yy - xy * xy;
    int unit = 1 << (Affine.BITS + 2);
    long alongX = (xv * yy - yv * xy) / ((det >> 9) + 1);
    long alongY = (yv * xx - xv * xy) / ((det >> 9) + 1);
    a.set(
        i,
        vertical,
        (long) from * unit + (sv * unit - alongX * sx - alongY * sy) / n,
        alongX,
        alongY);
    return true;
  }

  private void sort(int x, int y, int w, int h) {
    for (int i = 0; i < count; i++) {
      Affine a = models[i];
      int cost = misfit(a, x, y, w, h);
      int at = i;
      for (; at > 0 && misfit[at - 1] > cost; at--) {
        models[at] = models[at - 1];
        misfit[at] = misfit[at - 1];
      }
      models[at] = a;
      misfit[at] = cost;
    }
  }

  private int misfit(Affine a, int x, int y, int w, int h) {
    int rows = Math.min(LINES, y);
    int columns = Math.min(LINES, x);
    int sum = 0;
    if (rows > 0) {
      predictor.uneven(a, x, y - rows, w, rows, beside, 0, w);
      sum += difference(x, y - rows, w, rows);
    }
    if (columns > 0) {
      predictor.uneven(a, x - columns, y, columns, h, beside, 0, columns);
      sum += difference(x - columns, y, columns, h);
    }
    return sum;
  }

  private int difference(int x, int y, int w, int h) {
    Plane plane = pic.planes[0];
    int sum = 0;
    for (int r = 0; r < h; r++) {
      int at = plane.at(x, y + r);
      for (int c = 0; c < w; c++) {
        sum += Math.abs(plane.samples[at + c] - beside[r * w + c]);
      }
    }
    return sum;
  }

  /** What the slopes of a block's own motion are predicted from: a candidate's, or 0. */
  int predicted(int ref, boolean six, int k, int w, int h) {
    for (int i = 0; i < count && i < 2; i++) {
      for (int j = 0; j < 2; j++) {
        if (models[i].motion.ref[j] == ref) {
          return models[i].predicted(j, six, k, w, h);
        }
      }
    }
    return 0;
  }
}
