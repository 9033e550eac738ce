package matching;

import java.util.Arrays;

/**
 * The levels of a transform: where the last one is, then from there to the first whether it is zero
 * and how large; {@link SignSyntax} codes the signs. The contexts are the sizes around it, its
 * place, what the neighbouring blocks and the other chroma plane hold, and the state of the {@link
 * Quantiser}.
 */
final class ResidualSyntax {
  private static final int STRIDE = 40;
  private static final int UNARY = 14;
  private static final int[] LAST_GROUP = {
    0, 1, 2, 3, 4, 4, 5, 5, 6, 6, 6, 6, 7, 7, 7, 7, 8, 8, 8, 8, 8, 8, 8, 8, 9, 9, 9, 9, 9, 9, 9, 9
  };
  private static final int[] LAST_START = {0, 1, 2, 3, 4, 6, 8, 12, 16, 24};
  private static final int[] LAST_BITS = {0, 0, 0, 0, 1, 1, 2, 2, 3, 3};

  private final BinaryCoder coder;
  private final int level;
  // Sizes that are known in this transform, and those of the other chroma plane.
  private final int[] sizes = new int[STRIDE * STRIDE];
  private final int[] other = new int[STRIDE * STRIDE];
  private int previous;
  private int beforeThat;

  /** Levels that were not zero so far. */
  int found;

  /** What kind of prediction the levels correct. */
  int modeClass;

  /** How much the blocks to the left and above hold. */
  int energy;

  /** How badly the prediction joins its neighbours: see {@link BorderMisfit}. */
  int misfit;

  private int plane;
  private int intra;
  private int lw;
  private int lh;
  private int size;

  ResidualSyntax(BinaryCoder coder, int level) {
    this.coder = coder;
    this.level = level;
  }

  /** Looks at the block and at what its neighbours hold. */
  void look(Block b, int p, BlockMap map) {
    modeClass = b.intra ? 2 + direction(b.mode) : b.motion.bi() ? 1 : 0;
    int l = map.find(b.x - 1, b.y);
    int a = map.find(b.x, b.y - 1);
    byte[] d = p > 0 ? map.chromaDensity : map.density;
    energy = (l < 0 ? 1 : d[l]) * 6 + (a < 0 ? 1 : d[a]);
  }

  /** 0 without direction, 1 about horizontal, 2 about vertical, 3 another. */
  static int direction(int mode) {
    return mode < 2
        ? 0
        : Math.abs(mode - IntraPredictor.HORIZONTAL) < 8
            ? 1
            : Math.abs(mode - IntraPredictor.VERTICAL) < 8 ? 2 : 3;
  }

  /** How many and large the levels are, in six classes. */
  static int density(int[] levels, int offset, int area) {
    int sum = 0;
    for (int i = 0; i < area; i++) {
      sum += Math.abs(levels[offset + i]);
    }
    int e = sum * 16 / area;
    return sum == 0 ? 0 : e < 1 ? 1 : e < 3 ? 2 : e < 6 ? 3 : e < 14 ? 4 : 5;
  }

  /** Makes ready for a transform of that block, whose neighbours have been looked at. */
  void begin(Block b, int p, int t) {
    plane = p;
    intra = b.intra ? 1 : 0;
    lw = b.transformLw(p);
    lh = b.transformLh(p);
    size = Math.clamp(((lw + lh + 1) >> 1) - 2, 0, 3);
    int h = (1 << lh) + 4;
    int w = (1 << lw) + 4;
    for (int r = 0; r < h; r++) {
      Arrays.fill(sizes, r * STRIDE, r * STRIDE + w, 0);
    }
    previous = 0;
    beforeThat = 0;
    found = 0;
    if (p == 2) {
      remember(b.levels[1], b.offset(1, t));
    }
  }

  private void remember(int[] levels, int offset) {
    int w = 1 << lw;
    int h = 1 << lh;
    for (int y = 0; y <= h; y++) {
      for (int x = 0; x <= w; x++) {
        other[y * STRIDE + x] = x == w || y == h ? 0 : Math.abs(levels[offset + (y << lw) + x]);
      }
    }
  }

