package subpel;

/** Finds intra modes: the promising ones by transformed differences, the best of these by coding them. */
final class IntraSearch {
  private static final int FINALISTS = 3; // tune: 1..8

  private final Geometry geometry;
  private final Plane[] source;
  private final Picture picture;
  private final BlockSyntax syntax;
  private final Reconstructor reconstructor;
  private final ResidualSearch residual;
  private final CostMeter meter;
  private final Lambda lambda;
  private final Difference difference = new Difference();
  private final char[] prediction = new char[32 * 32];
  private final int[] modes = new int[IntraPredictor.MODES];
  private final long[] costs = new long[IntraPredictor.MODES];
  private final boolean[] tried = new boolean[IntraPredictor.MODES];
  private int count;

  IntraSearch(
      Geometry geometry,
      Plane[] source,
      Picture picture,
      BlockSyntax syntax,
      Reconstructor reconstructor,
      ResidualSearch residual,
      CostMeter meter,
      Lambda lambda) {
    this.geometry = geometry;
    this.source = source;
    this.picture = picture;
    this.syntax = syntax;
    this.reconstructor = reconstructor;
    this.residual = residual;
    this.meter = meter;
    this.lambda = lambda;
  }

  /** Codes a block as intra, with one or with four predictions of luma; returns its cost. */
  long search(Block block, boolean parts) {
    block.intra = true;
    block.parts = parts;
    long error = 0;
    for (int part = 0; part < (parts ? 4 : 1); part++) {
      error += luma(block, part);
    }
    if (geometry.planes > 1) {
      error += chroma(block);
    }
    syntax.code(meter, block);
    return error + lambda.ofBits(meter.take());
  }

  /** Whether some mode's transformed difference with its rate stays below the limit. */
  boolean promises(int x, int y, int log2, long limit) {
    Block block = new Block(x, y, log2);
    rank(block, 0, x, y, log2);
    return costs[0] < limit;
  }

  private long luma(Block block, int part) {
    int log2 = block.lumaTransformLog2();
    int x = reconstructor.transformX(0, block, part);
    int y = reconstructor.transformY(0, block, part);
    rank(block, part, x, y, log2);
    long best = Long.MAX_VALUE;
    int bestMode = -1;
    int last = -1;
    for (int i = 0; i < Math.min(FINALISTS, count); i++) {
      last = modes[i];
      long error = codeLuma(block, part, x, y, log2, last);
      long cost = error + lambda.ofBits(rate(block, part, log2));
      if (cost < best) {
        best = cost;
        bestMode = last;
      }
    }
    long error = bestMode == last ? residual.error(0, x, y, 1 << log2, 1 << log2) : codeLuma(block, part, x, y, log2, bestMode);
    if (block.parts) {
      picture.map.touch(x, y, 4);
    }
    return error;
  }

  private long codeLuma(Block block, int part, int x, int y, int log2, int mode) {
    block.intraModes[part] = mode;
    reconstructor.intra().prepare(picture.planes[0], 0, x, y, log2);
    reconstructor.predictIntra(0, x, y, mode, 0);
    int context = Contexts.CODED_LUMA + 2 + (block.parts ? 1 : 0);
    block.codedLuma[part] = residual.code(0, x, y, log2, block.levels[0], part << (2 * log2), context);
    return residual.error(0, x, y, 1 << log2, 1 << log2);
  }

  // The bits of one transform and its mode.
  private int rate(Block block, int part, int log2) {
    syntax.intraMode(meter, block, part);
    int context = Contexts.CODED_LUMA + 2 + (block.parts ? 1 : 0);
    if (meter.flag(context, block.codedLuma[part])) {
      syntax.residual().code(meter, block.levels[0], part << (2 * log2), log2, true);
    }
    return meter.take();
  }

  // Fills modes, the most promising first.
  private void rank(Block block, int part, int x, int y, int log2) {
    reconstructor.intra().prepare(picture.planes[0], 0, x, y, log2);
    count = 0;
    java.util.Arrays.fill(tried, false);
    consider(IntraPredictor.PLANAR, block, part, x, y, log2);
    consider(IntraPredictor.DC, block, part, x, y, log2);
    for (int mode = 2; mode < IntraPredictor.MODES; mode += 4) {
      consider(mode, block, part, x, y, log2);
    }
    for (int step = 2; step > 0; step--) {
      int best = modes[0] > IntraPredictor.DC ? modes[0] : modes[1] > IntraPredictor.DC ? modes[1] : modes[2];
      consider(best - step, block, part, x, y, log2);
      consider(best + step, block, part, x, y, log2);
    }
  }

  private void consider(int mode, Block block, int part, int x, int y, int log2) {
    if (mode < 0 || mode >= IntraPredictor.MODES || tried[mode]) {
      return;
    }
    tried[mode] = true;
    int n = 1 << log2;
    reconstructor.intra().predict(mode, prediction, 0, n);
    Plane from = source[0];
    long sum = difference.transformed(from.samples, from.at(x, y), from.stride, prediction, 0, n, n);
    block.intraModes[part] = mode;
    syntax.intraMode(meter, block, part);
    long cost = (sum << 8) + lambda.ofBitsBesideDifference(meter.take());
    int at = count++;
    while (at > 0 && costs[at - 1] > cost) {
      costs[at] = costs[at - 1];
      modes[at] = modes[at - 1];
      at--;
    }
    costs[at] = cost;
    modes[at] = mode;
  }

  private long chroma(Block block) {
    long best = Long.MAX_VALUE;
    int bestMode = 0;
    int last = 0;
    for (int code = 0; code < 5; code++) {
      last = code;
      long cost = codeChroma(block, code) + lambda.ofBits(chromaRate(block));
      if (cost < best) {
        best = cost;
        bestMode = code;
      }
    }
    return bestMode == last ? chromaError(block) : codeChroma(block, bestMode);
  }

  private int chromaRate(Block block) {
    meter.unary(Contexts.CHROMA_MODE, 4, 4, block.chromaMode);
    syntax.chroma(meter, block);
    return meter.take();
  }

  private long codeChroma(Block block, int code) {
    block.chromaMode = code;
    for (int p = 1; p < geometry.planes; p++) {
      int log2 = geometry.transformLog2(p, block.log2);
      for (int t = 0; t < geometry.stacked(p); t++) {
        int x = reconstructor.transformX(p, block, t);
        int y = reconstructor.transformY(p, block, t);
        reconstructor.intra().prepare(picture.planes[p], p, x, y, log2);
        reconstructor.predictIntra(p, x, y, block.intraModes[0], code);
        block.codedChroma[p - 1][t] =
            residual.code(
                p, x, y, log2, block.levels[p], t << (2 * log2), BlockSyntax.chromaContext(block, p, t));
      }
    }
    return chromaError(block);
  }

  private long chromaError(Block block) {
    long error = 0;
    for (int p = 1; p < geometry.planes; p++) {
      error +=
          residual.error(
              p,
              block.x >> geometry.shiftX,
              block.y >> geometry.shiftY,
              (1 << block.log2) >> geometry.shiftX,
              (1 << block.log2) >> geometry.shiftY);
    }
    return error;
  }
}
