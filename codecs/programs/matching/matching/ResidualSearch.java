package matching;

import java.util.Arrays;

/**
 * Chooses the levels of a transform: the path of least rate and distortion through the four states
 * of the {@link Quantiser}, by Viterbi's algorithm. The rates are those of the adaptive contexts as
 * they are now; the sizes around a level, on which its contexts depend, are those of the best path
 * so far or, where it is asked for, of its own path.
 */
final class ResidualSearch {
  private static final int STATES = 4;
  private static final int DEEP_KINDS = 2; // tune: 1..4
  private static final double DEEP_SPREAD = 1.05;
  private static final int MOST_LEVEL = 4000;

  // Coefficients above it, in steps, may get a level.
  private static final double LARGE = 0.3;

  private final Effort effort;
  private final Picture pic;
  private final Plane[] source;
  private final Reconstructor reconstructor;
  private final BlockSyntax syntax;
  private final ResidualSyntax residual;
  private final BinaryCoder coder;

  private final int[] difference = new int[32 * 32];
  private final int[] coefficients = new int[32 * 32];
  private final int[][] others = new int[Transform.DIRECTIONAL + 1][16 * 16];
  private final int[] keep = new int[32 * 32];
  // What the coefficients before each one cost at least.
  private final double[] least = new double[32 * 32 + 1];
  private final int[] levelOf = new int[32 * 32 * STATES];
  private final byte[] cameFrom = new byte[32 * 32 * STATES];
  private double[] cost = new double[STATES];
  private double[] next = new double[STATES];
  // By path, the last one without any level yet, and by state.
  private final double[][] zero = new double[STATES][3];
  private final double[][] nonzero = new double[STATES][3];
  private final double[][][] sizeCost = new double[STATES + 1][2][MOST_LEVEL + 8];
  private LevelPath[] paths = new LevelPath[STATES + 1];
  private LevelPath[] further = new LevelPath[STATES + 1];
  private final int[] like = new int[STATES];
  private final double[] lastColumn = new double[ResidualSyntax.LAST_GROUPS];
  private final double[][] lastRow =
      new double[ResidualSyntax.LAST_GROUPS][ResidualSyntax.LAST_GROUPS];

  ResidualSearch(
      Picture pic, Plane[] source, Reconstructor reconstructor, BlockSyntax syntax, Effort effort) {
    this.effort = effort;
    this.pic = pic;
    this.source = source;
    this.reconstructor = reconstructor;
    this.syntax = syntax;
    this.residual = syntax.residual;
    this.coder = syntax.coder;
    for (int s = 0; s <= STATES; s++) {
      paths[s] = new LevelPath();
      further[s] = new LevelPath();
    }
  }

  /**
   * Codes what is left of the source after the prediction that stands in the picture, and adds it.
   *
   * @param lambda what a bit is worth in squared error of this plane
   * @param kinds whether other transforms are tried
   */
  void transform(Block b, int p, int t, int qp, double lambda, boolean kinds) {
    int lw = b.transformLw(p);
    int lh = b.transformLh(p);
    int w = 1 << lw;
    int h = 1 << lh;
    int x = b.transformX(p, t);
    int y = b.transformY(p, t);
    Plane from = source[p];
    Plane to = pic.planes[p];
    for (int r = 0; r < h; r++) {
      int i = from.at(x, y + r);
      int j = to.at(x, y + r);
      for (int c = 0; c < w; c++) {
        difference[(r << lw) + c] = from.samples[i + c] - to.samples[j + c];
      }
    }
    reconstructor.border(b, p, t);
    Transform transform = reconstructor.transform;
    b.kind[p == 0 ? t : 0] = p == 0 ? 0 : b.kind[0];
    transform.forward(difference, coefficients, lw, lh, 0);
    double scaled = lambda * 64 * (1.0 / (1L << (2 * pic.g.depthShift)));
    Quantiser q = reconstructor.quantiser(qp, p);
    boolean any;
    if (p > 0 || !kinds || !BlockSyntax.mayHaveKind(b)) {
      any = best(b, p, t, q, scaled);
    } else {
      any = bestKind(b, t, q, scaled);
    }
    spent += pathCost / 64 * (1L << (2 * pic.g.depthShift));
    b.coded[p][t] = any;
    if (any) {
      reconstructor.add(b, p, t, qp);
    }
  }

