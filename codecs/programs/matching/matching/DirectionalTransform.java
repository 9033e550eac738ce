package matching;

import java.util.Arrays;

/**
 * A second transform of the lowest coefficients, at most 8x8, of a cosine transform after intra
 * prediction: one that is not separable, as residuals of a direction are not. It is the
 * Karhunen-Loeve transform of a model: a picture whose correlation falls with the distance, slowly
 * along the direction and fast across it, less what the direction predicts of it from the border.
 * Nothing is learnt from footage; the decoder computes the matrices where it needs them.
 *
 * <p>Where: low-frequency non-separable transform as in VVC (H.266, 8.7.4; M. Koo, M. Salehifar, J.
 * Lim, S.-H. Kim, "Low frequency non-separable transform (LFNST)", PCS 2019; for small blocks it
 * takes in all coefficients, as ECM's non-separable primary transforms). The model: C. Yeo, Y. H.
 * Tan, Z. Li, S. Rahardja, "Mode-dependent transforms for coding directional intra prediction
 * residuals", IEEE TCSVT 22(4), 2012.
 */
final class DirectionalTransform {
  /** Fractions of a bit in {@link #matrix}. */
  private static final int BITS = 10;

  private static final int LOG2 = 3;
  private static final int SIZES = 5;
  private static final int REACH = 48;

  // How fast correlation falls, a sample further along a direction and across it.
  private static final double ALONG = 0.02;
  private static final double ACROSS = 0.25;
  private static final double EVEN = 0.05;

  private static final DirectionalTransform[] KNOWN =
      new DirectionalTransform[IntraPredictor.MODES * SIZES * SIZES];

  /** Log2 of the part that is transformed again. */
  final int lw;

  final int lh;

  /** What each coefficient adds to the first row, by the cosine transform's column. */
  final int[][] row;

  /** What each adds to the first column, by the cosine transform's row. */
  final int[][] column;

  /** Which coefficient of this transform has a place in the part, row after row. */
  final int[] index;

  // [coefficient][place in the part, row after row]
  private final int[][] matrix;
  // The place of each coefficient in the part.
  private final int[] place;

  private DirectionalTransform(int[][] matrix, int blockLw, int blockLh) {
    this.matrix = matrix;
    lw = Math.min(LOG2, blockLw);
    lh = Math.min(LOG2, blockLh);
    int w = 1 << lw;
    int h = 1 << lh;
    int n = w * h;
    place = new int[n];
    index = new int[n];
    int found = 0;
    for (int raster : Scan.of(blockLw, blockLh).raster) {
      int x = raster & ((1 << blockLw) - 1);
      int y = raster >> blockLw;
      if (x < w && y < h) {
        place[found] = y << lw | x;
        index[y << lw | x] = found++;
      }
    }
    int[] across = Transform.rowMatrix(0, blockLw);
    int[] down = Transform.columnMatrix(0, blockLh);
    row = new int[n][w];
    column = new int[n][h];
    for (int k = 0; k < n; k++) {
      for (int y = 0; y < h; y++) {
        for (int x = 0; x < w; x++) {
          row[k][x] += (matrix[k][y << lw | x] * down[y << blockLh]) >> BITS;
          column[k][y] += (matrix[k][y << lw | x] * across[x << blockLw]) >> BITS;
        }
      }
    }
  }

  /** That of an intra mode and a transform of that size, at most 16x16. */
  static DirectionalTransform of(int mode, int lw, int lh) {
    int m = mode < 2 ? 0 : ((mode >> 2) << 2) + 2;
    int key = (m * SIZES + lw) * SIZES + lh;
    DirectionalTransform t = KNOWN[key];
    if (t == null) {
      t = make(m, lw, lh);
      KNOWN[key] = t;
    }
    return t;
  }

  private static DirectionalTransform make(int mode, int lw, int lh) {
    if (mode < 2 || mode >= IntraPredictor.DIAGONAL) {
      return new DirectionalTransform(model(mode, lw, lh), lw, lh);
    }
    // The same direction, mirrored.
    int[][] from = of(2 * IntraPredictor.DIAGONAL - mode, lh, lw).matrix;
    int pw = Math.min(LOG2, lw);
    int ph = Math.min(LOG2, lh);
    int[][] to = new int[from.length][from.length];
    for (int k = 0; k < to.length; k++) {
      for (int i = 0; i < to.length; i++) {
        to[k][i] = from[k][(i & ((1 << pw) - 1)) << ph | i >> pw];
      }
    }
    return new DirectionalTransform(to, lw, lh);
  }

