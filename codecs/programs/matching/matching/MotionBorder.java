package matching;

import java.util.Arrays;

/**
 * What a block's motion, followed one line further up and to the left, leaves of the samples that
 * are known there: as residuals of neighbouring samples resemble each other, so the residual in the
 * block's first row and column is likely to be. Unlike the step from those samples to the
 * prediction ({@link SignSyntax#border}) it holds nothing of the texture.
 *
 * <p>For the final coding only: a search counts without it. A template as that of ECM's template
 * matching (JVET-J0021, 2018), but for the signs.
 */
final class MotionBorder {
  private final Picture pic;
  private final InterPredictor inter;
  private final char[] line = new char[64];
  private final int[] out = new int[128];

  MotionBorder(Picture pic, InterPredictor inter) {
    this.pic = pic;
    this.inter = inter;
  }

  /** Those differences above a transform, then those to its left. */
  int[] of(Block b, int p, int t) {
    int x = b.transformX(p, t);
    int y = b.transformY(p, t);
    int w = 1 << b.transformLw(p);
    int h = 1 << b.transformLh(p);
    take(b, p, x, y - 1, w, 1, 0);
    take(b, p, x - 1, y, 1, h, w);
    return out;
  }

  private void take(Block b, int p, int x, int y, int w, int h, int to) {
    int n = Math.max(w, h);
    if (x < 0 || y < 0) {
      Arrays.fill(out, to, to + n, 0);
      return;
    }
    if (p > 0) {
      inter.chroma(b.motion, p, x, y, w, h, line, 0, w);
    } else if (b.affine != null) {
      inter.uneven(b.affine, x, y, w, h, line, 0, w);
    } else {
      inter.luma(b.motion, x, y, w, h, line, 0, w);
    }
    Plane plane = pic.planes[p];
    int step = w > 1 ? 1 : plane.width;
    int at = plane.at(x, y);
    for (int i = 0; i < n; i++) {
      out[to + i] = plane.samples[at + i * step] - line[i];
    }
  }
}
