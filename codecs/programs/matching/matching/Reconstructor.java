package matching;

/** Makes a block's samples from what was sent: the same steps in encoder and decoder. */
final class Reconstructor {
  private final Picture pic;
  private final BlockMap map;
  final IntraPredictor intra;
  final InterPredictor inter;
  final Transform transform;
  private final ChromaFromLuma fromLuma;
  private final char[] other = new char[32 * 32];
  private final int[] chromaOffset;
  private final int max;
  private final int[] coefficients = new int[32 * 32];
  private final int[] delta = new int[32 * 32];

  Reconstructor(Picture pic, int[] chromaOffset) {
    this.pic = pic;
    this.map = pic.map;
    this.intra = new IntraPredictor(pic.g, map);
    this.inter = new InterPredictor(pic);
    this.fromLuma = new ChromaFromLuma(pic.g, map);
    this.transform = new Transform(pic.g);
    this.chromaOffset = chromaOffset;
    this.max = pic.g.maxSample;
  }

  Quantiser quantiser(int qp, int p) {
    return Quantiser.of(p == 0 ? qp : qp - chromaOffset[p - 1], pic.references.length > 0);
  }

  /** Predicts a block that moves. */
  void begin(Block b) {
    if (!b.intra) {
      inter.block(b);
    }
  }

  /** Predicts a transform, before its levels are read. */
  void predict(Block b, int p, int t) {
    if (b.intra) {
      predictIntra(b, p, t);
    }
    border(b, p, t);
  }

  /** Notes what is missing along the border of a transform that is predicted. */
  void border(Block b, int p, int t) {
    b.border[p][t] =
        SignSyntax.border(
            pic.planes[p],
            b.transformX(p, t),
            b.transformY(p, t),
            b.transformLw(p),
            b.transformLh(p));
  }

  /** Adds what was read of a transform. */
  void end(Block b, int p, int t) {
    if (b.coded[p][t]) {
      add(b, p, t, pic.qp);
    }
    if (b.intra && p == 0) {
      map.fill(
          b.transformX(0, t),
          b.transformY(0, t),
          1 << b.transformLw(0),
          1 << b.transformLh(0),
          true);
    }
    if (t == b.count(p) - 1) {
      map.fill(b.x, b.y, b.width(), b.height(), false);
    }
  }

  void predictIntra(Block b, int p, int t) {
    int lw = b.transformLw(p);
    int lh = b.transformLh(p);
    int x = b.transformX(p, t);
    int y = b.transformY(p, t);
    Plane to = pic.planes[p];
    if (p > 0 && b.chromaMode >= IntraPredictor.FROM_LUMA) {
      int way = b.chromaMode - IntraPredictor.FROM_LUMA;
      int at = to.at(x, y);
      fromLuma.predict(way, pic.planes[0], to, x, y, 1 << lw, 1 << lh, to.samples, at, to.width);
      return;
    }
    intra.prepare(to, p, x, y, lw, lh);
    int mode = p == 0 ? b.mode : IntraPredictor.chromaMode(b.chromaMode, b.mode);
    if (p == 0 && b.fused) {
      fused(b, to, x, y, 1 << lw, 1 << lh);
      return;
    }
    intra.predict(mode, to.samples, to.at(x, y), to.width);
  }

  // Both modes of a block, weighed.
  private void fused(Block b, Plane to, int x, int y, int w, int h) {
    intra.predict(b.mode, to.samples, to.at(x, y), to.width);
    if (b.weight == 64) {
      return;
    }
    intra.predict(b.second, other, 0, w);
    for (int r = 0; r < h; r++) {
      int at = to.at(x, y + r);
      for (int c = 0; c < w; c++) {
        int v = to.samples[at + c] * b.weight + other[r * w + c] * (64 - b.weight) + 32;
        to.samples[at + c] = (char) (v >> 6);
      }
    }
  }

  /** Adds the residual of a transform to the prediction. */
  void add(Block b, int p, int t, int qp) {
    int lw = b.transformLw(p);
    int lh = b.transformLh(p);
    int w = 1 << lw;
    int h = 1 << lh;
    int[] levels = b.levels[p];
    int offset = b.offset(p, t);
    Quantiser q = quantiser(qp, p);
    Scan scan = Scan.of(lw, lh);
    int width = 0;
    int height = 0;
    int state = 0;
    boolean begun = false;
    for (int i = scan.length - 1; i >= 0; i--) {
      int raster = scan.raster[i];
      int level = levels[offset + raster];
      begun |= level != 0;
      coefficients[raster] = q.coefficient(level, state);
      if (begun) {
        state = Quantiser.next(state, level);
      }
      if (level != 0) {
        width = Math.max(width, (raster & (w - 1)) + 1);
        height = Math.max(height, (raster >> lw) + 1);
      }
    }
    int kind = p == 0 ? b.kind[t] : 0;
    if (kind == Transform.DIRECTIONAL) {
      DirectionalTransform again = DirectionalTransform.of(b.mode, lw, lh);
      again.inverse(coefficients, lw, delta);
      width = Math.max(width, 1 << again.lw);
      height = Math.max(height, 1 << again.lh);
    }
    transform.inverse(coefficients, delta, lw, lh, width, height, kind);
    Plane to = pic.planes[p];
    int x = b.transformX(p, t);
    int y = b.transformY(p, t);
    for (int r = 0; r < h; r++) {
      int at = to.at(x, y + r);
      for (int c = 0; c < w; c++) {
        int v = to.samples[at + c] + delta[r * w + c];
        to.samples[at + c] = (char) (v < 0 ? 0 : v > max ? max : v);
      }
    }
  }
}
