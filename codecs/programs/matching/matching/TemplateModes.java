package matching;

import java.util.Arrays;

/**
 * Which intra modes a block should have by its surroundings: those that would have predicted the
 * four lines above it and to its left best. Its prediction is the mean of the best two, weighed by
 * how well they did.
 *
 * <p>Template-based intra mode derivation: Y. Wang et al., "Template-based intra mode derivation
 * using MPMs", JVET-V0098, 2021, as in ECM; here over all modes, in three steps.
 */
final class TemplateModes {
  private static final int LOG2 = 2;
  private static final int LINES = 1 << LOG2;

  private final Plane plane;
  private final IntraPredictor above;
  private final IntraPredictor left;
  private final char[] predicted = new char[LINES * 32];
  private final int[] cost = new int[IntraPredictor.MODES];
  private int x;
  private int y;
  private int lw;
  private int lh;

  /** The best mode. */
  int first;

  /** The next one. */
  int second;

  /** What the first counts, in 1/64. */
  int weight;

  TemplateModes(Picture pic) {
    this.plane = pic.planes[0];
    this.above = new IntraPredictor(pic.g, pic.map);
    this.left = new IntraPredictor(pic.g, pic.map);
  }

  /** Whether there are surroundings. */
  static boolean applies(Block b) {
    return b.x > 0 || b.y > 0;
  }

  /** Sets what the prediction of the block is made of that was looked at. */
  void give(Block b) {
    b.mode = first;
    b.second = second;
    b.weight = weight;
  }

  /** Looks around a block of luma. */
  void look(int newX, int newY, int newLw, int newLh) {
    x = newX;
    y = newY;
    lw = newLw;
    lh = newLh;
    Arrays.fill(cost, Integer.MAX_VALUE);
    if (y > 0) {
      above.prepare(plane, 0, x, y - LINES, lw, LOG2);
    }
    if (x > 0) {
      left.prepare(plane, 0, x - LINES, y, LOG2, lh);
    }
    first = IntraPredictor.PLANAR;
    second = IntraPredictor.DC;
    weight = 64;
    if (x == 0 && y == 0) {
      return;
    }
    measure(IntraPredictor.PLANAR);
    measure(IntraPredictor.DC);
    if (cost[second] < cost[first]) {
      first = IntraPredictor.DC;
      second = IntraPredictor.PLANAR;
    }
    for (int m = 2; m < IntraPredictor.MODES; m += 4) {
      offer(m);
    }
    for (int step = 2; step > 0; step--) {
      int a = first;
      int b = second;
      for (int k = -step; k <= step; k += 2 * step) {
        beside(a, k);
        beside(b, k);
      }
    }
    long c1 = cost[first] + 1L;
    long c2 = cost[second] + 1L;
    weight = c2 >= 2 * c1 ? 64 : (int) ((64 * c2 + (c1 + c2) / 2) / (c1 + c2));
  }

  private void beside(int mode, int step) {
    if (mode > 1 && mode + step > 1 && mode + step < IntraPredictor.MODES) {
      offer(mode + step);
    }
  }

  private void offer(int m) {
    if (cost[m] != Integer.MAX_VALUE) {
      return;
    }
    measure(m);
    if (cost[m] < cost[first]) {
      second = first;
      first = m;
    } else if (cost[m] < cost[second]) {
      second = m;
    }
  }

  private void measure(int m) {
    int sum = 0;
    if (y > 0) {
      above.predict(m, predicted, 0, 1 << lw);
      sum += difference(x, y - LINES, 1 << lw, LINES);
    }
    if (x > 0) {
      left.predict(m, predicted, 0, LINES);
      sum += difference(x - LINES, y, LINES, 1 << lh);
    }
    cost[m] = sum;
  }

  private int difference(int fromX, int fromY, int w, int h) {
    int sum = 0;
    for (int r = 0; r < h; r++) {
      int at = plane.at(fromX, fromY + r);
      for (int c = 0; c < w; c++) {
        sum += Math.abs(plane.samples[at + c] - predicted[r * w + c]);
      }
    }
    return sum;
  }
}
