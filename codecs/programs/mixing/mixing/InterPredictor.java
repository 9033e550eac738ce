package mixing;

import java.util.Arrays;

/** Predicts a block by motion, from one picture or as the mean of two. */
final class InterPredictor {
  private final Picture pic;
  private final int max;
  private final int shift;
  private final Interpolator.View first = new Interpolator.View();
  private final Interpolator.View second = new Interpolator.View();
  private final int[] sum = new int[64 * 64];

  InterPredictor(Picture pic) {
    this.pic = pic;
    this.max = pic.g.maxSample;
    this.shift = 6 - pic.g.depthShift;
  }

  void luma(Motion m, int x, int y, int w, int h, char[] out, int at, int stride) {
    pic.references[m.ref[0]].samples.luma(x, y, w, h, m.x[0], m.y[0], first);
    short[] a = first.samples;
    int pa = first.at;
    if (!m.bi()) {
      int round = 1 << (shift - 1);
      for (int r = 0; r < h; r++) {
        int from = pa + r * first.stride;
        int to = at + r * stride;
        for (int c = 0; c < w; c++) {
          int v = (a[from + c] + round) >> shift;
          out[to + c] = (char) (v < 0 ? 0 : v > max ? max : v);
        }
      }
      return;
    }
    pic.references[m.ref[1]].samples.luma(x, y, w, h, m.x[1], m.y[1], second);
    short[] b = second.samples;
    int pb = second.at;
    int round = 1 << shift;
    for (int r = 0; r < h; r++) {
      int from = pa + r * first.stride;
      int from2 = pb + r * second.stride;
      int to = at + r * stride;
      for (int c = 0; c < w; c++) {
        int v = (a[from + c] + b[from2 + c] + round) >> (shift + 1);
        out[to + c] = (char) (v < 0 ? 0 : v > max ? max : v);
      }
    }
  }

  /** A plane of chroma, in its own coordinates. */
  void chroma(Motion m, int p, int x, int y, int w, int h, char[] out, int at, int stride) {
    int by = m.bi() ? shift + 1 : shift;
    Arrays.fill(sum, 0, w * h, 1 << (by - 1));
    for (int i = 0; i < (m.bi() ? 2 : 1); i++) {
      pic.references[m.ref[i]].samples.chroma(p, x, y, w, h, m.x[i], m.y[i], sum, first);
    }
    for (int r = 0; r < h; r++) {
      for (int c = 0; c < w; c++) {
        int v = sum[r * w + c] >> by;
        out[at + r * stride + c] = (char) (v < 0 ? 0 : v > max ? max : v);
      }
    }
  }

  /** All planes of a block, into the picture. */
  void block(Block b) {
    for (int p = 0; p < 3; p++) {
      Plane to = pic.planes[p];
      int s = Geometry.shift(p);
      int x = b.x >> s;
      int y = b.y >> s;
      if (p == 0) {
        luma(b.motion, x, y, b.width(), b.height(), to.samples, to.at(x, y), to.width);
      } else {
        chroma(
            b.motion, p, x, y, b.width() >> 1, b.height() >> 1, to.samples, to.at(x, y), to.width);
      }
    }
  }
}
