package matching;

/**
 * Refines the mean of two predictions, one from a picture before and one from a picture as far
 * behind: each 4x4 is moved, by less than a sample and in opposite directions, to where their
 * gradients say that both agree. Costs no bits.
 *
 * <p>After VVC's bi-directional optical flow (H.266, 8.5.6.5; A. Alshin, E. Alshina, T. Lee,
 * "Bi-directional optical flow for improving motion compensation", PCS 2010).
 */
final class OpticalFlow {
  static final int TILE = 16;
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

  OpticalFlow(Picture pic) {
    this.pic = pic;
    this.max = pic.g.maxSample;
    this.shift = 7 - pic.g.depthShift;
  }

  boolean applies(Block block) {
    Motion m = block.motion;
    if (block.light || !m.bi() || block.lw < 3 || block.lh < 3) {
      return false;
    }
    int d0 = pic.time - pic.referenceTimes[m.ref[0]];
    int d1 = pic.referenceTimes[m.ref[1]] - pic.time;
    return d0 == d1 && d0 != 0;
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
    fetch(m, 0, x, y, w, h, first, a, ax, ay);
    fetch(m, 1, x, y, w, h, second, b, bx, by);
    for (int ty = 0; ty < h; ty += 4) {
      for (int tx = 0; tx < w; tx += 4) {
        move(x, y, tx, ty, w, h);
      }
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
      int[] gy) {
    pic.references[m.ref[i]].samples.luma(x - 1, y - 1, w + 2, h + 2, m.x[i], m.y[i], view);
    for (int r = 0; r < h + 2; r++) {
      for (int c = 0; c < w + 2; c++) {
        to[r * SIDE + c] = view.samples[view.at + r * view.stride + c];
      }
    }
    for (int r = 1; r <= h; r++) {
      for (int c = 1; c <= w; c++) {
        int k = r * SIDE + c;
        gx[k] = (to[k + 1] >> 6) - (to[k - 1] >> 6);
        gy[k] = (to[k + SIDE] >> 6) - (to[k - SIDE] >> 6);
      }
    }
  }

  private void move(int x, int y, int tx, int ty, int w, int h) {
    int xx = 0;
    int yy = 0;
    int xy = 0;
    int xd = 0;
    int yd = 0;
    // The 4x4 and a rim of one sample where the tile has it; beyond, the edge counts again.
    for (int r = ty - 1; r < ty + 5; r++) {
      int row = (Math.clamp(r, 0, h - 1) + 1) * SIDE;
      for (int c = tx - 1; c < tx + 5; c++) {
        int k = row + Math.clamp(c, 0, w - 1) + 1;
        int gx = (ax[k] + bx[k]) >> 1;
        int gy = (ay[k] + by[k]) >> 1;
        int d = (b[k] >> 4) - (a[k] >> 4);
        xx += Math.abs(gx);
        yy += Math.abs(gy);
        xy += Integer.signum(gy) * gx;
        xd += Integer.signum(gx) * d;
        yd += Integer.signum(gy) * d;
      }
    }
    int vx = xx > 0 ? Math.clamp((xd << 2) >> (31 - Integer.numberOfLeadingZeros(xx)), -15, 15) : 0;
    int vy =
        yy > 0
            ? Math.clamp(
                ((yd << 2) - ((vx * xy) >> 1)) >> (31 - Integer.numberOfLeadingZeros(yy)), -15, 15)
            : 0;
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
