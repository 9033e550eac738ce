package matching;

/**
 * The motion that a block may take over from its surroundings, and what its own vectors are
 * predicted from: neighbours, the same place in the first reference, combinations of these.
 *
 * <p>After HEVC (H.265, 8.5.3.2); then ordered by how well each would have predicted what lies
 * above and to the left, as ECM does (adaptive reordering of merge candidates, JVET-V0099, 2021),
 * and the best one moved to where it would have done so better (template matching, JVET-J0021,
 * 2018).
 */
final class MotionCandidates {
  static final int MERGES = 8;
  static final int PREDICTORS = 2;

  /** Candidates that are found; those of the best fit become {@link #merges}. */
  private static final int POOL = 14;

  // Bounds of the classes of {@link #lead}, in sixteenths.
  private static final int[] LEADS = {17, 18, 20, 24, 32, 48};

  // Bounds of the classes of {@link #fit}.
  private static final int[] FITS = {2, 4, 6, 8, 12, 16, 22, 32, 48, 64};

  // Lines of samples around a block that are compared.
  private static final int LINES = 2;

  // Vectors of which the best fit becomes a predictor.
  private static final int VECTORS = 5;

  final Motion[] merges = new Motion[POOL];

  /** The predictors of {@link #predictors}. */
  final int[] px = new int[VECTORS];

  final int[] py = new int[VECTORS];

  private final Geometry g;
  private final Picture pic;
  private final BlockMap map;
  private final Picture colocated;
  private final boolean bi;
  private final Motion temp = new Motion();
  private final int[] nearX = new int[5];
  private final int[] nearY = new int[5];
  private final InterPredictor predictor;
  private final char[] beside = new char[LINES * 64];
  private final int[] misfit = new int[POOL];
  private final Motion probe = new Motion();
  private final PackedDifference above = new PackedDifference();
  private final PackedDifference left = new PackedDifference();
  private int count;

  MotionCandidates(Picture pic, InterPredictor predictor) {
    this.predictor = predictor;
    this.g = pic.g;
    this.pic = pic;
    this.map = pic.map;
    this.colocated = pic.references.length > 0 ? pic.references[0] : null;
    this.bi = pic.references.length > 1 && pic.level > 0;
    for (int i = 0; i < POOL; i++) {
      merges[i] = new Motion();
    }
  }

  private void offer(Motion m) {
    if (count >= POOL || m == null) {
      return;
    }
    for (int i = 0; i < count; i++) {
      if (merges[i].same(m)) {
        return;
      }
    }
    merges[count++].set(m);
  }

  private void surround(int x, int y, int w, int h) {
    nearX[0] = x - 1;
    nearY[0] = y + h - 1;
    nearX[1] = x + w - 1;
    nearY[1] = y - 1;
    nearX[2] = x + w;
    nearY[2] = y - 1;
    nearX[3] = x - 1;
    nearY[3] = y + h;
    nearX[4] = x - 1;
    nearY[4] = y - 1;
  }

