package matching;

/**
 * Refines the mean of two predictions, one from a picture before and one from a picture behind:
 * each 4x4 is moved, by less than a sample and in opposite directions, to where their gradients
 * say, by least squares, that both agree. Costs no bits.
 *
 * <p>After VVC's bi-directional optical flow (H.266, 8.5.6.5; A. Alshin, E. Alshina, T. Lee,
 * "Bi-directional optical flow for improving motion compensation", PCS 2010).
 */
final class OpticalFlow {
  static final int TILE = 16;

  /** How much farther one reference may be than the other. */
  private static final int FARTHER = 3;

  /** How much speaks for no movement. */
  private static final int TRUST = 64;

  private static final int SIDE = TILE + 2;

  private final Picture pic;
  private final int max;
  private final int shift;
  private final Interpolator.View first = new Interpolator.View();
  private final Interpolator.View second = new Interpolator.View();
  private final int[] a = new int[SIDE * SIDE];
  private final int[] b = new int[SIDE * SIDE];
  private final int[] ax = new int[SIDE * SIDE];
  private final int[] ay = new int[SIDE * SIDE];
  private final int[] bx = new int[SIDE * SIDE];
  private final int[] by = new int[SIDE * SIDE];

  // Of a row: products of the gradients with each other and with the difference.
  private final int[] rowXx = new int[SIDE];
  private final int[] rowYy = new int[SIDE];
  private final int[] rowXy = new int[SIDE];
  private final int[] rowXd = new int[SIDE];
  private final int[] rowYd = new int[SIDE];

  // Of each row, what six of them add up to around a 4x4.
  private final int[] sumXx = new int[TILE * 4];
  private final int[] sumYy = new int[TILE * 4];
  private final int[] sumXy = new int[TILE * 4];
  private final int[] sumXd = new int[TILE * 4];
  private final int[] sumYd = new int[TILE * 4];

  OpticalFlow(Picture pic) {
    this.pic = pic;
    this.max = pic.g.maxSample;
    this.shift = 7 - pic.g.depthShift;
  }

  boolean applies(Block block) {
    Motion m = block.motion;
    if (block.light || !m.bi() || m.weight != PairWeights.EVEN || block.lw < 3 || block.lh < 3) {
      return false;
    }
    return between(pic, m.ref[0], m.ref[1]);
  }

  /** Whether the picture lies between two of its references, not far nearer to one of them. */
  static boolean between(Picture pic, int one, int other) {
    int d0 = pic.time - pic.referenceTimes[one];
    int d1 = pic.referenceTimes[other] - pic.time;
    return d0 * d1 > 0
        && Math.max(Math.abs(d0), Math.abs(d1)) <= FARTHER * Math.min(Math.abs(d0), Math.abs(d1));
  }

  /** What lies opposite of a step towards the one, as seen from the other. */
  static int opposite(Picture pic, int one, int other, int step) {
    int d0 = Math.abs(pic.time - pic.referenceTimes[one]);
    int d1 = Math.abs(pic.time - pic.referenceTimes[other]);
    int size = (2 * Math.abs(step) * d1 + d0) / (2 * d0);
    return step > 0 ? -size : size;
  }

  /** Luma of a block, into the picture. */
  void predict(Block block) {
    for (int y = block.y; y < block.y + block.height(); y += TILE) {
      for (int x = block.x; x < block.x + block.width(); x += TILE) {
        tile(block.motion, x, y, Math.min(TILE, block.width()), Math.min(TILE, block.height()));
      }
    }
  }

  /** Luma of at most 16x16 of a block. */
  void tile(Motion m, int x, int y, int w, int h) {
    int d0 = Math.abs(pic.time - pic.referenceTimes[m.ref[0]]);
    int d1 = Math.abs(pic.time - pic.referenceTimes[m.ref[1]]);
    int weight = (64 * d0 / (d0 + d1) + 1) >> 1;
    fetch(m, 0, x, y, w, h, first, a, ax, ay, weight);
    fetch(m, 1, x, y, w, h, second, b, bx, by, 32 - weight);
    sums(w, h);
    for (int ty = 0; ty < h; ty += 4) {
      for (int tx = 0; tx < w; tx += 4) {
        move(x, y, tx, ty, h);
      }
    }
  }

