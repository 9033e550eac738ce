package intra;

import java.util.Arrays;

/** Finds modes: the promising ones by transformed differences, the best of these by coding them. */
final class ModeSearch {
  private static final int FINALISTS = 2; // tune: 1..8

  private final Geometry geometry;
  private final Plane source;
  private final Picture picture;
  private final BlockSyntax syntax;
  private final Reconstructor reconstructor;
  private final ResidualSearch residual;
  private final CostMeter meter;
  private final Lambda lambda;
  private final Difference difference = new Difference();
  private final char[] prediction = new char[16 * 16];
  private final int[] modes = new int[IntraPredictor.MODES];
  private final long[] costs = new long[IntraPredictor.MODES];
  private final boolean[] tried = new boolean[IntraPredictor.MODES];
  private int count;

  ModeSearch(
      Geometry geometry,
      Plane source,
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

  /** Codes a block in the picture, with one or with four predictions of luma; returns its cost. */
  long search(Block block, boolean parts) {
    block.parts = parts;
    for (int part = 0; part < (parts ? 4 : 1); part++) {
      luma(block, part);
    }
    if (geometry.planes > 1) {
      chroma(block);
    }
    syntax.code(meter, block);
    return residual.error(geometry, block) + lambda.ofBits(meter.take());
  }

  private void luma(Block block, int part) {
    int log2 = block.lumaTransformLog2();
    int x = reconstructor.transformX(0, block, part);
    int y = reconstructor.transformY(0, block, part);
    rank(block, part, x, y, log2);
    long best = Long.MAX_VALUE;
    int bestMode = modes[0];
    for (int i = 0; i < Math.min(FINALISTS, count) && FINALISTS > 1; i++) {
      codeLuma(block, part, x, y, log2, modes[i]);
      syntax.mode(meter, block, part);
      syntax.luma(meter, block, part);
      long cost = residual.error(0, x, y, 1 << log2, 1 << log2) + lambda.ofBits(meter.take());
      if (cost < best) {
        best = cost;
        bestMode = modes[i];
      }
    }
    codeLuma(block, part, x, y, log2, bestMode);
    if (block.parts) {
      picture.map.touch(x, y, 4);
    }
  }

  private void codeLuma(Block block, int part, int x, int y, int log2, int mode) {
    block.modes[part] = mode;
    reconstructor.predictor().prepare(picture.planes[0], 0, x, y, log2);
    reconstructor.predict(0, x, y, mode, 0);
    block.codedLuma[part] = residual.code(0, x, y, log2, block.levels[0], part << (2 * log2));
  }

  // Fills modes, the most promising first: a coarse look around, then closer at the best direction.
  private void rank(Block block, int part, int x, int y, int log2) {
    reconstructor.predictor().prepare(picture.planes[0], 0, x, y, log2);
    count = 0;
    Arrays.fill(tried, false);
    consider(IntraPredictor.PLANAR, block, part, x, y, log2);
    consider(IntraPredictor.DC, block, part, x, y, log2);
    for (int mode = 2; mode < IntraPredictor.MODES; mode += 4) {
      consider(mode, block, part, x, y, log2);
    }
    for (int step = 2; step > 0; step--) {
      int best = 0;
      while (modes[best] <= IntraPredictor.DC) {
        best++;
      }
      int direction = modes[best];
      consider(direction - step, block, part, x, y, log2);
      consider(direction + step, block, part, x, y, log2);
    }
  }

  private void consider(int mode, Block block, int part, int x, int y, int log2) {
    if (mode < 0 || mode >= IntraPredictor.MODES || tried[mode]) {
      return;
    }
    tried[mode] = true;
    int n = 1 << log2;
    reconstructor.predictor().predict(mode, prediction, 0, n);
    long sum =
        difference.transformed(source.samples, source.at(x, y), source.width, prediction, 0, n, n);
    block.modes[part] = mode;
    syntax.mode(meter, block, part);
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

  private void chroma(Block block) {
    long best = Long.MAX_VALUE;
    int bestMode = 0;
    for (int mode = 0; mode < 5; mode++) {
      long error = codeChroma(block, mode);
      meter.unary(Contexts.CHROMA_MODE, 4, 4, mode);
      syntax.chroma(meter, block);
      long cost = error + lambda.ofBits(meter.take());
      if (cost < best) {
        best = cost;
        bestMode = mode;
      }
    }
    codeChroma(block, bestMode);
  }

  private long codeChroma(Block block, int mode) {
    block.chromaMode = mode;
    long error = 0;
    for (int p = 1; p < geometry.planes; p++) {
      int log2 = geometry.transformLog2(p, block.log2);
      for (int t = 0; t < geometry.stacked(p); t++) {
        int x = reconstructor.transformX(p, block, t);
        int y = reconstructor.transformY(p, block, t);
        reconstructor.predictor().prepare(picture.planes[p], p, x, y, log2);
        reconstructor.predict(p, x, y, block.modes[0], mode);
        block.codedChroma[p - 1][t] =
            residual.code(p, x, y, log2, block.levels[p], t << (2 * log2));
        error += residual.error(p, x, y, 1 << log2, 1 << log2);
      }
    }
    return error;
  }
}