  /** Fills the merge list of a block. */
  void merge(int x, int y, int w, int h) {
    count = 0;
    surround(x, y, w, h);
    for (int i = 0; i < 5; i++) {
      if (i < 4 || count < 4) {
        offer(map.motionAt(nearX[i], nearY[i]));
      }
    }
    for (int k = 0; k < 2 && count < POOL; k++) {
      Motion m = k == 0 ? colocatedAt(x + w, y + h) : colocatedAt(x + w / 2, y + h / 2);
      if (m != null) {
        int i = m.ref[0] >= 0 ? 0 : 1;
        temp.set(1, -1, 0, 0);
        scale(m, i, 0, temp, 0);
        if (bi) {
          scale(m, m.ref[1] >= 0 ? 1 : i, 1, temp, 1);
        }
        offer(temp);
        break;
      }
    }
    if (predictor.field != null) {
      offer(predictor.field.at(x + w / 2, y + h / 2));
    }
    // Neighbours that do not touch.
    offer(map.motionAt(x - 1 - w, y + h / 2));
    offer(map.motionAt(x + w / 2, y - 1 - h));
    offer(map.motionAt(x - 1 - w, y - 1 - h));
    offer(map.motionAt(x + 2 * w, y - 1 - h));
    offer(map.motionAt(x - 1 - 2 * w, y + h / 2));
    offer(map.motionAt(x + w / 2, y - 1 - 2 * h));
    int have = count;
    for (int i = 0; i < have; i++) {
      for (int j = 0; j < have && count < POOL; j++) {
        if (i != j && merges[j].ref[1] >= 0) {
          temp.set(0, merges[i].ref[0], merges[i].x[0], merges[i].y[0]);
          temp.set(1, merges[j].ref[1], merges[j].x[1], merges[j].y[1]);
          offer(temp);
        }
      }
    }
    if (bi) {
      temp.set(0, 0, 0, 0);
      temp.set(1, 1, 0, 0);
      offer(temp);
    }
    // Single motions, twice: with the same motion from another picture, and with one another.
    for (int i = 0; i < have && i < 3 && pic.references.length > 1; i++) {
      Motion m = merges[i];
      if (!m.bi()) {
        int other = m.ref[0] == 0 ? 1 : 0;
        int span = pic.time - pic.referenceTimes[m.ref[0]];
        int want = pic.time - pic.referenceTimes[other];
        temp.set(0, m.ref[0], m.x[0], m.y[0]);
        temp.set(1, other, scaled(m.x[0], want, span), scaled(m.y[0], want, span));
        offer(temp);
      }
    }
    for (int i = 0; i < have && i < 3; i++) {
      for (int j = i + 1; j < have && j < 3; j++) {
        if (!merges[i].bi() && !merges[j].bi()) {
          temp.set(0, merges[i].ref[0], merges[i].x[0], merges[i].y[0]);
          temp.set(1, merges[j].ref[0], merges[j].x[0], merges[j].y[0]);
          offer(temp);
        }
      }
    }
    temp.set(1, -1, 0, 0);
    for (int r = 0; count < POOL; r++) {
      if (r >= pic.references.length) {
        merges[count].set(0, 0, 0, 0);
        merges[count++].set(1, -1, 0, 0);
      } else {
        temp.set(0, r, 0, 0);
        offer(temp);
      }
    }
    around(x, y, w, h);
    sort(x, y, w, h);
    refine(0, x, y, w, h);
    for (int k = 1; k < MERGES; k++) {
      if (merges[k].ref[0] != merges[0].ref[0] || merges[k].ref[1] != merges[0].ref[1]) {
        refine(k, x, y, w, h);
        break;
      }
    }
  }

  // Sorts the candidates by how well they predict the samples above the block and to its left.
  private void sort(int x, int y, int w, int h) {
    for (int i = 0; i < POOL; i++) {
      Motion m = merges[i];
      int cost = misfit(m, x, y, w, h);
      int at = i;
      for (; at > 0 && misfit[at - 1] > cost; at--) {
        merges[at] = merges[at - 1];
        misfit[at] = misfit[at - 1];
      }
      merges[at] = m;
      misfit[at] = cost;
    }
  }