  /** A coordinate of the last level; {@code first} is the other coordinate if it is known. */
  int last(boolean row, int position, int first) {
    Element e = row ? Element.LAST_ROW : Element.LAST_COLUMN;
    int chroma = plane > 0 ? 1 : 0;
    int log2 = row ? lh : lw;
    int most = LAST_GROUP[(1 << log2) - 1];
    int want = LAST_GROUP[position];
    int f = LAST_GROUP[first];
    int k = chroma * 6 + log2;
    int area = lw + lh;
    int group = 0;
    while (group < most && lastStep(group < want ? 1 : 0, e, k, group, f, area) != 0) {
      group++;
    }
    int bits = LAST_BITS[group];
    return LAST_START[group] + (bits > 0 ? coder.raw(bits, position - LAST_START[group]) : 0);
  }

  // Whether a coordinate of the last level lies beyond a group.
  private int lastStep(int bit, Element e, int k, int group, int f, int area) {
    int[] cx = coder.mixer.slots;
    int chroma = plane > 0 ? 1 : 0;
    int context = k * 12 + group;
    cx[0] = e.slot(0, context);
    cx[1] = e.slot(1, (k * 2 + intra) * 12 + group);
    cx[2] = e.slot(2, ((f * 12 + group) * 11 + area) * 2 + chroma);
    cx[3] = Element.LAST_MORE.slot(e == Element.LAST_ROW ? 1 : 0, (misfit * 12 + k) * 10 + group);
    return coder.code(bit, e, 0, context & 63, 4);
  }

  /** Groups of coordinates of the last level. */
  static final int LAST_GROUPS = LAST_START.length;

  static int lastGroup(int position) {
    return LAST_GROUP[position];
  }

  /** Counts only: what each group of a coordinate of the last level would cost. */
  void lastCosts(boolean row, int first, double[] costs) {
    Element e = row ? Element.LAST_ROW : Element.LAST_COLUMN;
    int chroma = plane > 0 ? 1 : 0;
    int log2 = row ? lh : lw;
    int most = LAST_GROUP[(1 << log2) - 1];
    int f = LAST_GROUP[first];
    int k = chroma * 6 + log2;
    int area = lw + lh;
    double sum = 0;
    for (int group = 0; group <= most; group++) {
      costs[group] = sum + LAST_BITS[group];
      if (group < most) {
        lastStep(1, e, k, group, f, area);
        costs[group] += coder.costOf(0);
        sum += coder.costOf(1);
      }
    }
    coder.bits();
  }

