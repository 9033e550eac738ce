package matching;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Finds the best way to code a block by intra prediction: modes by the transformed difference that
 * they leave and what they cost, then those that promise most in full.
 */
final class IntraLeaf {
  private static final int FINALISTS = 3; // tune: 1..6
  private static final int CHROMA_FINALISTS = 3; // tune: 1..6

  private final Picture pic;
  private final BlockMap map;
  private final BlockCost cost;
  private final BinaryCoder coder;
  private final BlockSyntax syntax;
  private final Reconstructor reconstructor;
  private final ResidualSearch residuals;
  private final Effort effort;
  private final boolean inter;
  private final boolean broad;
  private final char[] predicted = new char[64 * 64];
  private final MemorySegment predictedSegment = MemorySegment.ofArray(predicted);
  private final int[] modes = new int[IntraPredictor.MODES];
  private final double[] modeCost = new double[IntraPredictor.MODES];
  private final double[] modeBits = new double[IntraPredictor.MODES];
  private int modeCount;
  private final int[] left = new int[IntraPredictor.MODES];
  private int lastChroma;
  private final double[] rough = new double[IntraPredictor.FROM_LUMA + ChromaFromLuma.WAYS];

  /** Whether the square is searched more thoroughly. */
  boolean deep;

  IntraLeaf(
      Picture pic,
      BlockCost cost,
      Reconstructor reconstructor,
      BlockSyntax syntax,
      ResidualSearch residuals,
      Effort effort) {
    this.pic = pic;
    this.map = pic.map;
    this.cost = cost;
    this.coder = syntax.coder;
    this.syntax = syntax;
    this.reconstructor = reconstructor;
    this.residuals = residuals;
    this.effort = effort;
    this.inter = pic.references.length > 0;
    this.broad = effort.broad && !inter;
  }

  /** Codes a block in the way that was found for it. */
  void same(Trial trial, Block b) {
    code(trial, b.x, b.y, b.lw, b.lh, b.mode, b.fused, b.chromaMode, b.split);
  }

  private double code(
      Trial trial,
      int x,
      int y,
      int lw,
      int lh,
      int mode,
      boolean fused,
      int chromaMode,
      boolean split) {
    Block b = new Block(x, y, lw, lh).leaf();
    b.intra = true;
    b.mode = mode;
    b.fused = fused;
    if (fused) {
      syntax.intraModes.templates.give(b);
    }
    b.split = split;
    residuals.spent = 0;
    for (int t = 0; t < b.count(0); t++) {
      reconstructor.predictIntra(b, 0, t);
      residuals.transform(b, 0, t, pic.qp, cost.lambdaOf(0), true);
      map.fill(
          b.transformX(0, t),
          b.transformY(0, t),
          1 << b.transformLw(0),
          1 << b.transformLh(0),
          true);
    }
    map.fill(x, y, 1 << lw, 1 << lh, false);
    lastChroma = Math.max(0, chromaMode);
    if (residuals.spent * cost.weight > trial.cost * 1.1) {
      return Double.MAX_VALUE;
    }
    int bestMode = chromaMode;
    if (chromaMode < 0) {
      double best = Double.MAX_VALUE;
      roughChroma(b);
      for (int n = 0; n < (broad ? rough.length : CHROMA_FINALISTS); n++) {
        int k = 0;
        for (int i = 1; i < rough.length; i++) {
          k = rough[i] < rough[k] ? i : k;
        }
        rough[k] = Double.MAX_VALUE;
        double c = chroma(b, k);
        if (c < best) {
          best = c;
          bestMode = k;
        }
      }
    }
    chroma(b, bestMode);
    lastChroma = bestMode;
    return cost.finish(b, trial);
  }

  // What each mode leaves of chroma before anything is coded.
  private void roughChroma(Block b) {
    for (int k = 0; k < rough.length; k++) {
      b.chromaMode = k;
      rough[k] = 0;
      for (int p = 1; p < 3; p++) {
        reconstructor.predictIntra(b, p, 0);
        rough[k] += cost.weighed(p, b.x >> 1, b.y >> 1, b.width() >> 1, b.height() >> 1);
      }
    }
  }

  private double chroma(Block b, int k) {
    b.chromaMode = k;
    double d = 0;
    for (int p = 1; p < 3; p++) {
      reconstructor.predictIntra(b, p, 0);
      residuals.transform(b, p, 0, pic.qp, cost.lambdaOf(p), false);
      d += cost.weighed(p, b.x >> 1, b.y >> 1, b.width() >> 1, b.height() >> 1);
    }
    coder.bits();
    for (int p = 1; p < 3; p++) {
      syntax.transform(b, p, 0);
    }
    syntax.intraModes.chromaMode(b);
    return cost.weight * d + cost.lambda * coder.bits();
  }

