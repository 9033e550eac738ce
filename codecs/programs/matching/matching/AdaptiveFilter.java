package matching;

import java.util.ArrayList;
import java.util.List;

/**
 * Wiener filters of the finished picture, sent with it: for luma one for each group of {@link
 * FilterClasses}, for chroma one, switched on and off for each square of 32. A picture may take
 * over filters that were sent before.
 */
final class AdaptiveFilter {
  static final int[][] LUMA = {
    {1, 0}, {0, 1}, {1, 1}, {-1, 1}, {2, 0}, {0, 2}, {2, 1}, {-2, 1}, {1, 2}, {-1, 2}, {3, 0},
    {0, 3}
  };
  static final int[][] CHROMA = {{1, 0}, {0, 1}, {1, 1}, {-1, 1}, {2, 0}, {0, 2}};

  /** The luma samples around a chroma sample whose differences from the one there correct it. */
  static final int[][] CROSS = {{0, -1}, {-1, 0}, {1, 0}, {-1, 1}, {0, 1}, {1, 1}, {0, 2}};

  static final int MOST_FILTERS = 8;
  static final int BITS = 7;
  static final int LOG2 = 5;
  private static final int PAD = 4;
  private static final int MOST_REMEMBERED = 4;

  /** Filters, and which of them each class has. */
  static final class Set {
    private final int[] filterOf;
    private final int[][] taps;

    Set(int[] filterOf, int[][] taps) {
      this.filterOf = filterOf;
      this.taps = taps;
    }

    static Set single(int taps) {
      return new Set(new int[FilterClasses.COUNT], new int[1][taps]);
    }

    int[] filterOf() {
      return filterOf;
    }

    int[][] taps() {
      return taps;
    }
  }

  /** What is sent of a plane; {@code remembered} is -1 for a set that is new. */
  static final class Choice {
    private final boolean used;
    private final int remembered;
    private final Set set;
    private final boolean[] on;

    Choice(boolean used, int remembered, Set set, boolean[] on) {
      this.used = used;
      this.remembered = remembered;
      this.set = set;
      this.on = on;
    }

    boolean used() {
      return used;
    }

    int remembered() {
      return remembered;
    }

    Set set() {
      return set;
    }

    boolean[] on() {
      return on;
    }
  }

  private final int max;
  // Per plane: the sets sent last, the newest first.
  private final List<List<Set>> memory = new ArrayList<>();
  private int[] padded = {};
  private int stride;

  /** Further inputs of luma. */
  final SoftDifferences soft = new SoftDifferences();

  private int[] luma = {};
  private int lumaStride;

  AdaptiveFilter(Geometry g) {
    max = g.maxSample;
    for (int p = 0; p < 3; p++) {
      memory.add(new ArrayList<>());
    }
  }

  static int squares(int v) {
    return (v + (1 << LOG2) - 1) >> LOG2;
  }

  static int[][] places(int p) {
    return p == 0 ? LUMA : CHROMA;
  }

  /**
   * Taps of a filter: those of {@link SoftDifferences} come last, or in chroma those of luma and
   * what the deblocking changed.
   */
  static int taps(int p) {
    return p == 0 ? LUMA.length + SoftDifferences.COUNT : CHROMA.length + CROSS.length + 1;
  }

  /** The sets that need not be sent: those sent last, then those that follow from a formula. */
  List<Set> remembered(int p) {
    List<Set> sets = new ArrayList<>(memory.get(p));
    sets.addAll(p == 0 ? ModelFilters.LUMA : ModelFilters.CHROMA);
    return sets;
  }

  void remember(int p, Choice choice) {
    if (choice.used() && choice.remembered() < 0) {
      List<Set> sets = memory.get(p);
      sets.add(0, choice.set());
      if (sets.size() > MOST_REMEMBERED) {
        sets.remove(sets.size() - 1);
      }
    }
  }