  /** Whether the level there is not zero; {@code state} is the quantiser's. */
  int significant(int x, int y, int state, int bit) {
    int[] a = sizes;
    int at = y * STRIDE + x;
    int r = a[at + 1];
    int r2 = a[at + 2];
    int d = a[at + STRIDE];
    int d2 = a[at + 2 * STRIDE];
    int g = a[at + STRIDE + 1];
    int s5 = r + r2 + d + d2 + g;
    int s9 = s5 + a[at + 3] + a[at + 3 * STRIDE] + a[at + STRIDE + 2] + a[at + 2 * STRIDE + 1];
    int ch = plane > 0 ? 1 : 0;
    int sz = size;
    int q = Math.max(0, state - 1);
    int diagonal = x + y;
    int place = diagonal == 0 ? 0 : diagonal < 2 ? 1 : diagonal < 5 ? 2 : 3;
    int near = s5 < 3 ? s5 : s5 < 5 ? 3 : s5 < 8 ? 4 : 5;
    Element e = Element.SIGNIFICANT;
    int[] cx = coder.mixer.slots;
    cx[0] = e.slot(0, ((q * 8 + ch * 4 + sz) * 4 + place) * 6 + near);
    cx[1] =
        e.slot(
            1, ((((ch * 2 + intra) * 4 + sz) << 6) + Math.min(x, 7) * 8 + Math.min(y, 7)) * 3 + q);
    cx[2] =
        e.slot(
            2,
            ((((((ch * 2 + (sz > 1 ? 1 : 0)) * 3 + Math.min(r, 2)) * 3 + Math.min(d, 2)) * 3
                                        + Math.min(g, 2))
                                    * 3
                                + Math.min(r2, 2))
                            * 3
                        + Math.min(d2, 2))
                    * 3
                + q);
    cx[3] = e.slot(3, (ch * 4 + sz) * 256 + Math.min(s9, 15) * 16 + Math.min(diagonal, 15));
    cx[4] =
        e.slot(
            4,
            (((((ch * 4 + sz) * 8 + Math.min(found, 7)) * 3 + Math.min(previous, 2)) * 3
                        + Math.min(beforeThat, 2))
                    * 4
                + place));
    int set = (ch * 4 + sz) * 4 + place;
    int set2 = ch * 32 + modeClass * 5 + Math.min(s9, 4);
    if (coder.counts()) {
      return coder.estimate(bit, e, set, set2, 9);
    }
    cx[5] =
        e.slot(
            5,
            (((plane == 2
                                        ? 1
                                            + Math.min(other[at], 2)
                                            + 3 * Math.min(2, other[at + 1] + other[at + STRIDE])
                                        : 10 + level)
                                    * 6
                                + near)
                            * 4
                        + place)
                    * 3
                + q);
    cx[6] = e.slot(6, ((ch * 36 + energy) * 6 + near) * 4 + place);
    cx[7] =
        e.slot(
            7,
            ((((ch * 6 + modeClass) * 4 + Math.min(x, 3)) * 4 + Math.min(y, 3)) * 4 + sz) * 5
                + Math.min(s5, 4));
    cx[8] =
        e.slot(
            8,
            ((((lw * 6 + lh) * 4 + Math.min(x >> 1, 3)) * 4 + Math.min(y >> 1, 3)) * 3
                        + Math.min(s5, 2))
                    * 2
                + (q > 0 ? 1 : 0));
    return coder.code(bit, e, set, set2, 9);
  }

  // How far the contexts of the next state are.
  private static final int[] SIGNIFICANT_STEP = {8 * 4 * 6, 1, 1, 0, 0};
  private static final int[] GREATER_STEP = {1, 1, 0, 0, 1};

  /**
   * Counts only: what zero and another level there cost in the states 1 (and 0), 2 and 3, as {@link
   * #significant} has it, whose first five contexts these are.
   */
  void significances(LevelPath path, int x, int y, double[] zero, double[] nonzero) {
    int r = path.right;
    int r2 = path.right2;
    int d = path.down;
    int d2 = path.down2;
    int g = path.diagonal;
    int s5 = path.five;
    int s9 = path.nine;
    int ch = plane > 0 ? 1 : 0;
    int sz = size;
    int diagonal = x + y;
    int place = diagonal == 0 ? 0 : diagonal < 2 ? 1 : diagonal < 5 ? 2 : 3;
    int near = s5 < 3 ? s5 : s5 < 5 ? 3 : s5 < 8 ? 4 : 5;
    Element e = Element.SIGNIFICANT;
    int[] cx = coder.mixer.slots;
    cx[0] = e.slot(0, ((ch * 4 + sz) * 4 + place) * 6 + near);
    cx[1] =
        e.slot(1, ((((ch * 2 + intra) * 4 + sz) << 6) + Math.min(x, 7) * 8 + Math.min(y, 7)) * 3);
    cx[2] =
        e.slot(
            2,
            (((((ch * 2 + (sz > 1 ? 1 : 0)) * 3 + Math.min(r, 2)) * 3 + Math.min(d, 2)) * 3
                                + Math.min(g, 2))
                            * 3
                        + Math.min(r2, 2))
                    * 9
                + Math.min(d2, 2) * 3);
    cx[3] = e.slot(3, (ch * 4 + sz) * 256 + Math.min(s9, 15) * 16 + Math.min(diagonal, 15));
    cx[4] =
        e.slot(
            4,
            (((((ch * 4 + sz) * 8 + Math.min(path.found, 7)) * 3 + Math.min(path.previous, 2)) * 3
                        + Math.min(path.beforeThat, 2))
                    * 4
                + place));
    int set = (ch * 4 + sz) * 4 + place;
    int set2 = ch * 32 + modeClass * 5 + Math.min(s9, 4);
    coder.costs(e, set, set2, 9, SIGNIFICANT_STEP, 3, zero, nonzero);
  }

