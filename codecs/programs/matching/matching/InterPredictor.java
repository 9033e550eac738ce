package matching;

import java.util.Arrays;

/** Predicts a block by motion, from one picture or as the mean of two. */
final class InterPredictor {
  // What the neighbours' prediction counts, from the edge inwards, in 1/32.
  private static final int[] OVERLAP = {10, 6, 3, 1};

  private final OpticalFlow flow;
  private final MotionRefiner refiner;
  private final RefinedTiles tiles;
  private final Motion tileMotion = new Motion();
  final LightFit light;

  final ThirdPrediction third;

  /** The motion that the references tell, or null. */
  final MotionField field;

  private final Picture pic;
  private final int max;
  private final int shift;
  private final Interpolator.View first = new Interpolator.View();
  private final Interpolator.View second = new Interpolator.View();
  private final char[] beside = new char[64 * 64];
  private final int[] sum = new int[64 * 64];
  private final int[] part = new int[32 * 32];

  InterPredictor(Picture pic) {
    this.pic = pic;
    this.field = MotionField.of(pic);
    this.flow = new OpticalFlow(pic);
    this.refiner = new MotionRefiner(pic);
    this.tiles = new RefinedTiles(refiner);
    this.light = new LightFit(pic, this);
    this.third = new ThirdPrediction(pic, this);
    this.max = pic.g.maxSample;
    this.shift = 6 - pic.g.depthShift;
  }

  /** What motion leaves of a block by a transform, or {@link PackedDifference#UNKNOWN}. */
  int transformed(PackedDifference of, Motion m, int x, int y, int w, int h) {
    if (m.bi() && m.weight != PairWeights.EVEN) {
      return PackedDifference.UNKNOWN;
    }
    pic.references[m.ref[0]].samples.luma(x, y, w, h, m.x[0], m.y[0], first);
    if (first.segment == null) {
      return PackedDifference.UNKNOWN;
    }
    if (!m.bi()) {
      return of.transformed(first);
    }
    pic.references[m.ref[1]].samples.luma(x, y, w, h, m.x[1], m.y[1], second);
    return of.transformed(first, second);
  }

