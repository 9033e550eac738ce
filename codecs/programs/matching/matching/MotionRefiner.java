package matching;

/**
 * Refines a pair of motions that was taken over, one to a picture before and one to a picture
 * behind: both are moved in opposite directions, by as much as the pictures are far, to where the
 * two predictions agree best. The decoder does the same, so it costs no bits; what neighbours take
 * over is the motion as it was.
 *
 * <p>Decoder-side motion vector refinement as in VVC (H.266, 8.5.3; H. Gao et al., "Decoder-side
 * motion vector refinement in VVC", IEEE TCSVT 31(10), 2021), with steps down to a quarter; then
 * each 8x8 once more by itself, as ECM does in several passes (JVET-W0066, 2021).
 */
final class MotionRefiner {
  private static final int[] DX = {1, 0, -1, 0};
  private static final int[] DY = {0, 1, 0, -1};
  private static final int REACH = 8;

  private final Picture pic;
  private final Interpolator.View first = new Interpolator.View();
  private final Interpolator.View second = new Interpolator.View();

  MotionRefiner(Picture pic) {
    this.pic = pic;
  }

  /** Sets {@code out} to the motion of a part of a block of at most 16x16. */
  void refine(Motion m, int x, int y, int w, int h, Motion out) {
    out.set(m);
    int bestX = 0;
    int bestY = 0;
    int best = apart(m, 0, 0, x, y, w, h, Integer.MAX_VALUE);
    // In 14 bits, on every second row: two predictions that differ by less than a grey level.
    if (best < (w * h) << 5) {
      return;
    }
    best -= best >> 3;
    for (int step = 4; step > 0; step >>= 1) {
      boolean moved = true;
      for (int round = 0; moved && round < 2; round++) {
        moved = false;
        int ox = bestX;
        int oy = bestY;
        for (int d = 0; d < 4; d++) {
          int cx = ox + DX[d] * step;
          int cy = oy + DY[d] * step;
          if (Math.max(Math.abs(cx), Math.abs(cy)) > REACH) {
            continue;
          }
          int c = apart(m, cx, cy, x, y, w, h, best);
          if (c < best) {
            best = c;
            bestX = cx;
            bestY = cy;
            moved = true;
          }
        }
      }
    }
    out.set(0, m.ref[0], m.x[0] + bestX, m.y[0] + bestY);
    out.set(1, m.ref[1], m.x[1] + opposite(m, bestX), m.y[1] + opposite(m, bestY));
  }

  /** Refines what {@link #refine} found, for a part of it. */
  void refineAgain(Motion m, int x, int y, int w, int h, Motion out) {
    out.set(m);
    int best = apart(m, 0, 0, x, y, w, h, Integer.MAX_VALUE);
    if (best < (w * h) << 5) {
      return;
    }
    best -= best >> 3;
    int bestX = 0;
    int bestY = 0;
    for (int step = 2; step > 0; step >>= 1) {
      int ox = bestX;
      int oy = bestY;
      for (int d = 0; d < 4; d++) {
        int c = apart(m, ox + DX[d] * step, oy + DY[d] * step, x, y, w, h, best);
        if (c < best) {
          best = c;
          bestX = ox + DX[d] * step;
          bestY = oy + DY[d] * step;
        }
      }
    }
    out.set(0, m.ref[0], m.x[0] + bestX, m.y[0] + bestY);
    out.set(1, m.ref[1], m.x[1] + opposite(m, bestX), m.y[1] + opposite(m, bestY));
  }

  private int opposite(Motion m, int step) {
    return OpticalFlow.opposite(pic, m.ref[0], m.ref[1], step);
  }

  private int apart(Motion m, int dx, int dy, int x, int y, int w, int h, int limit) {
    pic.references[m.ref[0]].samples.luma(x, y, w, h, m.x[0] + dx, m.y[0] + dy, first);
    pic.references[m.ref[1]].samples.luma(
        x, y, w, h, m.x[1] + opposite(m, dx), m.y[1] + opposite(m, dy), second);
    if (first.segment != null) {
      int apart = PackedDifference.apart(first, second, w, h, limit);
      if (apart != PackedDifference.UNKNOWN) {
        return apart;
      }
    }
    short[] a = first.samples;
    short[] b = second.samples;
    int sum = 0;
    for (int r = 0; r < h && sum < limit; r += 2) {
      int i = first.at + r * first.stride;
      int j = second.at + r * second.stride;
      for (int c = 0; c < w; c++) {
        sum += Math.abs(a[i + c] - b[j + c]);
      }
    }
    return sum;
  }
}
