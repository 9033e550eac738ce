package subpel;

import java.util.Arrays;

/** The syntax of blocks: how a block is split, predicted and transformed, then its coefficients. */
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
    this.predictor = new MotionPredictor(picture);
  }

  /**
   * Whether a block must be split because it reaches over the picture's edge: then nothing is
   * coded.
   */
  boolean mustSplit(int x, int y, int log2) {
    return x + (1 << log2) > geometry.width || y + (1 << log2) > geometry.height;
  }

  boolean split(BinaryCoder coder, int x, int y, int log2, boolean split) {
    if (mustSplit(x, y, log2)) {
      return true;
    }
    return log2 > Geometry.SMALLEST && coder.flag(splitContext(x, y, log2), split);
  }

  private int splitContext(int x, int y, int log2) {
    int left = map.find(x - 1, y);
    int above = map.find(x, y - 1);
    int deeper =
        (left >= 0 && map.log2[left] < log2 ? 1 : 0)
            + (above >= 0 && map.log2[above] < log2 ? 1 : 0);
    return Contexts.SPLIT + 3 * (log2 - Geometry.SMALLEST) + deeper;
  }

  /** Codes all of a leaf. */
  void code(BinaryCoder coder, Block block) {
    if (picture.references.length > 0) {
      block.skip = coder.flag(skipContext(block), block.skip);
      if (block.skip) {
        block.merge = true;
        mergeIndex(coder, block);
        coder.spentOn(Spending.MODES);
        return;
      }
      block.intra = coder.flag(Contexts.INTRA + block.log2 - Geometry.SMALLEST, block.intra);
      coder.spentOn(Spending.MODES);
    } else {
      block.intra = true;
    }
    if (block.intra) {
      intraModes(coder, block);
      coder.spentOn(Spending.INTRA);
    } else {
      block.merge = coder.flag(Contexts.MERGE, block.merge);
      if (block.merge) {
        mergeIndex(coder, block);
        coder.spentOn(Spending.MODES);
      } else {
        motion(coder, block);
        coder.spentOn(Spending.MOTION);
        boolean coded = coder.flag(Contexts.CODED, block.anyCoded());
        coder.spentOn(Spending.MODES);
        if (!coded) {
          return;
        }
      }
      block.quartered =
          coder.flag(Contexts.TRANSFORM_SPLIT + block.log2 - Geometry.SMALLEST, block.quartered);
      coder.spentOn(Spending.SPLIT);
    }
    luma(coder, block);
    coder.spentOn(Spending.LUMA);
    chroma(coder, block);
    coder.spentOn(Spending.CHROMA);
  }

  private int skipContext(Block block) {
    int left = map.find(block.x - 1, block.y);
    int above = map.find(block.x, block.y - 1);
    return Contexts.SKIP
        + (left >= 0 && map.kind[left] == BlockMap.SKIPPED ? 1 : 0)
        + (above >= 0 && map.kind[above] == BlockMap.SKIPPED ? 1 : 0);
  }

  private void mergeIndex(BinaryCoder coder, Block block) {
    int last = MotionPredictor.CANDIDATES - 1;
    int context = Contexts.MERGE_INDEX + (block.skip ? 0 : last);
    block.mergeIndex = coder.unary(context, last, last, block.mergeIndex);
    if (coder.reads()) {
      block.motion.copyFrom(predictor.merges(block.x, block.y, 1 << block.log2)[block.mergeIndex]);
    }
  }

  private void motion(BinaryCoder coder, Block block) {
    Motion motion = block.motion;
    int references = picture.references.length;
    boolean two = coder.flag(Contexts.BIPREDICTION + block.log2 - Geometry.SMALLEST, motion.two());
    for (int h = 0; h < (two ? 2 : 1); h++) {
      int reference =
          coder.unary(
              Contexts.REFERENCE + 3 * h, 3, references - 1, Math.max(0, motion.reference[h]));
      predictor.predict(block.x, block.y, 1 << block.log2, reference);
      int choice = coder.bit(Contexts.PREDICTOR, block.predictor[h]);
      int px = predictor.predictedX[choice];
      int py = predictor.predictedY[choice];
      int x = px + difference(coder, Contexts.VECTOR, motion.x[h] - px);
      int y = py + difference(coder, Contexts.VECTOR + 12, motion.y[h] - py);
      if (coder.reads()) {
        block.predictor[h] = choice;
        motion.set(h, reference, (short) x, (short) y);
      }
    }
    if (coder.reads() && !two) {
      motion.set(1, Motion.NONE, 0, 0);
    }
  }

  /** What a vector would cost beside that prediction, without its reference. */
  static int differenceCost(CostMeter meter, int dx, int dy) {
    difference(meter, Contexts.VECTOR, dx);
    difference(meter, Contexts.VECTOR + 12, dy);
    return meter.take();
  }

  private static int difference(BinaryCoder coder, int context, int value) {
    if (!coder.flag(context, value != 0)) {
      return 0;
    }
    int size = 1 + coder.expGolomb(context + 1, 11, 0, Math.abs(value) - 1);
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
    for (int t = 0; t < (block.transformSplit() ? 4 : 1); t++) {
      luma(coder, block, t);
    }
  }

  /** Codes the coefficients of one transform of luma. */
  void luma(BinaryCoder coder, Block block, int transform) {
    int log2 = block.lumaTransformLog2();
    block.codedLuma[transform] = coder.flag(lumaContext(block), block.codedLuma[transform]);
    if (block.codedLuma[transform]) {
      residual.code(coder, block.levels[0], transform << (2 * log2), log2, true);
    }
  }

  /** The context of a luma transform's flag. */
  static int lumaContext(Block block) {
    return Contexts.CODED_LUMA + (block.transformSplit() ? 1 : 0) + (block.intra ? 2 : 0);
  }

  /** Codes the coefficients of chroma. */
  void chroma(BinaryCoder coder, Block block) {
    for (int p = 1; p < geometry.planes; p++) {
      int log2 = geometry.transformLog2(p, block.log2);
      boolean[] coded = block.codedChroma[p - 1];
      for (int t = 0; t < geometry.stacked(p); t++) {
        coded[t] = coder.flag(chromaContext(block, p, t), coded[t]);
        if (coded[t]) {
          residual.code(coder, block.levels[p], t << (2 * log2), log2, false);
        }
      }
    }
  }

  /** The context of a chroma transform's flag: V depends on U. */
  static int chromaContext(Block block, int plane, int transform) {
    return Contexts.CODED_CHROMA + (plane == 1 ? 0 : block.codedChroma[0][transform] ? 2 : 1);
  }

  MotionPredictor predictor() {
    return predictor;
  }
}