  /** The same of absolute differences. */
  int absolute(PackedDifference of, Motion m, int x, int y, int w, int h) {
    if (m.bi() && m.weight != PairWeights.EVEN) {
      return PackedDifference.UNKNOWN;
    }
    pic.references[m.ref[0]].samples.luma(x, y, w, h, m.x[0], m.y[0], first);
    if (first.segment == null) {
      return PackedDifference.UNKNOWN;
    }
    if (!m.bi()) {
      return of.absolute(first, null);
    }
    pic.references[m.ref[1]].samples.luma(x, y, w, h, m.x[1], m.y[1], second);
    return of.absolute(first, second);
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
    if (m.weight != PairWeights.EVEN) {
      weighed(m.weight, w, h, out, at, stride);
      return;
    }
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

  // The two views, of which the second counts some eighths.
  private void weighed(int weight, int w, int h, char[] out, int at, int stride) {
    short[] a = first.samples;
    short[] b = second.samples;
    int other = 2 * PairWeights.EVEN - weight;
    int by = shift + 3;
    int round = 1 << (by - 1);
    for (int r = 0; r < h; r++) {
      int from = first.at + r * first.stride;
      int from2 = second.at + r * second.stride;
      int to = at + r * stride;
      for (int c = 0; c < w; c++) {
        int v = (a[from + c] * other + b[from2 + c] * weight + round) >> by;
        out[to + c] = (char) (v < 0 ? 0 : v > max ? max : v);
      }
    }
  }

  /** A plane of chroma, in its own coordinates. */
  void chroma(Motion m, int p, int x, int y, int w, int h, char[] out, int at, int stride) {
    boolean even = !m.bi() || m.weight == PairWeights.EVEN;
    int by = !even ? shift + 3 : m.bi() ? shift + 1 : shift;
    Arrays.fill(sum, 0, w * h, 1 << (by - 1));
    for (int i = 0; i < (m.bi() ? 2 : 1); i++) {
      if (!even) {
        times(i == 0 ? 2 * PairWeights.EVEN - m.weight : m.weight, m, i, p, x, y, w, h);
        continue;
      }
      pic.references[m.ref[i]].samples.chroma(p, x, y, w, h, m.x[i], m.y[i], sum, first);
    }
    for (int r = 0; r < h; r++) {
      for (int c = 0; c < w; c++) {
        int v = sum[r * w + c] >> by;
        out[at + r * stride + c] = (char) (v < 0 ? 0 : v > max ? max : v);
      }
    }
  }

  // Adds one prediction of chroma several times.
  private void times(int weight, Motion m, int i, int p, int x, int y, int w, int h) {
    Arrays.fill(part, 0, w * h, 0);
    pic.references[m.ref[i]].samples.chroma(p, x, y, w, h, m.x[i], m.y[i], part, first);
    for (int k = 0; k < w * h; k++) {
      sum[k] += weight * part[k];
    }
  }

  // Luma at a vector in sixteenths, between the quarter positions around it, added 16 times.
  private void between(int ref, int x, int y, int w, int h, int vx, int vy) {
    for (int k = 0; k < 4; k++) {
      int fx = vx & 3;
      int fy = vy & 3;
      int weight = ((k & 1) == 0 ? 4 - fx : fx) * (k < 2 ? 4 - fy : fy);
      if (weight == 0) {
        continue;
      }
      pic.references[ref].samples.luma(
          x, y, w, h, (vx >> 2) + (k & 1), (vy >> 2) + (k >> 1), first);
      short[] s = first.samples;
      for (int r = 0; r < h; r++) {
        int from = first.at + r * first.stride;
        int to = 4 * r;
        if (w == 4) {
          sum[to] += weight * s[from];
          sum[to + 1] += weight * s[from + 1];
          sum[to + 2] += weight * s[from + 2];
          sum[to + 3] += weight * s[from + 3];
          continue;
        }
        for (int c = 0; c < w; c++) {
          sum[to + c] += weight * s[from + c];
        }
      }
    }
  }

  /** Luma of uneven motion, 4x4 by 4x4. */
  void uneven(Affine a, int x, int y, int w, int h, char[] out, int at, int stride) {
    int lists = a.motion.bi() ? 2 : 1;
    int by = shift + 3 + lists;
    for (int ty = 0; ty < h; ty += 4) {
      int th = Math.min(4, h - ty);
      for (int tx = 0; tx < w; tx += 4) {
        int tw = Math.min(4, w - tx);
        Arrays.fill(sum, 0, 16, 1 << (by - 1));
        int x2 = 2 * (x + tx) + tw;
        int y2 = 2 * (y + ty) + th;
        for (int i = 0; i < lists; i++) {
          int vx = a.vectorX(i, x2, y2);
          int vy = a.vectorY(i, x2, y2);
          between(a.motion.ref[i], x + tx, y + ty, tw, th, vx, vy);
        }
        for (int r = 0; r < th; r++) {
          for (int c = 0; c < tw; c++) {
            int v = sum[4 * r + c] >> by;
            out[at + (ty + r) * stride + tx + c] = (char) (v < 0 ? 0 : v > max ? max : v);
          }
        }
      }
    }
  }

  private void uneven(Block b) {
    Plane luma = pic.planes[0];
    uneven(b.affine, b.x, b.y, b.width(), b.height(), luma.samples, luma.at(b.x, b.y), luma.width);
    for (int y = b.y; y < b.y + b.height(); y += 8) {
      for (int x = b.x; x < b.x + b.width(); x += 8) {
        for (int i = 0; i < (b.affine.motion.bi() ? 2 : 1); i++) {
          int vx = (b.affine.vectorX(i, 2 * x + 8, 2 * y + 8) + 2) >> 2;
          int vy = (b.affine.vectorY(i, 2 * x + 8, 2 * y + 8) + 2) >> 2;
          tileMotion.set(i, b.affine.motion.ref[i], vx, vy);
        }
        if (!b.affine.motion.bi()) {
          tileMotion.set(1, -1, 0, 0);
        }
        for (int p = 1; p < 3; p++) {
          Plane to = pic.planes[p];
          chroma(tileMotion, p, x >> 1, y >> 1, 4, 4, to.samples, to.at(x >> 1, y >> 1), to.width);
        }
      }
    }
  }

  /** All planes of a block, into the picture. */
  void block(Block b) {
    if (b.affine != null) {
      uneven(b);
    } else if (b.field != null) {
      alongField(b);
    } else if (b.merge && flow.applies(b)) {
      refined(b);
    } else {
      plain(b);
    }
    if (b.light) {
      for (int p = 0; p < 3; p++) {
        light.apply(b, p);
      }
    }
    if (b.third > 0) {
      third.apply(b);
    }
    if (b.overlap) {
      overlap(b, true);
      overlap(b, false);
    }
  }

  private void refined(Block b) {
    int w = Math.min(OpticalFlow.TILE, b.width());
    int h = Math.min(OpticalFlow.TILE, b.height());
    for (int y = b.y; y < b.y + b.height(); y += h) {
      for (int x = b.x; x < b.x + b.width(); x += w) {
        tile(b.motion, x, y, w, h);
      }
    }
  }

  // At most 16x16: refined as one, then each 8x8 by itself.
  private void tile(Motion m, int x, int y, int w, int h) {
    RefinedTiles.Tile tile = tiles.of(m, x, y, w, h);
    if (tile.even) {
      moved(tile.whole, x, y, w, h);
      return;
    }
    int n = 0;
    for (int py = y; py < y + h; py += RefinedTiles.PART) {
      for (int px = x; px < x + w; px += RefinedTiles.PART) {
        moved(tile.parts[n++], px, py, RefinedTiles.PART, RefinedTiles.PART);
      }
    }
  }

  // Each 8x8 by the motion of the field, refined.
  private void alongField(Block b) {
    for (int y = b.y; y < b.y + b.height(); y += MotionField.CELL) {
      for (int x = b.x; x < b.x + b.width(); x += MotionField.CELL) {
        moved(field.refined(x, y, refiner), x, y, MotionField.CELL, MotionField.CELL);
      }
    }
  }

  private void moved(Motion m, int x, int y, int w, int h) {
    flow.tile(m, x, y, w, h);
    for (int p = 1; p < 3; p++) {
      Plane to = pic.planes[p];
      int at = to.at(x >> 1, y >> 1);
      chroma(m, p, x >> 1, y >> 1, w >> 1, h >> 1, to.samples, at, to.width);
    }
  }

  private void plain(Block b) {
    for (int p = 0; p < 3; p++) {
      Plane to = pic.planes[p];
      int s = Geometry.shift(p);
      int x = b.x >> s;
      int y = b.y >> s;
      if (p == 0 && flow.applies(b)) {
        flow.predict(b);
      } else if (p == 0) {
        luma(b.motion, x, y, b.width(), b.height(), to.samples, to.at(x, y), to.width);
      } else {
        chroma(
            b.motion, p, x, y, b.width() >> 1, b.height() >> 1, to.samples, to.at(x, y), to.width);
      }
    }
  }

  // Leans the rows below the upper edge, or the columns beside the left one, towards what the
  // motion of the neighbours there predicts.
  private void overlap(Block b, boolean above) {
    int length = above ? b.width() : b.height();
    int from = 0;
    while (from < length) {
      Motion m = neighbour(b, above, from);
      int to = from + 4;
      while (to < length && neighbour(b, above, to) == m) {
        to += 4;
      }
      if (m != null && !m.same(b.motion)) {
        for (int p = 0; p < 3; p++) {
          blend(b, p, above, from, to, m);
        }
      }
      from = to;
    }
  }

  private void blend(Block b, int p, boolean above, int from, int to, Motion m) {
    int s = Geometry.shift(p);
    int x = (b.x + (above ? from : 0)) >> s;
    int y = (b.y + (above ? 0 : from)) >> s;
    int w = (above ? to - from : 4) >> s;
    int h = (above ? 4 : to - from) >> s;
    if (p == 0) {
      luma(m, x, y, w, h, beside, 0, w);
    } else {
      chroma(m, p, x, y, w, h, beside, 0, w);
    }
    Plane plane = pic.planes[p];
    for (int r = 0; r < h; r++) {
      for (int c = 0; c < w; c++) {
        int weight = OVERLAP[above ? r : c];
        int i = plane.at(x + c, y + r);
        plane.samples[i] =
            (char) ((plane.samples[i] * (32 - weight) + beside[r * w + c] * weight + 16) >> 5);
      }
    }
  }

  private Motion neighbour(Block b, boolean above, int i) {
    return above ? pic.map.motionAt(b.x + i, b.y - 1) : pic.map.motionAt(b.x - 1, b.y + i);
  }
}
