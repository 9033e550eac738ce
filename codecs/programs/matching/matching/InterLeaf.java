package matching;

import java.lang.foreign.MemorySegment;

/**
 * Finds the best way to code a block by motion, taken over or its own. What looks promising by its
 * transformed difference is coded in full, with the rates of the adaptive contexts.
 */
final class InterLeaf {
  /** The answer where a skipped block is so near the source that nothing else is worth a try. */
  static final double ENOUGH = -1;

  private static final int MERGE_FINALISTS = 4; // tune: 1..6
  private static final int DEEP_FINALISTS = 6; // tune: 4..8

  private final Picture pic;
  private final BlockCost cost;
  private final BlockSyntax syntax;
  private final Reconstructor reconstructor;
  private final ResidualSearch residuals;
  private final InterSearch motions;
  private final AffineSearch affines;
  private final Effort effort;
  private final char[] predicted = new char[64 * 64];
  private final char[] mixed = new char[64 * 64];
  private final MemorySegment mixedSegment = MemorySegment.ofArray(mixed);
  private final Motion[] list = new Motion[MotionCandidates.MERGES];
  private final double[] order = new double[MotionCandidates.MERGES];
  private boolean thorough;
  private boolean ample;
  private boolean deep;

  // What the next block has beside its motion.
  private boolean overlapping;
  private boolean lighting;
  private Affine affine;
  private int affineIndex;
  private MotionField field;
  private int third;
  private int mostMisfit = Integer.MAX_VALUE;

  // Whether the prediction of the last block, skipped then, is the one that is wanted.
  private boolean stands;

  private int stood;

  InterLeaf(
      Picture pic,
      Plane source,
      BlockCost cost,
      Reconstructor reconstructor,
      BlockSyntax syntax,
      ResidualSearch residuals,
      Effort effort) {
    this.pic = pic;
    this.cost = cost;
    this.syntax = syntax;
    this.reconstructor = reconstructor;
    this.residuals = residuals;
    this.effort = effort;
    this.motions =
        new InterSearch(pic, source, reconstructor.inter, syntax.candidates, cost.lambdaAbsolute);
    this.affines =
        new AffineSearch(
            source,
            reconstructor.inter,
            syntax.affines,
            motions,
            cost.lambdaAbsolute,
            pic.g.depthShift == 0 && PackedDifference.USABLE);
    for (int i = 0; i < list.length; i++) {
      list[i] = new Motion();
    }
  }

  /** Begins another square of 64. */
  void begin(boolean newThorough, boolean newAmple, boolean newDeep) {
    thorough = newThorough;
    ample = newAmple;
    deep = newDeep;
    motions.wide = newDeep;
  }

  /** Begins with another block, whose errors count as its cost says. */
  void next() {
    motions.lambda = cost.lambdaAbsolute;
  }

  /**
   * Tries motion that is taken over, then that of the block's own.
   *
   * @return the least transformed difference, or {@link #ENOUGH}
   */
  double search(Trial trial, int x, int y, int lw, int lh) {
    int w = 1 << lw;
    int h = 1 << lh;
    syntax.affines.find(x, y, w, h);
    double least = merges(trial, x, y, lw, lh);
    if (effort.kinds) {
      least = unevenMerges(trial, x, y, lw, lh, least);
    }
    alongField(trial, x, y, lw, lh, least);
    if (trial.winner.skip && cost.easy(trial)) {
      return ENOUGH;
    }
    motions.search(x, y, w, h);
    boolean pair = motions.pairCost < motions.singleCost;
    if (!pair || (thorough && motions.singleCost < motions.pairCost * (deep ? 1.15 : 1.05))) {
      coded(trial, x, y, lw, lh, motions.single, motions.singleCost, least);
    }
    if (pair || (thorough && motions.pairCost < motions.singleCost * (deep ? 1.15 : 1.05))) {
      coded(trial, x, y, lw, lh, motions.pair, motions.pairCost, least);
    }
    if (effort.kinds && lw >= 3 && lh >= 3 && lw + lh >= 8) {
      uneven(trial, x, y, lw, lh, least);
    }
    least = Math.min(least, Math.min(motions.singleCost, motions.pairCost));
    adjusted(trial);
    return least;
  }

  // The best so far with what neighbours, light and a third prediction add.
  private void adjusted(Trial trial) {
    Block best = trial.winner;
    if (syntax.mayOverlap(best)) {
      as(best);
      overlapping = true;
      mostMisfit = best.misfit;
      code(trial, best);
      plain();
    }
    best = trial.winner;
    if (BlockSyntax.mayBeLit(best) && reconstructor.inter.light.matters(best)) {
      lighting = true;
      mostMisfit = best.misfit;
      code(trial, best);
      plain();
    }
    best = trial.winner;
    if (ample && ThirdPrediction.fits(best)) {
      third(trial, best);
    }
  }