  // Puts a candidate, the best or the best of other references, once more into the list, moved to
  // where it fits better.
  private void refine(int from, int x, int y, int w, int h) {
    if (x == 0 && y == 0) {
      return;
    }
    int best = misfit[from] - (misfit[from] >> 3);
    temp.set(merges[from]);
    boolean any = false;
    for (int step = 4; step > 0; step >>= 1) {
      for (int i = 0; i < 2; i++) {
        int r = temp.ref[i];
        int ox = temp.x[i];
        int oy = temp.y[i];
        int bestX = ox;
        int bestY = oy;
        for (int d = 0; d < 4 && r >= 0; d++) {
          int cx = limit(ox + (d < 2 ? (d * 2 - 1) * step : 0));
          int cy = limit(oy + (d < 2 ? 0 : (d * 2 - 5) * step));
          temp.move(i, cx, cy);
          int c = misfit(temp, x, y, w, h);
          if (c < best) {
            best = c;
            bestX = cx;
            bestY = cy;
            any = true;
          }
        }
        temp.move(i, bestX, bestY);
      }
    }
    if (!any) {
      return;
    }
    Motion last = merges[POOL - 1];
    int at = POOL - 1;
    for (; at > 0 && misfit[at - 1] > best; at--) {
      merges[at] = merges[at - 1];
      misfit[at] = misfit[at - 1];
    }
    last.set(temp);
    merges[at] = last;
    misfit[at] = best;
  }

  private int misfit(Motion m, int x, int y, int w, int h) {
    int rows = Math.min(LINES, y);
    int columns = Math.min(LINES, x);
    int sum = 0;
    if (rows > 0) {
      int d = predictor.absolute(above, m, x, y - rows, w, rows);
      if (d == PackedDifference.UNKNOWN) {
        predictor.luma(m, x, y - rows, w, rows, beside, 0, w);
        d = difference(x, y - rows, w, rows);
      }
      sum += d;
    }
    if (columns > 0) {
      int d = predictor.absolute(left, m, x - columns, y, columns, h);
      if (d == PackedDifference.UNKNOWN) {
        predictor.luma(m, x - columns, y, columns, h, beside, 0, columns);
        d = difference(x - columns, y, columns, h);
      }
      sum += d;
    }
    return sum;
  }