  /**
   * Tries the modes that promise most.
   *
   * @param interDifference what motion leaves of the block, transformed, if there is any
   */
  void search(Trial trial, int x, int y, int lw, int lh, double interDifference) {
    int w = 1 << lw;
    int h = 1 << lh;
    modeCount = 0;
    reconstructor.intra.prepare(pic.planes[0], 0, x, y, lw, lh);
    Arrays.fill(left, -1);
    if (inter) {
      int few = leftOf(IntraPredictor.PLANAR, x, y, w, h);
      few = Math.min(few, leftOf(IntraPredictor.DC, x, y, w, h));
      for (int m = 2; m < IntraPredictor.MODES; m += 4) {
        few = Math.min(few, leftOf(m, x, y, w, h));
      }
      if (few > (deep ? 2 : 1.6) * interDifference) {
        // Whatever the modes cost.
        return;
      }
    }
    syntax.intraModes.costs(x, y, lw, lh, modeBits);
    tryMode(IntraPredictor.PLANAR, x, y, w, h);
    tryMode(IntraPredictor.DC, x, y, w, h);
    for (int m = 2; m < IntraPredictor.MODES; m += 4) {
      tryMode(m, x, y, w, h);
    }
    if (inter && modeCost[0] > (deep ? 2 : 1.6) * interDifference) {
      return;
    }
    for (int step = 2; step > 0; step--) {
      int a = modes[0];
      int b = modes[1];
      int c = modes[2];
      for (int m = 2 + (step & 1); m < IntraPredictor.MODES; m += step == 2 ? 4 : 2) {
        int at = step == 2 ? m + 2 : m;
        if (at < IntraPredictor.MODES
            && (beside(at, a, step) || beside(at, b, step) || beside(at, c, step))) {
          tryMode(at, x, y, w, h);
        }
      }
    }
    if (inter && modeCost[0] > (deep ? 1.5 : 1.25) * interDifference) {
      return;
    }
    int finalists = inter ? (deep ? 2 : 1) : broad ? effort.finalists : FINALISTS + (deep ? 1 : 0);
    double best = Double.MAX_VALUE;
    int bestMode = modes[0];
    int bestChroma = -1;
    boolean bestFused = false;
    double fusedCost = x > 0 || y > 0 ? fusedCost(x, y, lw, lh) : Double.MAX_VALUE;
    if (fusedCost < modeCost[finalists - 1] * 1.02) {
      best = code(trial, x, y, lw, lh, 0, true, -1, false);
      if (best < Double.MAX_VALUE) {
        bestFused = true;
        bestChroma = lastChroma;
      }
      finalists = fusedCost < modeCost[0] ? finalists - 1 : finalists;
    }
    boolean beside = false;
    for (int k = 0; k < finalists; k++) {
      double found = code(trial, x, y, lw, lh, modes[k], false, bestChroma, false);
      if (found < best) {
        best = found;
        bestMode = modes[k];
        bestFused = false;
        beside = bestChroma >= 0;
      }
      bestChroma = found < Double.MAX_VALUE ? lastChroma : bestChroma;
    }
    if (broad && beside) {
      // Chroma's modes were tried beside another mode of luma.
      code(trial, x, y, lw, lh, bestMode, bestFused, -1, false);
      bestChroma = lastChroma;
    }
    if (lw == lh && lw >= 3 && (!inter || best < trial.cost * 1.1)) {
      code(trial, x, y, lw, lh, bestMode, bestFused, Math.max(0, bestChroma), true);
    }
  }

  // What the modes of the template leave; writes into the picture where the block lies.
  private double fusedCost(int x, int y, int lw, int lh) {
    Block b = new Block(x, y, lw, lh);
    b.intra = true;
    b.fused = true;
    syntax.intraModes.templates.give(b);
    reconstructor.predictIntra(b, 0, 0);
    return cost.misfit(x, y, 1 << lw, 1 << lh) + cost.lambdaAbsolute * syntax.intraModes.fusedCost;
  }

  private static boolean beside(int mode, int direction, int step) {
    return direction > 1 && Math.abs(mode - direction) == step;
  }

  // What a mode leaves of the block that the intra predictor is prepared for.
  private int leftOf(int m, int x, int y, int w, int h) {
    if (left[m] < 0) {
      reconstructor.intra.predict(m, predicted, 0, w);
      left[m] = cost.misfit(predicted, predictedSegment, x, y, w, h);
    }
    return left[m];
  }

  private void tryMode(int m, int x, int y, int w, int h) {
    double c = leftOf(m, x, y, w, h) + cost.lambdaAbsolute * modeBits[m];
    int at = modeCount++;
    while (at > 0 && modeCost[at - 1] > c) {
      modeCost[at] = modeCost[at - 1];
      modes[at] = modes[at - 1];
      at--;
    }
    modeCost[at] = c;
    modes[at] = m;
  }
}