  /** Sets the contexts of the magnitude at a place; {@link #greater} codes its steps. */
  private void around(int x, int y) {
    int[] a = sizes;
    int at = y * STRIDE + x;
    nearR = a[at + 1];
    nearD = a[at + STRIDE];
    nearG = a[at + STRIDE + 1];
    near5 = nearR + a[at + 2] + nearD + a[at + 2 * STRIDE] + nearG;
    near9 = near5 + a[at + 3] + a[at + 3 * STRIDE] + a[at + STRIDE + 2] + a[at + 2 * STRIDE + 1];
    placeX = x;
    placeY = y;
    opposite = plane == 2 ? 4 + Math.min(other[at], 3) : (plane > 0 ? 2 : 0) + intra;
  }

  private int nearR;
  private int nearD;
  private int nearG;
  private int near5;
  private int near9;
  private int placeX;
  private int placeY;
  private int opposite;

  private int greater(int k, int second, int bit) {
    int ch = plane > 0 ? 1 : 0;
    int diagonal = placeX + placeY;
    int place = diagonal == 0 ? 0 : diagonal < 3 ? 1 : 2;
    int k7 = Math.min(k, 7);
    int k3 = Math.min(k, 3);
    Element e = Element.GREATER;
    int[] cx = coder.mixer.slots;
    cx[0] = e.slot(0, ((((ch * 3 + place) * 16 + Math.min(near5, 15)) * 8 + k7) * 2 + second));
    cx[1] =
        e.slot(
            1,
            ((((ch * 6 + Math.min(nearR, 5)) * 6 + Math.min(nearD, 5)) * 6 + Math.min(nearG, 5)) * 4
                        + k3)
                    * 2
                + second);
    cx[2] = e.slot(2, ((size * 2 + ch) * 8 + k7) * 24 + Math.min(near9, 23));
    cx[3] = e.slot(3, ((ch * 7 + Math.min(previous, 6)) * 7 + Math.min(beforeThat, 6)) * 8 + k7);
    cx[4] = e.slot(4, ((opposite * 8 + k7) * 16 + Math.min(diagonal, 15)) * 2 + second);
    int set = (ch * 3 + place) * 8 + k7;
    int set2 = ch * 32 + modeClass * 5 + Math.min(near9 >> 1, 4);
    if (coder.counts()) {
      return coder.estimate(bit, e, set, set2, 8);
    }
    cx[5] = e.slot(5, ((ch * 36 + energy) * 6 + Math.min(near5, 5)) * 8 + k7);
    cx[6] =
        e.slot(
            6,
            ((((ch * 6 + modeClass) * 4 + Math.min(placeX, 3)) * 4 + Math.min(placeY, 3)) * 4
                        + Math.min(near5 >> 1, 3))
                    * 4
                + k3);
    cx[7] = e.slot(7, ((level * 2 + ch) * 8 + k7) * 16 + Math.min(near5, 15));
    return coder.code(bit, e, set, set2, 8);
  }

  /** The size less one. */
  private int magnitude(int x, int y, int state, int value) {
    around(x, y);
    int k = 0;
    while (k < UNARY) {
      if (greater(k, state >> 1, k < value ? 1 : 0) == 0) {
        return k;
      }
      k++;
    }
    return k + coder.golomb(value - UNARY, Element.ESCAPE, 0);
  }

  private final double[] stays = new double[2];
  private final double[] grows = new double[2];