  /** Codes a block in the way that was found for it. */
  void same(Trial trial, Block b) {
    same(trial, b, b.third);
  }

  private void same(Trial trial, Block b, int addedThird) {
    as(b);
    third = addedThird;
    code(trial, b);
    plain();
  }

  /** Tries the way that was found for a block once more: its neighbours may have changed. */
  void again(Trial trial, Block b) {
    syntax.candidates.merge(b.x, b.y, b.width(), b.height());
    syntax.affines.find(b.x, b.y, b.width(), b.height());
    as(b);
    list[0].set(b.motion);
    if (b.field != null) {
      taken(trial, b, 0);
    } else if (b.affine != null && b.merge) {
      for (int i = 0; i < syntax.affines.count; i++) {
        if (syntax.affines.models[i].same(b.affine)) {
          affine = syntax.affines.models[i];
          affineIndex = i;
          list[0].set(affine.motion);
          taken(trial, b, 0);
          break;
        }
      }
    } else {
      int merge = b.affine == null ? mergeOf(b.motion) : -1;
      if (merge >= 0) {
        taken(trial, b, merge);
      } else if (!b.skip) {
        motions.predictors(b.x, b.y, b.width(), b.height());
        code(trial, b.x, b.y, b.lw, b.lh, list[0], -1, false);
      }
    }
    plain();
  }

  private int mergeOf(Motion m) {
    for (int i = 0; i < MotionCandidates.MERGES; i++) {
      if (syntax.candidates.merges[i].same(m)) {
        return i;
      }
    }
    return -1;
  }

  // Motion that is taken over, without levels and, if the block had some, with them.
  private void taken(Trial trial, Block b, int index) {
    code(trial, b.x, b.y, b.lw, b.lh, list[0], index, true);
    if (!b.skip) {
      stands = true;
      code(trial, b.x, b.y, b.lw, b.lh, list[0], index, false);
      stands = false;
    }
  }

  // The next block has what this one has.
  private void as(Block b) {
    overlapping = b.overlap;
    lighting = b.light;
    affine = b.affine;
    affineIndex = b.affineIndex;
    field = b.field;
    third = b.third;
  }

  // The next block has nothing beside its motion.
  private void plain() {
    overlapping = false;
    lighting = false;
    affine = null;
    affineIndex = 0;
    field = null;
    third = 0;
    mostMisfit = Integer.MAX_VALUE;
  }

  private void code(Trial trial, Block as) {
    list[0].set(as.motion);
    int index = as.merge ? as.mergeIndex : -1;
    code(trial, as.x, as.y, as.lw, as.lh, list[0], index, as.skip);
  }

  private double code(
      Trial trial, int x, int y, int lw, int lh, Motion m, int mergeIndex, boolean skip) {
    Block b = new Block(x, y, lw, lh);
    b.motion.set(m);
    b.merge = mergeIndex >= 0;
    b.mergeIndex = Math.max(0, mergeIndex);
    if (!b.merge) {
      for (int i = 0; i < (m.bi() ? 2 : 1); i++) {
        b.predictor[i] = motions.predictorOf(m.ref[i], m.x[i], m.y[i]);
      }
    }
    b.skip = skip;
    b.affine = affine;
    b.field = field;
    b.affineIndex = affineIndex;
    b.light = lighting;
    b.overlap = overlapping && !lighting && syntax.mayOverlap(b);
    if (third > 0 && !skip) {
      b.third = third;
      b.thirdMotion.set(syntax.candidates.merges[(third - 1) >> 1]);
    }
    if (!stands || b.third > 0) {
      reconstructor.inter.block(b);
      stood = cost.misfit(x, y, 1 << lw, 1 << lh);
    }
    b.misfit = stood;
    if (b.misfit > mostMisfit) {
      return Double.MAX_VALUE;
    }
    if (!skip) {
      b.leaf();
      residuals.spent = 0;
      for (int p = 0; p < 3; p++) {
        for (int t = 0; t < b.count(p); t++) {
          residuals.transform(b, p, t, pic.qp, cost.lambdaOf(p), true);
        }
        if (p == 0 && residuals.spent * cost.weight > trial.cost) {
          return Double.MAX_VALUE;
        }
      }
      if (b.merge && !b.any()) {
        return Double.MAX_VALUE;
      }
    }
    return cost.finish(b, trial);
  }

  private void coded(
      Trial trial, int x, int y, int lw, int lh, Motion m, double difference, double least) {
    if (difference < least * (deep ? 1.3 : 1.1)) {
      code(trial, x, y, lw, lh, m, -1, false);
    }
  }

