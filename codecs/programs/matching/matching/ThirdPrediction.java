package matching;

/**
 * Adds to the prediction of a block that moves, single or a pair, what one of the candidates for
 * merging would predict, a quarter of it or an eighth taken away, or what the border of the block
 * tells: a quarter or a half.
 *
 * <p>Multi-hypothesis prediction: M. Winken, C. Bartnik, H. Schwarz, D. Marpe, T. Wiegand,
 * "Multi-hypothesis inter prediction", JVET-J0041, 2018, now a tool of ECM; here the motion is
 * always taken over, so that it costs few bits. The border: combined inter and intra prediction as
 * in VVC (H.266, 8.5.6.7).
 */
final class ThirdPrediction {
  /** Candidates that may be added. */
  static final int MOST = 6;

  private final Picture pic;
  private final InterPredictor predictor;
  private final int max;
  private final IntraPredictor intra;
  private final char[] other = new char[64 * 64];

  ThirdPrediction(Picture pic, InterPredictor predictor) {
    this.pic = pic;
    this.predictor = predictor;
    this.max = pic.g.maxSample;
    this.intra = new IntraPredictor(pic.g, pic.map);
  }

  /** Whether a block may have it. */
  static boolean fits(Block b) {
    return !b.skip && b.lw >= 3 && b.lh >= 3;
  }

  /** Whether the prediction that is added may be that of a plane through the border. */
  static boolean mayBeSpatial(Block b) {
    return b.lw < 6 && b.lh < 6;
  }

  /** Where contexts begin: it is rare. */
  static void begin(long[] contexts) {
    for (int input = 0; input < Element.THIRD.inputs; input++) {
      for (int c = 0; c < 1 << Element.CONTEXT_BITS; c++) {
        long p = c < 2048 ? 65536 / 8 : 65536 / 2;
        contexts[Element.THIRD.slot(input, c)] = p << 24 | p << 8 | 3;
      }
    }
  }

  /** Writes or reads which one, 0 without: one more than twice the candidate, and the weight. */
  static int code(BinaryCoder coder, Block b, int level) {
    Element e = Element.THIRD;
    int how = (b.merge ? 1 : 0) + (b.motion.bi() ? 2 : 0);
    int area = b.lw + b.lh - 5;
    if (coder.bit(b.third > 0 ? 1 : 0, e, how, area * 4 + how, level * 4 + how) == 0) {
      return 0;
    }
    int want = Math.max(0, b.third - 1);
    int spatial =
        mayBeSpatial(b)
            ? coder.bit(want >> 1 == MOST ? 1 : 0, e, 8 + how, 160 + area * 4 + how, 160 + level)
            : 0;
    int away =
        coder.bit(want & 1, e, 2048 + spatial * 4 + how, 2048 + level * 8 + spatial, 2048 + area);
    if (spatial != 0) {
      return 1 + 2 * MOST + away;
    }
    int k = 0;
    while (k < MOST - 1
        && coder.bit(
                k < want >> 1 ? 1 : 0,
                e,
                2064 + k,
                2112 + (k * 4 + how) * 2 + away,
                2112 + k * 2 + away)
            != 0) {
      k++;
    }
    return 1 + 2 * k + away;
  }

  /** Adds it to all planes of a block in the picture. */
  void apply(Block b) {
    for (int p = 0; p < 3; p++) {
      int s = Geometry.shift(p);
      int x = b.x >> s;
      int y = b.y >> s;
      int w = b.width() >> s;
      int h = b.height() >> s;
      boolean spatial = b.third > 2 * MOST;
      if (spatial) {
        spatial(b, p, other);
      } else if (p == 0) {
        predictor.luma(b.thirdMotion, x, y, w, h, other, 0, w);
      } else {
        predictor.chroma(b.thirdMotion, p, x, y, w, h, other, 0, w);
      }
      Plane plane = pic.planes[p];
      mix(
          plane.samples,
          plane.at(x, y),
          plane.width,
          other,
          w,
          h,
          b.third,
          plane.samples,
          plane.at(x, y),
          plane.width);
    }
  }

  /** The plane through the border of a block. */
  void spatial(Block b, int p, char[] out) {
    int s = Geometry.shift(p);
    intra.prepare(pic.planes[p], p, b.x >> s, b.y >> s, b.lw - s, b.lh - s);
    intra.predict(IntraPredictor.PLANAR, out, 0, b.width() >> s);
  }

  /** Mixes two predictions, as that choice says. */
  void mix(
      char[] a,
      int at,
      int stride,
      char[] second,
      int w,
      int h,
      int third,
      char[] out,
      int outAt,
      int outStride) {
    boolean away = (third & 1) == 0;
    boolean spatial = third > 2 * MOST;
    int less = spatial ? away ? 2 : 1 : 0;
    for (int r = 0; r < h; r++) {
      int i = at + r * stride;
      int o = outAt + r * outStride;
      for (int c = 0; c < w; c++) {
        int u = a[i + c];
        int v = second[r * w + c];
        int m =
            spatial
                ? ((4 - less) * u + less * v + 2) >> 2
                : away ? (9 * u - v + 4) >> 3 : (3 * u + v + 2) >> 2;
        out[o + c] = (char) (m < 0 ? 0 : m > max ? max : m);
      }
    }
  }
}
