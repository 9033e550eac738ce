package matching;

/**
 * Predicts chroma from the luma that is reconstructed already, by a line through the samples around
 * the block: K. Zhang, J. Chen, L. Zhang, X. Li, M. Karczewicz, "Enhanced cross-component linear
 * model for chroma intra-prediction in video coding", IEEE TIP 27(8), 2018, fitted by least
 * squares. As there, also by two lines, for dark and for bright luma, and as in VVC (H.266,
 * 8.4.5.2.14) by a line through the samples above only, or through those to the left.
 */
final class ChromaFromLuma {
  /** Ways to fit: to both sides, two lines, to what lies above, to what lies to the left. */
  static final int WAYS = 4;

  private static final int TWO_LINES = 1;
  private static final int ABOVE = 2;
  private static final int LEFT = 3;

  private final BlockMap map;
  private final int maxSample;
  private final int depthShift;
  private final int[] lumas = new int[128];
  private final int[] chromas = new int[128];
  private int count;
  // Per line: its slope, in 1/64, and a point of it, in 1/64.
  private final long[] slope = new long[3];
  private final long[] meanChroma = new long[3];
  private final long[] meanLuma = new long[3];

  ChromaFromLuma(Geometry g, BlockMap map) {
    this.map = map;
    this.maxSample = g.maxSample;
    this.depthShift = g.depthShift;
  }

  void predict(
      int way,
      Plane luma,
      Plane chroma,
      int x,
      int y,
      int w,
      int h,
      char[] out,
      int offset,
      int stride) {
    count = 0;
    int lines = way == TWO_LINES ? 2 : 1;
    for (int i = 0; i < (way == ABOVE ? 2 * w : w) && way != LEFT; i++) {
      note(luma, chroma, x + i, y - 1, 0, lines);
    }
    for (int i = 0; i < (way == LEFT ? 2 * h : h) && way != ABOVE; i++) {
      note(luma, chroma, x - 1, y + i, lines, 0);
    }
    fit(0, 0, Integer.MAX_VALUE);
    int threshold = Integer.MAX_VALUE;
    if (way == TWO_LINES) {
      threshold = (int) (meanLuma[0] >> 6);
      fit(1, 0, threshold);
      fit(2, threshold + 1, Integer.MAX_VALUE);
    }
    for (int r = 0; r < h; r++) {
      for (int k = 0; k < w; k++) {
        int l = mean(luma, x + k, y + r);
        int line = way != TWO_LINES ? 0 : l <= threshold ? 1 : 2;
        long v = (meanChroma[line] * 64 + slope[line] * (l * 64L - meanLuma[line]) + 2048) >> 12;
        out[offset + r * stride + k] = (char) Math.clamp(v, 0, maxSample);
      }
    }
  }

  // A sample of the border, and those behind it.
  private void note(Plane luma, Plane chroma, int cx, int cy, int acrossLines, int downLines) {
    if (map.find(cx << 1, cy << 1) < 0) {
      return;
    }
    for (int i = 0; i < Math.max(1, acrossLines + downLines); i++) {
      int px = cx - (acrossLines > 0 ? i : 0);
      int py = cy - (downLines > 0 ? i : 0);
      lumas[count] = mean(luma, px, py);
      chromas[count++] = chroma.samples[chroma.at(px, py)];
    }
  }

  // The line through the samples whose luma lies between two bounds.
  private void fit(int line, int least, int most) {
    long sx = 0;
    long sy = 0;
    long sxx = 0;
    long sxy = 0;
    int n = 0;
    for (int i = 0; i < count; i++) {
      long l = lumas[i];
      if (l >= least && l <= most) {
        long v = chromas[i];
        sx += l;
        sy += v;
        sxx += l * l;
        sxy += l * v;
        n++;
      }
    }
    slope[line] = line == 0 ? 0 : slope[0];
    meanChroma[line] = line == 0 ? (maxSample + 1L) >> 1 << 6 : meanChroma[0];
    meanLuma[line] = line == 0 ? 0 : meanLuma[0];
    if (n == 0) {
      return;
    }
    long spread = n * sxx - sx * sx;
    long noise = n * (8L << (2 * depthShift));
    if (spread > 0) {
      long lean = noise * slope[line];
      slope[line] = Math.clamp(((n * sxy - sx * sy) * 64 + lean) / (spread + noise), -256, 256);
    }
    meanChroma[line] = (sy * 64 + n / 2) / n;
    meanLuma[line] = (sx * 64 + n / 2) / n;
  }

  // The mean of the four luma samples where a chroma sample lies.
  private static int mean(Plane luma, int cx, int cy) {
    int at = luma.at(2 * cx, 2 * cy);
    char[] s = luma.samples;
    return (s[at] + s[at + 1] + s[at + luma.width] + s[at + luma.width + 1] + 2) >> 2;
  }
}