  /** Transforms the part again, within coefficients of which rows lie {@code 1 << stride} apart. */
  void forward(int[] c, int stride, int[] work) {
    int n = place.length;
    for (int i = 0; i < n; i++) {
      work[i] = c[(i >> lw) << stride | (i & ((1 << lw) - 1))];
    }
    for (int k = 0; k < n; k++) {
      int[] m = matrix[k];
      int sum = 1 << (BITS - 1);
      for (int i = 0; i < n; i++) {
        sum += m[i] * work[i];
      }
      int at = place[k];
      c[(at >> lw) << stride | (at & ((1 << lw) - 1))] = sum >> BITS;
    }
  }

  /** The inverse. */
  void inverse(int[] c, int stride, int[] work) {
    int n = place.length;
    Arrays.fill(work, 0, n, 1 << (BITS - 1));
    for (int k = 0; k < n; k++) {
      int at = place[k];
      int v = c[(at >> lw) << stride | (at & ((1 << lw) - 1))];
      if (v != 0) {
        int[] m = matrix[k];
        for (int i = 0; i < n; i++) {
          work[i] += m[i] * v;
        }
      }
    }
    for (int i = 0; i < n; i++) {
      c[(i >> lw) << stride | (i & ((1 << lw) - 1))] = work[i] >> BITS;
    }
  }

  // ---- the model ----

