package matching;

/**
 * Predicts chroma from the luma that is reconstructed already, by a line through the samples around
 * the block: K. Zhang, J. Chen, L. Zhang, X. Li, M. Karczewicz, "Enhanced cross-component linear
 * model for chroma intra-prediction in video coding", IEEE TIP 27(8), 2018, fitted by least
 * squares.
 */
final class ChromaFromLuma {
  private final BlockMap map;
  private final int maxSample;
  private final int depthShift;

  ChromaFromLuma(Geometry g, BlockMap map) {
    this.map = map;
    this.maxSample = g.maxSample;
    this.depthShift = g.depthShift;
  }

  void predict(
      Plane luma, Plane chroma, int x, int y, int w, int h, char[] out, int offset, int stride) {
    long sx = 0;
    long sy = 0;
    long sxx = 0;
    long sxy = 0;
    int count = 0;
    for (int i = 0; i < w + h; i++) {
      int cx = i < w ? x + i : x - 1;
      int cy = i < w ? y - 1 : y + i - w;
      if (map.find(cx << 1, cy << 1) >= 0) {
        int l = mean(luma, cx, cy);
        int v = chroma.samples[chroma.at(cx, cy)];
        sx += l;
        sy += v;
        sxx += (long) l * l;
        sxy += (long) l * v;
        count++;
      }
    }
    long slope = 0;
    long meanChroma = (maxSample + 1L) >> 1 << 6;
    long meanLuma = 0;
    if (count > 0) {
      long spread = count * sxx - sx * sx;
      long noise = count * (8L << (2 * depthShift));
      slope =
          spread > 0 ? Math.clamp((count * sxy - sx * sy) * 64 / (spread + noise), -256, 256) : 0;
      meanChroma = (sy * 64 + count / 2) / count;
      meanLuma = (sx * 64 + count / 2) / count;
    }
    for (int r = 0; r < h; r++) {
      for (int k = 0; k < w; k++) {
        long v =
            (meanChroma * 64 + slope * (mean(luma, x + k, y + r) * 64L - meanLuma) + 2048) >> 12;
        out[offset + r * stride + k] = (char) Math.clamp(v, 0, maxSample);
      }
    }
  }

  // The mean of the four luma samples where a chroma sample lies.
  private static int mean(Plane luma, int cx, int cy) {
    int at = luma.at(2 * cx, 2 * cy);
    char[] s = luma.samples;
    return (s[at] + s[at + 1] + s[at + luma.width] + s[at + luma.width + 1] + 2) >> 2;
  }
}