  void decode(BinaryCoder c, Picture pic) {
    for (int p = 0; p < 3; p++) {
      Plane plane = pic.planes[p];
      int w = squares(plane.width);
      Choice choice =
          new Choice(false, -1, Set.single(taps(p)), new boolean[w * squares(plane.height)]);
      choice = code(c, p, pic.level, choice, w);
      remember(p, choice);
      if (p == 1) {
        loadLuma(pic.planes[0]);
      }
      if (choice.used()) {
        FilterClasses classes = p == 0 ? new FilterClasses(pic) : null;
        load(plane);
        if (p == 0) {
          soft.make(plane, pic.qp, pic.g.depthShift, this);
        }
        apply(plane, choice.set(), choice.on(), classes, p);
      }
    }
  }

  /** Writes, counts or reads what is sent of a plane. */
  Choice code(BinaryCoder c, int p, int level, Choice choice, int w) {
    int chroma = p > 0 ? 1 : 0;
    int depth = Math.min(level, 3);
    if (c.bit(choice.used() ? 1 : 0, Element.FILTER, p * 4 + depth, 64 + p) == 0) {
      return new Choice(false, -1, choice.set(), choice.on());
    }
    List<Set> sets = remembered(p);
    boolean isNew =
        c.bit(choice.remembered() < 0 ? 1 : 0, Element.FILTER, 16 + p * 4 + depth, 80 + p) != 0;
    int index = -1;
    Set set = choice.set();
    if (isNew) {
      set = filters(c, p, set);
    } else {
      index = 0;
      while (index < sets.size() - 1
          && c.bit(
                  index < choice.remembered() ? 1 : 0,
                  Element.FILTER,
                  512 + chroma * 16 + index,
                  120 + chroma)
              != 0) {
        index++;
      }
      set = sets.get(index);
    }
    boolean[] on = choice.on();
    for (int i = 0; i < on.length; i++) {
      int near = (i % w > 0 && on[i - 1] ? 1 : 0) + (i >= w && on[i - w] ? 1 : 0);
      on[i] =
          c.bit(
                  on[i] ? 1 : 0,
                  Element.FILTER,
                  32 + near * 2 + chroma,
                  96 + (near * 4 + depth) * 2 + chroma)
              != 0;
    }
    return new Choice(true, index, set, on);
  }

  private Set filters(BinaryCoder c, int p, Set set) {
    int count = set.taps().length;
    int[] filterOf = set.filterOf().clone();
    if (p == 0) {
      int n = 1;
      while (n < MOST_FILTERS
          && c.bit(n < count ? 1 : 0, Element.FILTER, 56 + Math.min(n, 7), 200 + n) != 0) {
        n++;
      }
      count = n;
      for (int k = 0; count > 1 && k < FilterClasses.COUNT; k++) {
        int guess = k > 0 ? filterOf[k - 1] : 0;
        if (c.bit(filterOf[k] != guess ? 1 : 0, Element.FILTER, 24, 220 + k) == 0) {
          filterOf[k] = guess;
          continue;
        }
        int v = 0;
        for (int bit = 2; bit >= 0; bit--) {
          v |=
              c.bit(filterOf[k] >> bit & 1, Element.FILTER, 25 + bit, 260 + count * 8 + bit) << bit;
        }
        filterOf[k] = Math.min(v, count - 1);
      }
    }
    int n = taps(p);
    int[][] taps = new int[count][n];
    List<Set> sets = memory.get(p);
    int[] before = sets.isEmpty() ? new int[n] : sets.get(0).taps()[0];
    for (int f = 0; f < count; f++) {
      for (int t = 0; t < n; t++) {
        int want = f < set.taps().length ? set.taps()[f][t] : 0;
        int d = c.signed(want - before[t], Element.FILTER_TAP, t + (p > 0 ? 16 : f > 0 ? 32 : 0));
        taps[f][t] = Math.clamp(before[t] + d, -255, 255);
      }
      before = taps[f];
    }
    return new Set(filterOf, taps);
  }