  /**
   * Counts only: {@code costs[k]} becomes what size {@code k + 1} costs in the states below 2, for
   * k up to {@code top}, and if {@code both} what it costs in the others goes to {@code costs2}.
   * The contexts are the first five of {@link #greater}.
   */
  void magnitudes(
      LevelPath path, int x, int y, boolean both, int top, double[] costs, double[] costs2) {
    int at = y * STRIDE + x;
    int beside = plane == 2 ? 4 + Math.min(other[at], 3) : (plane > 0 ? 2 : 0) + intra;
    int ch = plane > 0 ? 1 : 0;
    int diagonal = x + y;
    int place = diagonal == 0 ? 0 : diagonal < 3 ? 1 : 2;
    Element e = Element.GREATER;
    int[] cx = coder.mixer.slots;
    int c0 = ((ch * 3 + place) * 16 + Math.min(path.five, 15)) * 16;
    int c1 =
        (((ch * 6 + Math.min(path.right, 5)) * 6 + Math.min(path.down, 5)) * 6
                + Math.min(path.diagonal, 5))
            * 8;
    int c2 = (size * 2 + ch) * 192 + Math.min(path.nine, 23);
    int c3 = ((ch * 7 + Math.min(path.previous, 6)) * 7 + Math.min(path.beforeThat, 6)) * 8;
    int c4 = (beside * 128 + Math.min(diagonal, 15)) * 2;
    int set2 = ch * 32 + modeClass * 5 + Math.min(path.nine >> 1, 4);
    int states = both ? 2 : 1;
    int k = 0;
    double sum = 0;
    double sum2 = 0;
    while (k < UNARY) {
      int k7 = Math.min(k, 7);
      cx[0] = e.slot(0, c0 + 2 * k7);
      cx[1] = e.slot(1, c1 + 2 * Math.min(k, 3));
      cx[2] = e.slot(2, c2 + 24 * k7);
      cx[3] = e.slot(3, c3 + k7);
      cx[4] = e.slot(4, c4 + 32 * k7);
      coder.costs(e, (ch * 3 + place) * 8 + k7, set2, 8, GREATER_STEP, states, stays, grows);
      costs[k] = sum + stays[0];
      sum += grows[0];
      if (both) {
        costs2[k] = sum2 + stays[1];
        sum2 += grows[1];
      }
      if (++k > top) {
        return;
      }
    }
    coder.bits();
    for (; k <= top; k++) {
      coder.golomb(k - UNARY, Element.ESCAPE, 0);
      double escape = coder.bits();
      costs[k] = sum + escape;
      if (both) {
        costs2[k] = sum2 + escape;
      }
    }
  }

  /** Notes the size there. */
  void note(int x, int y, int magnitude) {
    sizes[y * STRIDE + x] = magnitude;
    beforeThat = previous;
    previous = magnitude;
    if (magnitude != 0) {
      found++;
    }
  }

  /** All of a transform that has levels. */
  void code(Block b, int p, int t) {
    int[] levels = b.levels[p];
    int offset = b.offset(p, t);
    begin(b, p, t);
    Scan scan = Scan.of(lw, lh);
    boolean reading = coder.reads();
    int last = 0;
    if (!reading) {
      for (int i = scan.length - 1; i > 0 && last == 0; i--) {
        last = levels[offset + scan.raster[i]] != 0 ? i : 0;
      }
    }
    int lastX = last(false, scan.raster[last] & ((1 << lw) - 1), 0);
    int lastY = last(true, scan.raster[last] >> lw, lastX);
    last = scan.index[lastY << lw | lastX];
    int state = 0;
    for (int i = last; i >= 0; i--) {
      int raster = scan.raster[i];
      int x = raster & ((1 << lw) - 1);
      int y = raster >> lw;
      int level = levels[offset + raster];
      if (i != last && significant(x, y, state, level != 0 ? 1 : 0) == 0) {
        note(x, y, 0);
        state = Quantiser.next(state, 0);
        continue;
      }
      int magnitude = 1 + magnitude(x, y, state, Math.abs(level) - 1);
      note(x, y, magnitude);
      if (reading) {
        levels[offset + raster] = magnitude;
      }
      state = Quantiser.next(state, magnitude);
    }
  }
}
