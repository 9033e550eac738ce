package motion;

import java.util.Arrays;

/** The syntax of blocks: how a block is split and predicted, then its coefficients. */
final class BlockSyntax {
  private final Geometry geometry;
  private final Picture picture;
  private final BlockMap map;
  private final MotionPredictor predictor;
  private final ResidualSyntax residual = new ResidualSyntax();
  private final int[] probable = new int[3];

  BlockSyntax(Geometry geometry, Picture picture) {
    this.geometry = geometry;
    this.picture = picture;
    this.map = picture.map;
    this.predictor = new MotionPredictor(map);
  }

  MotionPredictor predictor() {
    return predictor;
  }

  /** Whether a block reaches over the picture's edge: then it is split, and nothing is coded. */
  boolean mustSplit(int x, int y, int log2) {
    return x + (1 << log2) > geometry.width || y + (1 << log2) > geometry.height;
  }

  /** Codes whether a block is split. */
  boolean split(BinaryCoder coder, int x, int y, int log2, boolean split) {
    if (mustSplit(x, y, log2)) {
      return true;
    }
    if (log2 == Geometry.SMALLEST) {
      return false;
    }
    int left = map.find(x - 1, y);
    int above = map.find(x, y - 1);
    int deeper =
        (left >= 0 && map.log2[left] < log2 ? 1 : 0)
            + (above >= 0 && map.log2[above] < log2 ? 1 : 0);
    return coder.flag(Contexts.SPLIT + deeper, split);
  }

  /** Codes all of a leaf. */
  void code(BinaryCoder coder, Block block) {
    if (picture.reference == null) {
      block.intra = true;
    } else {
      predictor.predict(block);
      block.skip = coder.flag(Contexts.SKIP + skippedNeighbours(block), block.skip);
      coder.spentOn(Spending.MODES);
      if (block.skip) {
        block.vectorX = predictor.x;
        block.vectorY = predictor.y;
        return;
      }
      block.intra = coder.flag(Contexts.INTRA + block.log2 - Geometry.SMALLEST, block.intra);
      coder.spentOn(Spending.MODES);
    }
    if (block.intra) {
      intraModes(coder, block);
      coder.spentOn(Spending.INTRA);
    } else {
      int px = predictor.x;
      int py = predictor.y;
      block.vectorX = (short) (px + difference(coder, Contexts.VECTOR, block.vectorX - px));
      block.vectorY = (short) (py + difference(coder, Contexts.VECTOR + 10, block.vectorY - py));
      coder.spentOn(Spending.MOTION);
    }
    luma(coder, block);
    coder.spentOn(Spending.LUMA);
    chroma(coder, block);
    coder.spentOn(Spending.CHROMA);
  }

  private int skippedNeighbours(Block block) {
    int left = map.find(block.x - 1, block.y);
    int above = map.find(block.x, block.y - 1);
    return (left >= 0 && map.kind[left] == BlockMap.SKIPPED ? 1 : 0)
        + (above >= 0 && map.kind[above] == BlockMap.SKIPPED ? 1 : 0);
  }

  private static int difference(BinaryCoder coder, int context, int value) {
    if (!coder.flag(context, value != 0)) {
      return 0;
    }
    int size = 1 + coder.expGolomb(context + 1, 9, 0, Math.abs(value) - 1);
    return coder.bits(1, value < 0 ? 1 : 0) != 0 ? -size : size;
  }

  private void intraModes(BinaryCoder coder, Block block) {
    if (block.log2 == Geometry.SMALLEST) {
      block.parts = coder.flag(Contexts.PARTS, block.parts);
    }
    for (int part = 0; part < (block.parts ? 4 : 1); part++) {
      intraMode(coder, block, part);
    }
    if (geometry.planes > 1) {
      block.chromaMode = coder.unary(Contexts.CHROMA_MODE, 4, 4, block.chromaMode);
    }
  }

  /** Codes one mode of luma. */
  void intraMode(BinaryCoder coder, Block block, int part) {
    int size = 1 << block.lumaTransformLog2();
    int x = block.x + (part & 1) * size;
    int y = block.y + (part >> 1) * size;
    int left = (part & 1) != 0 ? block.intraModes[part - 1] : modeAt(x - 1, y);
    int above = part > 1 ? block.intraModes[part - 2] : modeAt(x, y - 1);
    block.intraModes[part] = intraMode(coder, left, above, block.intraModes[part]);
  }

  private int modeAt(int x, int y) {
    int at = map.find(x, y);
    return at >= 0 ? map.intraMode[at] : IntraPredictor.DC;
  }

  private int intraMode(BinaryCoder coder, int left, int above, int mode) {
    setProbable(left, above);
    int index = -1;
    for (int i = 0; i < 3; i++) {
      index = probable[i] == mode ? i : index;
    }
    if (coder.flag(Contexts.PROBABLE_MODE, index >= 0)) {
      return probable[coder.unary(Contexts.PROBABLE_INDEX, 2, 2, Math.max(0, index))];
    }
    // The rest are numbered without the probable ones: 32, so five bits.
    Arrays.sort(probable);
    int rest = mode;
    for (int i = 2; i >= 0; i--) {
      rest -= rest > probable[i] ? 1 : 0;
    }
    rest = coder.bits(5, rest);
    for (int i = 0; i < 3; i++) {
      rest += rest >= probable[i] ? 1 : 0;
    }
    return rest;
  }

  private void setProbable(int left, int above) {
    if (left == above && left > IntraPredictor.DC) {
      probable[0] = left;
      probable[1] = 2 + (left + 29) % 32;
      probable[2] = 2 + (left - 1) % 32;
    } else if (left == above) {
      probable[0] = IntraPredictor.PLANAR;
      probable[1] = IntraPredictor.DC;
      probable[2] = IntraPredictor.VERTICAL;
    } else {
      probable[0] = left;
      probable[1] = above;
      boolean planar = left == IntraPredictor.PLANAR || above == IntraPredictor.PLANAR;
      boolean dc = left == IntraPredictor.DC || above == IntraPredictor.DC;
      probable[2] =
          !planar ? IntraPredictor.PLANAR : !dc ? IntraPredictor.DC : IntraPredictor.VERTICAL;
    }
  }

  private void luma(BinaryCoder coder, Block block) {
    for (int part = 0; part < (block.parts ? 4 : 1); part++) {
      luma(coder, block, part);
    }
  }

  /** Codes the coefficients of one transform of luma. */
  void luma(BinaryCoder coder, Block block, int part) {
    int log2 = block.lumaTransformLog2();
    int context = Contexts.CODED_LUMA + (!block.intra ? 0 : block.parts ? 2 : 1);
    block.codedLuma[part] = coder.flag(context, block.codedLuma[part]);
    if (block.codedLuma[part]) {
      residual.code(coder, block.levels[0], part << (2 * log2), log2, true);
    }
  }

  /** Codes the coefficients of chroma. */
  void chroma(BinaryCoder coder, Block block) {
    for (int p = 1; p < geometry.planes; p++) {
      int log2 = geometry.transformLog2(p, block.log2);
      boolean[] coded = block.codedChroma[p - 1];
      for (int t = 0; t < geometry.stacked(p); t++) {
        // V is likelier to be coded where U is.
        int context = Contexts.CODED_CHROMA + (p == 1 ? 0 : block.codedChroma[0][t] ? 2 : 1);
        coded[t] = coder.flag(context, coded[t]);
        if (coded[t]) {
          residual.code(coder, block.levels[p], t << (2 * log2), log2, false);
        }
      }
    }
  }
}