  // ---- samples ----

  /** Takes a copy of the plane, from which {@link #apply} filters. */
  void load(Plane p) {
    stride = p.width + 2 * PAD;
    int size = stride * (p.height + 2 * PAD);
    if (padded.length < size) {
      padded = new int[size];
    }
    for (int y = -PAD; y < p.height + PAD; y++) {
      int from = Math.clamp(y, 0, p.height - 1) * p.width;
      int to = (y + PAD) * stride + PAD;
      for (int x = -PAD; x < p.width + PAD; x++) {
        padded[to + x] = p.samples[from + Math.clamp(x, 0, p.width - 1)];
      }
    }
  }

  /** Takes a copy of luma, as it is after its own filter. */
  void loadLuma(Plane p) {
    int[] own = padded;
    padded = luma;
    load(p);
    luma = padded;
    lumaStride = stride;
    padded = own;
  }

  int[] samples() {
    return padded;
  }

  /** How luma tap {@code i} differs from the luma where the chroma sample (x, y) lies. */
  int cross(int x, int y, int i) {
    int at = (2 * y + PAD) * lumaStride + PAD + 2 * x;
    return luma[at + CROSS[i][1] * lumaStride + CROSS[i][0]] - luma[at];
  }

  int at(int x, int y) {
    return (y + PAD) * stride + PAD + x;
  }

  /** The distances of the taps in {@link #samples}, by turn. */
  int[][] distances(int p) {
    int[][] places = places(p);
    int[][] out = new int[FilterClasses.TURNS][places.length];
    for (int turn = 0; turn < out.length; turn++) {
      for (int i = 0; i < places.length; i++) {
        int x = places[i][0];
        int y = places[i][1];
        out[turn][i] =
            FilterClasses.turnedY(turn, x, y) * stride + FilterClasses.turnedX(turn, x, y);
      }
    }
    return out;
  }

  /** The same of some places, not turned. */
  int[] distances(int[][] places) {
    int[] out = new int[places.length];
    for (int i = 0; i < places.length; i++) {
      out[i] = places[i][1] * stride + places[i][0];
    }
    return out;
  }

  void apply(Plane to, Set set, boolean[] on, FilterClasses classes, int p) {
    int[][] distances = distances(p);
    int w = squares(to.width);
    for (int y = 0; y < to.height; y += 4) {
      for (int x = 0; x < to.width; x += 4) {
        if (on[(y >> LOG2) * w + (x >> LOG2)]) {
          int k = classes == null ? 0 : classes.of[(y >> 2) * classes.width + (x >> 2)];
          int[] taps = set.taps()[set.filterOf()[k >> 2]];
          square(to, x, y, taps, distances[k & 3], p);
        }
      }
    }
  }

  private void square(Plane to, int x0, int y0, int[] taps, int[] distance, int p) {
    boolean cross = p > 0;
    int n = distance.length;
    int all = 0;
    for (int t = 0; t < n; t++) {
      all += 2 * taps[t];
    }
    for (int y = y0; y < y0 + 4; y++) {
      int k = at(x0, y);
      int o = to.at(x0, y);
      for (int x = 0; x < 4; x++, k++) {
        int v = padded[k];
        int sum = -all * v;
        for (int t = 0; t < n; t++) {
          sum += taps[t] * (padded[k + distance[t]] + padded[k - distance[t]]);
        }
        for (int i = 0; !cross && i < SoftDifferences.COUNT; i++) {
          sum += taps[n + i] * soft.values[i][o + x];
        }
        for (int i = 0; cross && i < CROSS.length; i++) {
          sum += taps[n + i] * cross(x0 + x, y, i);
        }
        if (cross) {
          sum += taps[n + CROSS.length] * soft.change(p, o + x, v);
        }
        int r = v + ((sum + (1 << (BITS - 1))) >> BITS);
        to.samples[o + x] = (char) (r < 0 ? 0 : r > max ? max : r);
      }
    }
  }
}