  private boolean bestKind(Block b, int t, Quantiser q, double lambda) {
    int lw = b.transformLw(0);
    int lh = b.transformLh(0);
    int area = 1 << (lw + lh);
    int offset = b.offset(0, t);
    boolean any = best(b, 0, t, q, lambda);
    boolean all = effort.kinds && pic.references.length == 0;
    if (!any) {
      return false;
    }
    double plain = spread(coefficients, area, q);
    reconstructor.transform.forwardKinds(difference, others, lw, lh);
    int kinds = Transform.KINDS;
    if (b.intra) {
      int[] directional = others[Transform.DIRECTIONAL];
      System.arraycopy(coefficients, 0, directional, 0, area);
      DirectionalTransform.of(b.mode, lw, lh).forward(directional, lw, work);
      kinds = Transform.DIRECTIONAL + 1;
    }
    for (int k = 1; k < kinds; k++) {
      spreads[k] = spread(others[k], area, q);
    }
    double with = pathCost + lambda * kindBits(b, t, 0);
    int bestKind = 0;
    double bestPath = pathCost;
    System.arraycopy(b.levels[0], offset, keep, 0, area);
    int most = all ? kinds - 1 : deep ? DEEP_KINDS : 1;
    for (int tries = 0; tries < most; tries++) {
      int other = 1;
      for (int k = 2; k < kinds; k++) {
        other = spreads[k] < spreads[other] ? k : other;
      }
      if (!all && spreads[other] > plain * (deep ? DEEP_SPREAD : 1)) {
        break;
      }
      spreads[other] = Double.MAX_VALUE;
      System.arraycopy(others[other], 0, coefficients, 0, area);
      if (best(b, 0, t, q, lambda) && count(b.levels[0], offset, area) > 1) {
        double c = pathCost + lambda * kindBits(b, t, other);
        if (c < with) {
          with = c;
          bestKind = other;
          bestPath = pathCost;
          System.arraycopy(b.levels[0], offset, keep, 0, area);
        }
      }
    }
    System.arraycopy(keep, 0, b.levels[0], offset, area);
    pathCost = bestPath;
    b.kind[t] = (byte) bestKind;
    return true;
  }

  private final int[] work = new int[64];
  private final double[] spreads = new double[Transform.DIRECTIONAL + 1];

  /** Whether more transforms are tried. */
  boolean deep;

  /** Whether each path has the contexts of its own levels. */
  boolean exact;

  private double kindBits(Block b, int t, int kind) {
    int area = 1 << (b.transformLw(0) + b.transformLh(0));
    residual.found = count(b.levels[0], b.offset(0, t), area);
    if (residual.found < 2) {
      return 0;
    }
    b.kind[t] = (byte) kind;
    coder.bits();
    syntax.kind(b, t);
    b.kind[t] = 0;
    return coder.bits();
  }

  private static int count(int[] levels, int offset, int area) {
    int n = 0;
    for (int i = 0; i < area; i++) {
      n += levels[offset + i] != 0 ? 1 : 0;
    }
    return n;
  }

  // About what levels of these coefficients would cost.
  private static double spread(int[] c, int area, Quantiser q) {
    double k = 16.0 / q.step;
    double sum = 0;
    for (int i = 0; i < area; i++) {
      double v = Math.abs(c[i]) * k;
      sum += v < 0.5 ? v * v : v < 1 ? v - 0.25 : LOGS[Math.min(LOGS.length - 1, (int) (v * 4))];
    }
    return sum;
  }

  private static final double[] LOGS = new double[1024];