  private double merges(Trial trial, int x, int y, int lw, int lh) {
    int w = 1 << lw;
    int h = 1 << lh;
    syntax.candidates.merge(x, y, w, h);
    double least = Double.MAX_VALUE;
    for (int i = 0; i < MotionCandidates.MERGES; i++) {
      list[i].set(syntax.candidates.merges[i]);
      order[i] = motions.differenceOf(list[i], x, y, w, h) + cost.lambdaAbsolute * (i + 1);
      least = Math.min(least, order[i]);
    }
    for (int k = 0; k < (deep ? DEEP_FINALISTS : MERGE_FINALISTS); k++) {
      int best = 0;
      for (int i = 1; i < MotionCandidates.MERGES; i++) {
        best = order[i] < order[best] ? i : best;
      }
      double is = order[best];
      order[best] = Double.MAX_VALUE;
      if (k > 0 && is > least * (deep ? 1.5 : 1.3)) {
        break;
      }
      code(trial, x, y, lw, lh, list[best], best, true);
      if (k == 0 || (thorough && k < (deep ? 3 : 2) && is < least * (deep ? 1.2 : 1.1))) {
        stands = true;
        code(trial, x, y, lw, lh, list[best], best, false);
        stands = false;
      }
    }
    return least;
  }

  // The motion that the references tell.
  private void alongField(Trial trial, int x, int y, int lw, int lh, double least) {
    MotionField known = reconstructor.inter.field;
    if (known == null || !MotionField.fits(lw, lh)) {
      return;
    }
    mostMisfit = (int) (Math.min(least, trial.winner.misfit) * 1.15);
    field = known;
    list[0].set(known.at(x + (1 << (lw - 1)), y + (1 << (lh - 1))));
    code(trial, x, y, lw, lh, list[0], 0, true);
    mostMisfit = (int) (trial.winner.misfit * 1.05);
    if (ample || trial.winner.field != null) {
      stands = true;
      code(trial, x, y, lw, lh, list[0], 0, false);
      stands = false;
    }
    field = null;
    mostMisfit = Integer.MAX_VALUE;
  }

  // Uneven motion that is taken over.
  private double unevenMerges(Trial trial, int x, int y, int lw, int lh, double least) {
    int w = 1 << lw;
    int h = 1 << lh;
    int best = -1;
    double bestCost = Double.MAX_VALUE;
    for (int i = 0; i < syntax.affines.count; i++) {
      double c =
          affines.differenceOf(syntax.affines.models[i], x, y, w, h)
              + cost.lambdaAbsolute * (i + 3);
      if (c < bestCost) {
        bestCost = c;
        best = i;
      }
    }
    if (best < 0 || bestCost > least * 1.15) {
      return least;
    }
    affine = syntax.affines.models[best];
    affineIndex = best;
    list[0].set(affine.motion);
    code(trial, x, y, lw, lh, list[0], 0, true);
    stands = true;
    code(trial, x, y, lw, lh, list[0], 0, false);
    stands = false;
    affine = null;
    affineIndex = 0;
    return Math.min(least, bestCost);
  }

  // Uneven motion of the block's own.
  private void uneven(Trial trial, int x, int y, int lw, int lh, double least) {
    Motion start = motions.pairCost < motions.singleCost ? motions.pair : motions.single;
    affines.search(start, x, y, 1 << lw, 1 << lh);
    if (affines.best == null
        || affines.bestCost > Math.min(motions.singleCost, motions.pairCost)
        || affines.bestCost > least * 1.1) {
      return;
    }
    affine = affines.best;
    list[0].set(affine.motion);
    code(trial, x, y, lw, lh, list[0], -1, false);
    affine = null;
  }

  // A third prediction beside those of the best so far.
  private void third(Trial trial, Block best) {
    int w = best.width();
    int h = best.height();
    reconstructor.inter.block(best);
    Plane d = pic.planes[0];
    int at = d.at(best.x, best.y);
    int bestThird = 0;
    double least = best.misfit * 0.98;
    ThirdPrediction adds = reconstructor.inter.third;
    int most = ThirdPrediction.mayBeSpatial(best) ? ThirdPrediction.MOST : ThirdPrediction.MOST - 1;
    for (int k = 0; k <= most; k++) {
      Motion m = syntax.candidates.merges[k];
      if (k == ThirdPrediction.MOST) {
        adds.spatial(best, 0, predicted);
      } else if (m.same(best.motion)) {
        continue;
      } else {
        reconstructor.inter.luma(m, best.x, best.y, w, h, predicted, 0, w);
      }
      for (int away = 0; away < 2; away++) {
        adds.mix(d.samples, at, d.width, predicted, w, h, 1 + 2 * k + away, mixed, 0, w);
        int leaves = cost.misfit(mixed, mixedSegment, best.x, best.y, w, h);
        double c = leaves + cost.lambdaAbsolute * (4 + Math.min(k, 4));
        if (c < least) {
          least = c;
          bestThird = 1 + 2 * k + away;
        }
      }
    }
    if (bestThird == 0) {
      return;
    }
    same(trial, best, bestThird);
  }
}
