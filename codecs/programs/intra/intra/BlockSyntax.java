package intra;

import java.util.Arrays;

/** The syntax of blocks: how a block is split and predicted, then its coefficients. */
final class BlockSyntax {
  private final Geometry geometry;
  private final BlockMap map;
  private final ResidualSyntax residual = new ResidualSyntax();
  private final int[] probable = new int[3];

  BlockSyntax(Geometry geometry, BlockMap map) {
    this.geometry = geometry;
    this.map = map;
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
    modes(coder, block);
    coder.spentOn(Spending.MODES);
    luma(coder, block);
    coder.spentOn(Spending.LUMA);
    chroma(coder, block);
    coder.spentOn(Spending.CHROMA);
  }

  private void modes(BinaryCoder coder, Block block) {
    if (block.log2 == Geometry.SMALLEST) {
      block.parts = coder.flag(Contexts.PARTS, block.parts);
    }
    for (int part = 0; part < (block.parts ? 4 : 1); part++) {
      mode(coder, block, part);
    }
    if (geometry.planes > 1) {
      block.chromaMode = coder.unary(Contexts.CHROMA_MODE, 4, 4, block.chromaMode);
    }
  }

  /** Codes one mode of luma. */
  void mode(BinaryCoder coder, Block block, int part) {
    int size = 1 << block.lumaTransformLog2();
    int x = block.x + (part & 1) * size;
    int y = block.y + (part >> 1) * size;
    int left = (part & 1) != 0 ? block.modes[part - 1] : modeAt(x - 1, y);
    int above = part > 1 ? block.modes[part - 2] : modeAt(x, y - 1);
    block.modes[part] = mode(coder, left, above, block.modes[part]);
  }

  private int modeAt(int x, int y) {
    int at = map.find(x, y);
    return at >= 0 ? map.mode[at] : IntraPredictor.DC;
  }

  private int mode(BinaryCoder coder, int left, int above, int mode) {
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
    int context = Contexts.CODED_LUMA + (block.parts ? 1 : 0);
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