  static {
    for (int i = 1; i < LOGS.length; i++) {
      LOGS[i] = 0.75 + 0.7 * StrictMath.log(i / 4.0 + 0.1) / StrictMath.log(2);
    }
  }

  /** What the transforms since this was set cost in squared error and, by lambda, in bits. */
  double spent;

  private double pathCost;

  /** Sets the levels; false if all are zero. */
  private boolean best(Block b, int p, int t, Quantiser q, double lambda) {
    int lw = b.transformLw(p);
    int lh = b.transformLh(p);
    int w = 1 << lw;
    int[] levels = b.levels[p];
    int offset = b.offset(p, t);
    int[] c = coefficients;
    Scan scan = Scan.of(lw, lh);
    Arrays.fill(levels, offset, offset + scan.length, 0);
    double step = q.step / 16.0;
    double threshold = 0.5 * step;
    int first = -1;
    double above = 0;
    for (int i = scan.length - 1; i >= 0; i--) {
      int v = Math.abs(c[scan.raster[i]]);
      if (v > threshold) {
        first = i;
        break;
      }
      above += (double) v * v;
    }
    pathCost = above;
    if (first < 0) {
      return false;
    }
    double beneath = 0;
    double most = 0;
    int rows = 0;
    for (int i = 0; i <= first; i++) {
      least[i] = beneath - most;
      rows = Math.max(rows, (scan.raster[i] >> lw) + 1);
      double v = Math.abs(c[scan.raster[i]]);
      beneath += v * v;
      most += v > LARGE * step && v * v > lambda ? v * v - lambda : 0;
    }
    least[first + 1] = beneath - most;
    double allZero = above + beneath;
    residual.look(b, p, pic.map);
    residual.begin(b, p, t);
    residual.misfit = syntax.misfit(b, p, t);
    coder.bits();
    residual.lastCosts(false, 0, lastColumn);
    for (double[] row : lastRow) {
      row[0] = Double.NaN;
    }
    effort.coefficients += first + 1;
    if (!mayPay(c, scan, first, w, lw, threshold, most / lambda)) {
      coder.bits();
      pathCost = allZero;
      return false;
    }
    Arrays.fill(cost, Double.MAX_VALUE);
    paths[STATES].begin(lw, rows);
    further[STATES].begin(lw, rows);
    LevelPath common = paths[0];
    common.begin(lw, rows);
    for (int i = first; i >= 0; i--) {
      int raster = scan.raster[i];
      int x = raster & (w - 1);
      int y = raster >> lw;
      double v = Math.abs(c[raster]);
      Arrays.fill(next, Double.MAX_VALUE);
      boolean large = v > LARGE * step;
      int top = Math.min(MOST_LEVEL, (int) (v / step + 1));
      boolean begun = false;
      for (int s = 0; s < STATES; s++) {
        if (cost[s] + least[i + 1] >= allZero) {
          // Worse than no levels at all, whatever comes.
          cost[s] = Double.MAX_VALUE;
          continue;
        }
        if (!exact) {
          begun = true;
          like[s] = 0;
          continue;
        }
        paths[s].look(x, y);
        like[s] = s;
        for (int o = 0; o < s; o++) {
          if (cost[o] < Double.MAX_VALUE && paths[s].like(paths[o])) {
            like[s] = o;
            break;
          }
        }
        if (like[s] == s) {
          residual.significances(paths[s], x, y, zero[s], nonzero[s]);
          if (large) {
            residual.magnitudes(paths[s], x, y, true, top - 1, sizeCost[s][0], sizeCost[s][1]);
          }
        }
      }
      if (!exact) {
        common.look(x, y);
        if (begun) {
          residual.significances(common, x, y, zero[0], nonzero[0]);
        }
        if (large) {
          residual.magnitudes(common, x, y, begun, top - 1, sizeCost[0][0], sizeCost[0][1]);
        }
      }
      for (int s = 0; s < STATES; s++) {
        if (cost[s] == Double.MAX_VALUE) {
          continue;
        }
        int k = Math.max(0, s - 1);
        int path = like[s];
        offer(i, s, 0, cost[s] + v * v + lambda * zero[path][k]);
        if (large) {
          double half = s > 1 ? 0.5 : 0;
          int nearest = (int) (v / step + half + 0.5);
          for (int level = Math.min(nearest, top); level >= Math.max(1, nearest - 1); level--) {
            double lean = q.lean(level, s) / 64.0;
            double e = v - (level - half + lean) * step;
            offer(
                i,
                s,
                level,
                cost[s]
                    + e * e
                    + lambda * (nonzero[path][k] + 1 + sizeCost[path][s >> 1][level - 1]));
          }
        }
      }
      double start = v > threshold ? above + lambda * (1 + lastBits(x, y)) : Double.MAX_VALUE;
      if (start + least[i] < allZero
          && start < Math.max(next[Quantiser.next(0, 0)], next[Quantiser.next(0, 1)])) {
        double[] sizes = sizeCost[exact ? STATES : 0][0];
        if (exact) {
          residual.magnitudes(paths[STATES], x, y, false, top - 1, sizes, sizes);
        }
        int nearest = (int) (v / step + 0.5);
        for (int level = nearest; level >= Math.max(1, nearest - 1); level--) {
          double e = v - (level + q.lean(level, 0) / 64.0) * step;
          offer(i, -1, level, start + e * e + lambda * sizes[Math.min(level, top) - 1]);
        }
      }
      above += v * v;
      double[] swap = cost;
      cost = next;
      next = swap;
      if (!exact) {
        int best = 0;
        for (int s = 1; s < STATES; s++) {
          best = cost[s] < cost[best] ? s : best;
        }
        common.note(x, y, cost[best] == Double.MAX_VALUE ? 0 : levelOf[i * STATES + best]);
        continue;
      }
      for (int s = 0; s < STATES; s++) {
        if (cost[s] < Double.MAX_VALUE) {
          int from = cameFrom[i * STATES + s];
          int level = levelOf[i * STATES + s];
          further[s].follow(paths[from < 0 ? STATES : from], x, y, level);
        }
      }
      LevelPath[] before = paths;
      paths = further;
      further = before;
    }
    coder.bits();
    int state = 0;
    for (int s = 1; s < STATES; s++) {
      state = cost[s] < cost[state] ? s : state;
    }
    if (cost[state] >= allZero) {
      pathCost = allZero;
      return false;
    }
    pathCost = cost[state];
    for (int i = 0; state >= 0; i++) {
      int level = levelOf[i * STATES + state];
      int raster = scan.raster[i];
      levels[offset + raster] = c[raster] < 0 ? -level : level;
      state = cameFrom[i * STATES + state];
    }
    return true;
  }

  // Whether what levels may bring at most, less a bit for each of their signs, is more than what
  // the place of the last one costs at least.
  private boolean mayPay(
      int[] c, Scan scan, int first, int w, int lw, double threshold, double most) {
    for (int i = first; i >= 0; i--) {
      int raster = scan.raster[i];
      if (Math.abs(c[raster]) > threshold
          && lastBits(raster & (w - 1), raster >> lw) < most * 1.000001) {
        return true;
      }
    }
    return false;
  }

  private void offer(int i, int state, int level, double total) {
    int to = Quantiser.next(Math.max(0, state), level);
    if (total < next[to]) {
      next[to] = total;
      levelOf[i * STATES + to] = level;
      cameFrom[i * STATES + to] = (byte) state;
    }
  }

  private double lastBits(int x, int y) {
    int column = ResidualSyntax.lastGroup(x);
    double[] row = lastRow[column];
    if (Double.isNaN(row[0])) {
      residual.lastCosts(true, x, row);
    }
    return lastColumn[column] + row[ResidualSyntax.lastGroup(y)];
  }
}