  // Of a direction from above, or without one.
  private static int[][] model(int mode, int lw, int lh) {
    int w = 1 << lw;
    int h = 1 << lh;
    double[] r = correlation(mode);
    int[][] taps = new int[w * h][];
    double[][] weights = new double[w * h][];
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        predict(mode, x, y, w, h, taps, weights);
      }
    }
    int n = w * h;
    double[][] c = new double[n][n];
    for (int p = 0; p < n; p++) {
      for (int q = 0; q <= p; q++) {
        double sum = 0;
        int[] tp = taps[p];
        int[] tq = taps[q];
        for (int i = 0; i < tp.length; i++) {
          for (int j = 0; j < tq.length; j++) {
            sum += weights[p][i] * weights[q][j] * r[tp[i] - tq[j] + CENTRE];
          }
        }
        c[p][q] = sum;
        c[q][p] = sum;
      }
    }
    int pw = Math.min(LOG2, lw);
    int ph = Math.min(LOG2, lh);
    double[][] low = twice(c, lw, lh, pw, ph);
    return eigen(low);
  }

  private static final int SPAN = 2 * REACH + 1;
  private static final int CENTRE = REACH * SPAN + REACH;

  // The correlation of two samples by their distance.
  private static double[] correlation(int mode) {
    double[] r = new double[SPAN * SPAN];
    int angle = mode < 2 ? 0 : IntraPredictor.ANGLE[mode - IntraPredictor.DIAGONAL];
    double norm = StrictMath.sqrt(angle * angle + 1024.0);
    double a = mode < 2 ? EVEN : ALONG;
    double b = mode < 2 ? EVEN : ACROSS;
    for (int dy = -REACH; dy <= REACH; dy++) {
      for (int dx = -REACH; dx <= REACH; dx++) {
        double u = a * (32 * dy - angle * dx) / norm;
        double v = b * (32 * dx + angle * dy) / norm;
        r[dy * SPAN + dx + CENTRE] = StrictMath.exp(-StrictMath.sqrt(u * u + v * v));
      }
    }
    return r;
  }

  // The sample itself, less what predicts it.
  private static void predict(
      int mode, int x, int y, int w, int h, int[][] taps, double[][] weights) {
    int at = y * w + x;
    int self = y * SPAN + x;
    if (mode < 2) {
      taps[at] = new int[] {self, y * SPAN - 1, -SPAN + w, -SPAN + x, h * SPAN - 1};
      weights[at] =
          new double[] {
            1,
            -0.5 * (w - 1 - x) / w,
            -0.5 * (x + 1) / w,
            -0.5 * (h - 1 - y) / h,
            -0.5 * (y + 1) / h
          };
      return;
    }
    int angle = IntraPredictor.ANGLE[mode - IntraPredictor.DIAGONAL];
    int position = (y + 1) * angle;
    int to = x + (position >> 5);
    double f = (position & 31) / 32.0;
    taps[at] = new int[] {self, border(to, angle, w + h), border(to + 1, angle, w + h)};
    weights[at] = new double[] {1, f - 1, -f};
  }

  // A sample above, or what is projected there from the left.
  private static int border(int x, int angle, int length) {
    if (x >= -1 || angle >= 0) {
      return -SPAN + Math.min(x, length - 1);
    }
    int i = x + 1;
    int project = Math.min((i * 32 * 2 + angle) / (2 * angle), length);
    return (project - 1) * SPAN - 1;
  }

  // The lowest coefficients of the cosine transform of both sides.
  private static double[][] twice(double[][] c, int lw, int lh, int pw, int ph) {
    int n = 1 << (lw + lh);
    int m = 1 << (pw + ph);
    double[][] half = new double[m][n];
    double[] out = new double[m];
    for (int q = 0; q < n; q++) {
      lowest(c[q], lw, lh, pw, ph, out);
      for (int k = 0; k < m; k++) {
        half[k][q] = out[k];
      }
    }
    double[][] low = new double[m][m];
    for (int k = 0; k < m; k++) {
      lowest(half[k], lw, lh, pw, ph, low[k]);
    }
    return low;
  }

  private static void lowest(double[] in, int lw, int lh, int pw, int ph, double[] out) {
    int[] across = Transform.rowMatrix(0, lw);
    int[] down = Transform.columnMatrix(0, lh);
    double unit = 1.0 / (1 << Transform.BITS);
    double[] line = new double[1 << pw];
    Arrays.fill(out, 0);
    for (int y = 0; y < 1 << lh; y++) {
      for (int k = 0; k < 1 << pw; k++) {
        double sum = 0;
        for (int x = 0; x < 1 << lw; x++) {
          sum += in[y << lw | x] * across[k << lw | x];
        }
        line[k] = sum * unit;
      }
      for (int ky = 0; ky < 1 << ph; ky++) {
        double f = down[ky << lh | y] * unit;
        for (int k = 0; k < 1 << pw; k++) {
          out[ky << pw | k] += line[k] * f;
        }
      }
    }
  }

  // The eigenvectors of a symmetric matrix, that of the largest eigenvalue first, by Jacobi's
  // rotations.
  private static int[][] eigen(double[][] a) {
    int n = a.length;
    double[][] v = new double[n][n];
    double trace = 0;
    for (int i = 0; i < n; i++) {
      v[i][i] = 1;
      trace += a[i][i];
    }
    double small = trace / n * 1e-6;
    boolean turned = true;
    for (int sweep = 0; sweep < 30 && turned; sweep++) {
      turned = false;
      for (int p = 0; p < n; p++) {
        for (int q = p + 1; q < n; q++) {
          if (Math.abs(a[p][q]) > small) {
            rotate(a, v, p, q);
            turned = true;
          }
        }
      }
    }
    int[][] out = new int[n][n];
    boolean[] taken = new boolean[n];
    for (int k = 0; k < n; k++) {
      int best = -1;
      for (int i = 0; i < n; i++) {
        if (!taken[i] && (best < 0 || a[i][i] > a[best][best])) {
          best = i;
        }
      }
      taken[best] = true;
      // Its greatest part is positive.
      int most = 0;
      for (int i = 0; i < n; i++) {
        most = Math.abs(v[best][i]) > Math.abs(v[best][most]) ? i : most;
      }
      double unit = v[best][most] < 0 ? -(1 << BITS) : 1 << BITS;
      for (int i = 0; i < n; i++) {
        out[k][i] = (int) StrictMath.rint(v[best][i] * unit);
      }
    }
    return out;
  }

  private static void rotate(double[][] a, double[][] v, int p, int q) {
    double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
    double t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + StrictMath.sqrt(theta * theta + 1));
    double c = 1 / StrictMath.sqrt(t * t + 1);
    double s = t * c;
    double[] ap = a[p];
    double[] aq = a[q];
    double pq = ap[q];
    double pp = ap[p] - t * pq;
    double qq = aq[q] + t * pq;
    for (int i = 0; i < ap.length; i++) {
      double x = ap[i];
      double y = aq[i];
      ap[i] = c * x - s * y;
      aq[i] = s * x + c * y;
      x = v[p][i];
      y = v[q][i];
      v[p][i] = c * x - s * y;
      v[q][i] = s * x + c * y;
    }
    for (int i = 0; i < ap.length; i++) {
      a[i][p] = ap[i];
      a[i][q] = aq[i];
    }
    ap[p] = pp;
    aq[q] = qq;
    ap[q] = 0;
    aq[p] = 0;
  }
}