  // What the windows of the 4x4s add up, row by row. A gradient is of 11 bits and a sign, a
  // difference of 12, and a window has 36: that fits.
  private void sums(int w, int h) {
    for (int r = 0; r < h; r++) {
      for (int c = 0; c < w; c++) {
        int k = (r + 1) * SIDE + c + 1;
        int gx = (ax[k] + bx[k]) >> 1;
        int gy = (ay[k] + by[k]) >> 1;
        int d = (b[k] >> 4) - (a[k] >> 4);
        rowXx[c + 1] = gx * gx;
        rowYy[c + 1] = gy * gy;
        rowXy[c + 1] = gx * gy;
        rowXd[c + 1] = gx * d;
        rowYd[c + 1] = gy * d;
      }
      windows(rowXx, sumXx, r, w);
      windows(rowYy, sumYy, r, w);
      windows(rowXy, sumXy, r, w);
      windows(rowXd, sumXd, r, w);
      windows(rowYd, sumYd, r, w);
    }
  }

  // Beyond, the edge counts again.
  private static void windows(int[] row, int[] sums, int r, int w) {
    row[0] = row[1];
    row[w + 1] = row[w];
    for (int c = 0; c < w; c += 4) {
      sums[r * 4 + (c >> 2)] =
          row[c] + row[c + 1] + row[c + 2] + row[c + 3] + row[c + 4] + row[c + 5];
    }
  }

  private void fetch(
      Motion m,
      int i,
      int x,
      int y,
      int w,
      int h,
      Interpolator.View view,
      int[] to,
      int[] gx,
      int[] gy,
      int weight) {
    pic.references[m.ref[i]].samples.luma(x - 1, y - 1, w + 2, h + 2, m.x[i], m.y[i], view);
    for (int r = 0; r < h + 2; r++) {
      for (int c = 0; c < w + 2; c++) {
        to[r * SIDE + c] = view.samples[view.at + r * view.stride + c];
      }
    }
    for (int r = 1; r <= h; r++) {
      for (int c = 1; c <= w; c++) {
        int k = r * SIDE + c;
        gx[k] = (((to[k + 1] >> 6) - (to[k - 1] >> 6)) * weight) >> 4;
        gy[k] = (((to[k + SIDE] >> 6) - (to[k - SIDE] >> 6)) * weight) >> 4;
      }
    }
  }

  private void move(int x, int y, int tx, int ty, int h) {
    int xx = 0;
    int yy = 0;
    int xy = 0;
    int xd = 0;
    int yd = 0;
    // The 4x4 and a rim of one sample where the tile has it; beyond, the edge counts again.
    for (int r = ty - 1; r < ty + 5; r++) {
      int from = Math.clamp(r, 0, h - 1) * 4 + (tx >> 2);
      xx += sumXx[from];
      yy += sumYy[from];
      xy += sumXy[from];
      xd += sumXd[from];
      yd += sumYd[from];
    }
    int trust = TRUST + ((xx + yy) >> 5);
    long fx = (long) xx + trust;
    long fy = (long) yy + trust;
    long det = fx * fy - (long) xy * xy;
    int vx = Math.clamp(6 * (xd * fy - (long) yd * xy) / det, -15, 15);
    int vy = Math.clamp(6 * (yd * fx - (long) xd * xy) / det, -15, 15);
    Plane plane = pic.planes[0];
    int round = 1 << (shift - 1);
    for (int r = 0; r < 4; r++) {
      int to = plane.at(x + tx, y + ty + r);
      for (int c = 0; c < 4; c++) {
        int k = (ty + r + 1) * SIDE + tx + c + 1;
        int move = vx * (ax[k] - bx[k]) + vy * (ay[k] - by[k]);
        int v = (a[k] + b[k] + move + round) >> shift;
        plane.samples[to + c] = (char) (v < 0 ? 0 : v > max ? max : v);
      }
    }
  }
}
