package mixing;

/**
 * The motion that a block may take over from its surroundings, and what its own vectors are
 * predicted from: neighbours, the same place in the first reference, combinations of these.
 *
 * <p>After HEVC (H.265, 8.5.3.2).
 */
final class MotionCandidates {
  static final int MERGES = 6;
  static final int PREDICTORS = 2;

  final Motion[] merges = new Motion[MERGES];

  /** The predictors of {@link #predictors}. */
  final int[] px = new int[PREDICTORS];

  final int[] py = new int[PREDICTORS];

  private final Geometry g;
  private final Picture pic;
  private final BlockMap map;
  private final Picture colocated;
  private final boolean bi;
  private final Motion temp = new Motion();
  private final int[] nearX = new int[5];
  private final int[] nearY = new int[5];
  private int count;

  MotionCandidates(Picture pic) {
    this.g = pic.g;
    this.pic = pic;
    this.map = pic.map;
    this.colocated = pic.references.length > 0 ? pic.references[0] : null;
    this.bi = pic.references.length > 1 && pic.level > 0;
    for (int i = 0; i < MERGES; i++) {
      merges[i] = new Motion();
    }
  }

  private void offer(Motion m) {
    if (count >= MERGES || m == null) {
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
    for (int k = 0; k < 2 && count < MERGES; k++) {
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
    int have = count;
    for (int i = 0; i < have; i++) {
      for (int j = 0; j < have && count < MERGES; j++) {
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
    temp.set(1, -1, 0, 0);
    for (int r = 0; count < MERGES; r++) {
      if (r >= pic.references.length) {
        merges[count].set(0, 0, 0, 0);
        merges[count++].set(1, -1, 0, 0);
      } else {
        temp.set(0, r, 0, 0);
        offer(temp);
      }
    }
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
    for (int pass = 0; pass < 2 && found < PREDICTORS; pass++) {
      for (int k = 0; k < 5 && found < PREDICTORS; k++) {
        Motion m = map.motionAt(nearX[k], nearY[k]);
        for (int i = 0; m != null && i < 2 && found < PREDICTORS; i++) {
          if (m.ref[i] >= 0 && (pass == 0) == (m.ref[i] == r)) {
            int have = pic.time - pic.referenceTimes[m.ref[i]];
            found = add(found, scaled(m.x[i], want, have), scaled(m.y[i], want, have));
          }
        }
      }
    }
    for (int k = 0; k < 2 && found < PREDICTORS; k++) {
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
  }

  private int add(int found, int x, int y) {
    if (found > 0 && px[0] == x && py[0] == y) {
      return found;
    }
    px[found] = x;
    py[found] = y;
    return found + 1;
  }
}