  // To be called before {@link #misfit}: takes what lies around a block.
  private void around(int x, int y, int w, int h) {
    int rows = Math.min(LINES, y);
    int columns = Math.min(LINES, x);
    if (rows > 0) {
      above.take(pic.planes[0], x, y - rows, w, rows);
    }
    if (columns > 0) {
      left.take(pic.planes[0], x - columns, y, columns, h);
    }
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

  /** How well the first candidate fits, against a quantiser's step: 0 to 10, 11 if not known. */
  int fit(int x, int y, int w, int h, int step) {
    int n = Math.min(LINES, y) * w + Math.min(LINES, x) * h;
    if (n == 0) {
      return FITS.length + 1;
    }
    return fit(misfit[0], n, step);
  }

  private int fit(int left, int samples, int step) {
    long size = (long) (left >> g.depthShift) * 2048 / ((long) samples * step);
    int c = 0;
    while (c < FITS.length && size >= FITS[c]) {
      c++;
    }
    return c;
  }

  /** How much worse than candidate {@code k} the rest fit, in seven classes. */
  int lead(int k) {
    long a = misfit[k] + 8L;
    long b = misfit[k + 1] + 8L;
    long ratio = b * 16 / a;
    int lead = 0;
    while (lead < LEADS.length && ratio >= LEADS[lead]) {
      lead++;
    }
    return lead;
  }

  private Motion colocatedAt(int x, int y) {
    int cx = (x >> 3 << 3) + 4;
    int cy = (y >> 3 << 3) + 4;
    if (cx >= g.width || cy >= g.height || colocated.referenceTimes.length == 0) {
      return null;
    }
    return colocated.map.motion[(cy >> 2) * map.width + (cx >> 2)];
  }

  private void scale(Motion m, int i, int r, Motion to, int j) {
    int have = colocated.time - colocated.referenceTimes[m.ref[i]];
    int want = pic.time - pic.referenceTimes[r];
    to.set(j, r, scaled(m.x[i], want, have), scaled(m.y[i], want, have));
  }

  private static int scaled(int v, int want, int have) {
    if (want == have || have == 0) {
      return v;
    }
    int s = v * want * 2 / have;
    return limit(s >= 0 ? (s + 1) >> 1 : -((1 - s) >> 1));
  }

  static int limit(int v) {
    return Math.clamp(v, -8191, 8191);
  }

  /** Fills {@link #px} and {@link #py} with predictors of a vector to reference {@code r}. */
  void predictors(int x, int y, int w, int h, int r) {
    int found = 0;
    surround(x, y, w, h);
    int want = pic.time - pic.referenceTimes[r];
    for (int pass = 0; pass < 2 && found < VECTORS; pass++) {
      for (int k = 0; k < 5 && found < VECTORS; k++) {
        Motion m = map.motionAt(nearX[k], nearY[k]);
        for (int i = 0; m != null && i < 2 && found < VECTORS; i++) {
          if (m.ref[i] >= 0 && (pass == 0) == (m.ref[i] == r)) {
            int have = pic.time - pic.referenceTimes[m.ref[i]];
            found = add(found, scaled(m.x[i], want, have), scaled(m.y[i], want, have));
          }
        }
      }
    }
    for (int k = 0; k < 2 && found < VECTORS; k++) {
      Motion m = k == 0 ? colocatedAt(x + w, y + h) : colocatedAt(x + w / 2, y + h / 2);
      if (m != null) {
        scale(m, m.ref[0] >= 0 ? 0 : 1, r, temp, 0);
        found = add(found, temp.x[0], temp.y[0]);
      }
    }
    while (found < PREDICTORS) {
      px[found] = 0;
      py[found++] = 0;
    }
    bestFits(found, x, y, w, h, r);
  }

  /** How well the best predictor fits, as {@link #fit}. */
  int vectorFit(int step) {
    if (vectorLines == 0) {
      return FITS.length + 1;
    }
    return fit(vectorMisfit, vectorLines, step);
  }

  /** How a vector fits what lies around a block. */
  int misfitOf(int r, int mx, int my, Block b) {
    return misfit(r, limit(mx), limit(my), b.x, b.y, b.width(), b.height());
  }

  private int vectorMisfit;
  private int vectorLines;

  // Moves the vector of the best fit to the front and looks for a better one near it.
  private void bestFits(int found, int x, int y, int w, int h, int r) {
    vectorLines = Math.min(LINES, y) * w + Math.min(LINES, x) * h;
    if (x == 0 && y == 0) {
      return;
    }
    int best = Integer.MAX_VALUE;
    int at = 0;
    around(x, y, w, h);
    for (int k = 0; k < found; k++) {
      int c = misfit(r, px[k], py[k], x, y, w, h);
      if (c < best) {
        best = c;
        at = k;
      }
    }
    int bestX = px[at];
    int bestY = py[at];
    if (at != 0) {
      px[at] = px[0];
      py[at] = py[0];
    }
    px[0] = bestX;
    py[0] = bestY;
    vectorMisfit = best;
    best -= best >> 3;
    boolean any = false;
    for (int step = 4; step > 0; step >>= 1) {
      int ox = bestX;
      int oy = bestY;
      for (int d = 0; d < 4; d++) {
        int cx = limit(ox + (d < 2 ? (d * 2 - 1) * step : 0));
        int cy = limit(oy + (d < 2 ? 0 : (d * 2 - 5) * step));
        int c = misfit(r, cx, cy, x, y, w, h);
        if (c < best) {
          best = c;
          bestX = cx;
          bestY = cy;
          any = true;
        }
      }
    }
    if (any) {
      vectorMisfit = best;
      px[1] = px[0];
      py[1] = py[0];
      px[0] = bestX;
      py[0] = bestY;
    }
  }

  private int misfit(int r, int mx, int my, int x, int y, int w, int h) {
    probe.set(1, -1, 0, 0);
    probe.set(0, r, mx, my);
    return misfit(probe, x, y, w, h);
  }

  private int add(int found, int x, int y) {
    for (int k = 0; k < found; k++) {
      if (px[k] == x && py[k] == y) {
        return found;
      }
    }
    px[found] = x;
    py[found] = y;
    return found + 1;
  }
}
