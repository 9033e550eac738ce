package matching;

/**
 * Fits a prediction by motion to a change of light: scaled and shifted by the line that takes the
 * same prediction of the samples around the block, above and to its left, to what lies there. The
 * decoder finds the line as the encoder does.
 *
 * <p>Local illumination compensation: P. Bordes et al., "Local illumination compensation",
 * JVET-K0118, 2018, now a tool of ECM; here fitted by least squares, with some trust in an
 * unchanged light.
 */
final class LightFit {
  private static final int BITS = 8;
  private static final int MOST_SLOPE = 1 << (BITS - 1);

  private final Picture pic;
  private final InterPredictor predictor;
  private final char[] row = new char[64];
  private int slope;
  private long shiftBy;
  private long mean;

  LightFit(Picture pic, InterPredictor predictor) {
    this.pic = pic;
    this.predictor = predictor;
  }

  /** Whether luma would change by more than half a grey level. */
  boolean matters(Block b) {
    fit(b, 0);
    long half = 1L << (BITS - 1 + pic.g.depthShift);
    return Math.abs(slope - (1 << BITS)) > 16
        || Math.abs(mean * slope + shiftBy - (mean << BITS)) > half;
  }

  /** Fits what the picture holds as the prediction of a plane of the block. */
  void apply(Block b, int p) {
    fit(b, p);
    int s = Geometry.shift(p);
    int w = b.width() >> s;
    int h = b.height() >> s;
    int max = pic.g.maxSample;
    Plane plane = pic.planes[p];
    for (int r = 0; r < h; r++) {
      int at = plane.at(b.x >> s, (b.y >> s) + r);
      for (int c = 0; c < w; c++) {
        long v = (plane.samples[at + c] * (long) slope + shiftBy + (1 << (BITS - 1))) >> BITS;
        plane.samples[at + c] = (char) (v < 0 ? 0 : v > max ? max : v);
      }
    }
  }

  private void fit(Block b, int p) {
    int s = Geometry.shift(p);
    int x = b.x >> s;
    int y = b.y >> s;
    int w = b.width() >> s;
    int h = b.height() >> s;
    Plane plane = pic.planes[p];
    long sx = 0;
    long sy = 0;
    long sxx = 0;
    long sxy = 0;
    int n = 0;
    for (int side = 0; side < 2; side++) {
      boolean above = side == 0;
      if (above ? y == 0 : x == 0) {
        continue;
      }
      int length = above ? w : h;
      int px = above ? x : x - 1;
      int py = above ? y - 1 : y;
      if (p == 0) {
        predictor.luma(b.motion, px, py, above ? w : 1, above ? 1 : h, row, 0, above ? w : 1);
      } else {
        predictor.chroma(b.motion, p, px, py, above ? w : 1, above ? 1 : h, row, 0, above ? w : 1);
      }
      for (int i = 0; i < length; i++) {
        int from = row[i];
        int to = plane.samples[plane.at(above ? px + i : px, above ? py : py + i)];
        sx += from;
        sy += to;
        sxx += (long) from * from;
        sxy += (long) from * to;
      }
      n += length;
    }
    slope = 1 << BITS;
    shiftBy = 0;
    mean = 0;
    if (n == 0) {
      return;
    }
    long trust = ((long) n * n) << (2 + 2 * pic.g.depthShift);
    long spread = n * sxx - sx * sx + trust;
    long change = n * (sxy - sxx) - sx * (sy - sx);
    slope += Math.clamp(change * (1 << BITS) / spread, -MOST_SLOPE, MOST_SLOPE);
    mean = (sx + n / 2) / n;
    shiftBy = ((sy << BITS) - sx * slope) / n;
  }
}
