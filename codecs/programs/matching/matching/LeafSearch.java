package matching;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Finds the best way to code a block as one: motion taken over or its own, or intra. What looks
 * promising by its transformed difference is coded in full, with the rates of the adaptive
 * contexts.
 */
final class LeafSearch {
  private static final double EASY = 1 / 28.0;
  private static final int MERGE_FINALISTS = 4; // tune: 1..6
  private static final int DEEP_FINALISTS = 6; // tune: 4..8
  private static final int INTRA_FINALISTS = 3; // tune: 1..6
  private static final int CHROMA_FINALISTS = 3; // tune: 1..6

  private final Picture pic;
  private final Geometry g;
  private final BlockMap map;
  private final Plane[] source;
  private final double[] weights;
  private final double lambda;
  private double lambdaAbsolute;
  // What a squared error in the block counts.
  private double weight = 1;
  private final BinaryCoder coder;
  private final BlockSyntax syntax;
  private final Reconstructor reconstructor;
  private final ResidualSearch residuals;
  private final InterSearch motions;
  private final AffineSearch affines;
  private final Difference difference = new Difference();
  private final boolean inter;
  private final Effort effort;
  private final boolean broad;
  private final char[] predicted = new char[64 * 64];
  private final MemorySegment predictedSegment = MemorySegment.ofArray(predicted);
  private final PackedDifference packed = new PackedDifference();
  private final char[] mixed = new char[64 * 64];
  private final MemorySegment mixedSegment = MemorySegment.ofArray(mixed);
  private boolean thorough;
  private boolean ample;
  private boolean deep;
  private boolean exact;
  private boolean overlapping;
  private boolean lighting;
  private boolean fused;
  private Affine affine;
  private MotionField field;
  private int third;
  private int affineIndex;
  private int mostMisfit = Integer.MAX_VALUE;

  // Whether the prediction of the last block, skipped then, is the one that is wanted.
  private boolean stands;

  private int stood;

  LeafSearch(
      Picture pic,
      Plane[] source,
      Reconstructor reconstructor,
      BlockSyntax syntax,
      double[] weights,
      double lambda,
      Effort effort) {
    this.pic = pic;
    this.g = pic.g;
    this.map = pic.map;
    this.source = source;
    this.weights = weights;
    this.lambda = lambda;
    this.lambdaAbsolute = Math.sqrt(lambda);
    this.coder = syntax.coder;
    this.syntax = syntax;
    this.reconstructor = reconstructor;
    this.residuals = new ResidualSearch(pic, source, reconstructor, syntax, effort);
    this.inter = pic.references.length > 0;
    this.effort = effort;
    this.broad = effort.broad && !inter;
    this.motions =
        new InterSearch(pic, source[0], reconstructor.inter, syntax.candidates, lambdaAbsolute);
    this.affines =
        new AffineSearch(
            source[0],
            reconstructor.inter,
            syntax.affines,
            motions,
            lambdaAbsolute,
            g.depthShift == 0 && PackedDifference.USABLE);
    for (int i = 0; i < list.length; i++) {
      list[i] = new Motion();
    }
  }

  /** Begins another square of 64. */
  void begin(boolean newThorough, boolean newDeep) {
    deep = newDeep;
    residuals.deep = newDeep;
    exact = effort.exact();
    residuals.exact = exact;
    motions.wide = newDeep;
    thorough = newThorough;
    ample = effort.halvings() > 1;
    Arrays.fill(known, null);
  }

  private double squares(int p, int x, int y, int w, int h) {
    Plane a = source[p];
    Plane b = pic.planes[p];
    long sum = 0;
    for (int r = 0; r < h; r++) {
      int i = a.at(x, y + r);
      int j = b.at(x, y + r);
      int line = 0;
      for (int c = 0; c < w; c++) {
        int d = a.samples[i + c] - b.samples[j + c];
        line += d * d;
      }
      sum += line;
    }
    return sum;
  }

  private double distortion(int x, int y, int w, int h) {
    int last = (1 << Importance.LOG2) - 1;
    if (pic.importance != null && ((x & last) + w > last + 1 || (y & last) + h > last + 1)) {
      double sum = 0;
      int partH = 0;
      for (int py = y; py < y + h; py += partH) {
        partH = Math.min(y + h, (py | last) + 1) - py;
        int partW = 0;
        for (int px = x; px < x + w; px += partW) {
          partW = Math.min(x + w, (px | last) + 1) - px;
          sum += distortion(px, py, partW, partH);
        }
      }
      return sum;
    }
    double counts = pic.importance == null ? 1 : pic.importance.at(x, y);
    return counts
        * (squares(0, x, y, w, h)
            + weights[1] * squares(1, x >> 1, y >> 1, w >> 1, h >> 1)
            + weights[2] * squares(2, x >> 1, y >> 1, w >> 1, h >> 1));
  }

  // ---- one candidate ----

  private double finish(Block b, Trial trial) {
    double cost = distortion(b.x, b.y, b.width(), b.height());
    if (cost > trial.cost) {
      return cost;
    }
    coder.bits();
    syntax.code(b);
    cost += lambda * coder.bits();
    if (cost < trial.cost) {
      trial.cost = cost;
      trial.winner = b;
      trial.save(b.x, b.y, b.lw, b.lh);
    }
    return cost;
  }

  private double lambdaOf(int p) {
    return lambda / (weights[p] * weight);
  }

  private double inter(
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
      stood = misfit(x, y, 1 << lw, 1 << lh);
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
          residuals.transform(b, p, t, pic.qp, lambdaOf(p), true);
        }
        if (p == 0 && residuals.spent * weight > trial.cost) {
          return Double.MAX_VALUE;
        }
      }
      if (b.merge && !b.any()) {
        return Double.MAX_VALUE;
      }
    }
    return finish(b, trial);
  }

  private double intra(
      Trial trial, int x, int y, int lw, int lh, int mode, int chromaMode, boolean split) {
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
      residuals.transform(b, 0, t, pic.qp, lambdaOf(0), true);
      map.fill(
          b.transformX(0, t),
          b.transformY(0, t),
          1 << b.transformLw(0),
          1 << b.transformLh(0),
          true);
    }
    map.fill(x, y, 1 << lw, 1 << lh, false);
    lastChroma = Math.max(0, chromaMode);
    if (residuals.spent * weight > trial.cost * 1.1) {
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
    return finish(b, trial);
  }

  private int lastChroma;
  private final double[] rough = new double[IntraPredictor.FROM_LUMA + ChromaFromLuma.WAYS];

  // What each mode leaves of chroma before anything is coded.
  private void roughChroma(Block b) {
    for (int k = 0; k < rough.length; k++) {
      b.chromaMode = k;
      rough[k] = 0;
      for (int p = 1; p < 3; p++) {
        reconstructor.predictIntra(b, p, 0);
        rough[k] += weights[p] * squares(p, b.x >> 1, b.y >> 1, b.width() >> 1, b.height() >> 1);
      }
    }
  }

  private double chroma(Block b, int k) {
    b.chromaMode = k;
    double d = 0;
    for (int p = 1; p < 3; p++) {
      reconstructor.predictIntra(b, p, 0);
      residuals.transform(b, p, 0, pic.qp, lambdaOf(p), false);
      d += weights[p] * squares(p, b.x >> 1, b.y >> 1, b.width() >> 1, b.height() >> 1);
    }
    coder.bits();
    for (int p = 1; p < 3; p++) {
      syntax.transform(b, p, 0);
    }
    syntax.intraModes.chromaMode(b);
    return weight * d + lambda * coder.bits();
  }

  // ---- leaves ----

  private final Motion[] list = new Motion[MotionCandidates.MERGES];
  private final double[] order = new double[MotionCandidates.MERGES];
  private final int[] modes = new int[IntraPredictor.MODES];
  private final double[] modeCost = new double[IntraPredictor.MODES];
  private final double[] modeBits = new double[IntraPredictor.MODES];
  private int modeCount;
  private final int[] left = new int[IntraPredictor.MODES];

  /** Whether the best so far is so near the source that nothing else is worth a try. */
  boolean easy(Trial trial) {
    Block b = trial.winner;
    int lw = b.lw;
    int lh = b.lh;
    trial.restore(b.x, b.y, lw, lh);
    double step = 0.625 * StrictMath.pow(2, pic.qp / 6.0) * (1 << g.depthShift);
    return distortion(trial.winner.x, trial.winner.y, 1 << lw, 1 << lh) / weight
        < (1 << (lw + lh)) * step * step * EASY;
  }

  private int key(int x, int y, int lw, int lh) {
    return ((((y & 63) >> 2) * 16 + ((x & 63) >> 2)) * 5 + lw - 2) * 5 + lh - 2;
  }

  /** Leaves the best way to code a block as one in {@code trial}. */
  void leaf(int x, int y, int lw, int lh, Trial trial) {
    trial.begin();
    if (pic.importance != null) {
      weight = pic.importance.of(x, y, 1 << lw, 1 << lh);
      lambdaAbsolute = Math.sqrt(lambda / weight);
      motions.lambda = lambdaAbsolute;
    }
    int key = key(x, y, lw, lh);
    Block before = known[key];
    if (before != null) {
      residuals.exact = true;
      again(before, trial);
      residuals.exact = exact;
      if (trial.winner != null) {
        return;
      }
    }
    fresh(x, y, lw, lh, trial);
    if (!exact) {
      exactly(trial.winner, trial);
    }
    known[key] = trial.winner;
  }

  // The levels of a block once more, by the contexts of each path.
  private void exactly(Block b, Trial trial) {
    if (b.skip) {
      return;
    }
    long before = effort.coefficients;
    residuals.exact = true;
    if (b.intra) {
      fused = b.fused;
      intra(trial, b.x, b.y, b.lw, b.lh, b.mode, b.chromaMode, b.split);
      fused = false;
    } else {
      third = b.third;
      same(trial, b);
      third = 0;
    }
    residuals.exact = false;
    effort.coefficients = before;
  }

  // Blocks that were tried already, on another way down the tree.
  private final Block[] known = new Block[16 * 16 * 25];

  // The block lies where it lay before, but its neighbours may have changed.
  private void again(Block b, Trial trial) {
    if (b.intra) {
      fused = b.fused;
      syntax.intraModes.templates.look(b.x, b.y, b.lw, b.lh);
      intra(trial, b.x, b.y, b.lw, b.lh, b.mode, b.chromaMode, b.split);
      fused = false;
      return;
    }
    third = b.third;
    againMoving(b, trial);
    third = 0;
  }

  private void againMoving(Block b, Trial trial) {
    overlapping = b.overlap;
    lighting = b.light;
    int w = b.width();
    int h = b.height();
    syntax.candidates.merge(b.x, b.y, w, h);
    syntax.affines.find(b.x, b.y, w, h);
    if (b.field != null) {
      field = b.field;
      list[0].set(b.motion);
      inter(trial, b.x, b.y, b.lw, b.lh, list[0], 0, true);
      if (!b.skip) {
        stands = true;
        inter(trial, b.x, b.y, b.lw, b.lh, list[0], 0, false);
        stands = false;
      }
      field = null;
      overlapping = false;
      return;
    }
    if (b.affine != null) {
      againUneven(b, trial);
      overlapping = false;
      affine = null;
      return;
    }
    for (int i = 0; i < MotionCandidates.MERGES; i++) {
      if (syntax.candidates.merges[i].same(b.motion)) {
        list[0].set(b.motion);
        inter(trial, b.x, b.y, b.lw, b.lh, list[0], i, true);
        if (!b.skip) {
          stands = true;
          inter(trial, b.x, b.y, b.lw, b.lh, list[0], i, false);
          stands = false;
        }
        overlapping = false;
        lighting = false;
        return;
      }
    }
    if (!b.skip) {
      motions.predictors(b.x, b.y, w, h);
      list[0].set(b.motion);
      inter(trial, b.x, b.y, b.lw, b.lh, list[0], -1, false);
    }
    overlapping = false;
    lighting = false;
  }

  // A third prediction beside those of the best so far.
  private void third(Trial trial, Block best) {
    int w = best.width();
    int h = best.height();
    reconstructor.inter.block(best);
    Plane d = pic.planes[0];
    Plane s = source[0];
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
        int leaves =
            pack(best.x, best.y, w, h)
                ? packed.transformed(mixedSegment, 0, w)
                : difference.transformed(
                    s.samples, s.at(best.x, best.y), s.width, mixed, 0, w, w, h);
        double c = leaves + lambdaAbsolute * (4 + Math.min(k, 4));
        if (c < least) {
          least = c;
          bestThird = 1 + 2 * k + away;
        }
      }
    }
    if (bestThird == 0) {
      return;
    }
    third = bestThird;
    same(trial, best);
    third = 0;
  }

  // The same once more, with what else is set.
  private void same(Trial trial, Block b) {
    overlapping = b.overlap;
    lighting = b.light;
    affine = b.affine;
    affineIndex = b.affineIndex;
    field = b.field;
    list[0].set(b.motion);
    inter(trial, b.x, b.y, b.lw, b.lh, list[0], b.merge ? b.mergeIndex : -1, b.skip);
    overlapping = false;
    lighting = false;
    affine = null;
    affineIndex = 0;
    field = null;
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
    inter(trial, x, y, lw, lh, list[0], 0, true);
    mostMisfit = (int) (trial.winner.misfit * 1.05);
    if (ample || trial.winner.field != null) {
      stands = true;
      inter(trial, x, y, lw, lh, list[0], 0, false);
      stands = false;
    }
    field = null;
    mostMisfit = Integer.MAX_VALUE;
  }

  private void againUneven(Block b, Trial trial) {
    if (!b.merge) {
      motions.predictors(b.x, b.y, b.width(), b.height());
      affine = b.affine;
      list[0].set(b.motion);
      inter(trial, b.x, b.y, b.lw, b.lh, list[0], -1, false);
      return;
    }
    for (int i = 0; i < syntax.affines.count; i++) {
      if (syntax.affines.models[i].same(b.affine)) {
        affine = syntax.affines.models[i];
        affineIndex = i;
        list[0].set(affine.motion);
        inter(trial, b.x, b.y, b.lw, b.lh, list[0], 0, true);
        if (!b.skip) {
          stands = true;
          inter(trial, b.x, b.y, b.lw, b.lh, list[0], 0, false);
          stands = false;
        }
        return;
      }
    }
  }

  // Uneven motion that is taken over.
  private double unevenMerges(Trial trial, int x, int y, int lw, int lh, double least) {
    int w = 1 << lw;
    int h = 1 << lh;
    int best = -1;
    double bestCost = Double.MAX_VALUE;
    for (int i = 0; i < syntax.affines.count; i++) {
      double c =
          affines.differenceOf(syntax.affines.models[i], x, y, w, h) + lambdaAbsolute * (i + 3);
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
    inter(trial, x, y, lw, lh, list[0], 0, true);
    stands = true;
    inter(trial, x, y, lw, lh, list[0], 0, false);
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
    inter(trial, x, y, lw, lh, list[0], -1, false);
    affine = null;
  }

  private void fresh(int x, int y, int lw, int lh, Trial trial) {
    int w = 1 << lw;
    int h = 1 << lh;
    double least = Double.MAX_VALUE;
    if (inter) {
      syntax.affines.find(x, y, w, h);
      least = merges(trial, x, y, lw, lh);
      if (effort.kinds) {
        least = unevenMerges(trial, x, y, lw, lh, least);
      }
      alongField(trial, x, y, lw, lh, least);
      if (trial.winner.skip && easy(trial)) {
        return;
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
    }
    Block best = trial.winner;
    if (best != null && !best.intra && syntax.mayOverlap(best)) {
      overlapping = true;
      mostMisfit = best.misfit;
      list[0].set(best.motion);
      affine = best.affine;
      affineIndex = best.affineIndex;
      field = best.field;
      inter(trial, x, y, lw, lh, list[0], best.merge ? best.mergeIndex : -1, best.skip);
      affine = null;
      field = null;
      affineIndex = 0;
      overlapping = false;
      mostMisfit = Integer.MAX_VALUE;
    }
    best = trial.winner;
    if (best != null
        && !best.intra
        && BlockSyntax.mayBeLit(best)
        && reconstructor.inter.light.matters(best)) {
      lighting = true;
      mostMisfit = best.misfit;
      list[0].set(best.motion);
      inter(trial, x, y, lw, lh, list[0], best.merge ? best.mergeIndex : -1, best.skip);
      lighting = false;
      mostMisfit = Integer.MAX_VALUE;
    }
    best = trial.winner;
    if (ample && best != null && !best.intra && ThirdPrediction.fits(best)) {
      third(trial, best);
    }
    if (lw < 6 && lh < 6) {
      intraLeaf(trial, x, y, lw, lh, least);
    }
  }

  private void coded(
      Trial trial, int x, int y, int lw, int lh, Motion m, double difference, double least) {
    if (difference < least * (deep ? 1.3 : 1.1)) {
      inter(trial, x, y, lw, lh, m, -1, false);
    }
  }

  private double merges(Trial trial, int x, int y, int lw, int lh) {
    int w = 1 << lw;
    int h = 1 << lh;
    syntax.candidates.merge(x, y, w, h);
    double least = Double.MAX_VALUE;
    for (int i = 0; i < MotionCandidates.MERGES; i++) {
      list[i].set(syntax.candidates.merges[i]);
      order[i] = motions.differenceOf(list[i], x, y, w, h) + lambdaAbsolute * (i + 1);
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
      inter(trial, x, y, lw, lh, list[best], best, true);
      if (k == 0 || (thorough && k < (deep ? 3 : 2) && is < least * (deep ? 1.2 : 1.1))) {
        stands = true;
        inter(trial, x, y, lw, lh, list[best], best, false);
        stands = false;
      }
    }
    return least;
  }

  private void intraLeaf(Trial trial, int x, int y, int lw, int lh, double interDifference) {
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
    int finalists =
        inter ? (deep ? 2 : 1) : broad ? effort.finalists : INTRA_FINALISTS + (deep ? 1 : 0);
    double best = Double.MAX_VALUE;
    int bestMode = modes[0];
    int bestChroma = -1;
    boolean bestFused = false;
    double fusedCost = x > 0 || y > 0 ? fusedCost(x, y, lw, lh) : Double.MAX_VALUE;
    if (fusedCost < modeCost[finalists - 1] * 1.02) {
      fused = true;
      best = intra(trial, x, y, lw, lh, 0, -1, false);
      fused = false;
      if (best < Double.MAX_VALUE) {
        bestFused = true;
        bestChroma = lastChroma;
      }
      finalists = fusedCost < modeCost[0] ? finalists - 1 : finalists;
    }
    boolean beside = false;
    for (int k = 0; k < finalists; k++) {
      double cost = intra(trial, x, y, lw, lh, modes[k], bestChroma, false);
      if (cost < best) {
        best = cost;
        bestMode = modes[k];
        bestFused = false;
        beside = bestChroma >= 0;
      }
      bestChroma = cost < Double.MAX_VALUE ? lastChroma : bestChroma;
    }
    if (broad && beside) {
      // Chroma's modes were tried beside another mode of luma.
      fused = bestFused;
      intra(trial, x, y, lw, lh, bestMode, -1, false);
      fused = false;
      bestChroma = lastChroma;
    }
    if (lw == lh && lw >= 3 && (!inter || best < trial.cost * 1.1)) {
      fused = bestFused;
      intra(trial, x, y, lw, lh, bestMode, Math.max(0, bestChroma), true);
      fused = false;
    }
  }

  // What the modes of the template leave; writes into the picture where the block lies.
  private double fusedCost(int x, int y, int lw, int lh) {
    Block b = new Block(x, y, lw, lh);
    b.intra = true;
    b.fused = true;
    syntax.intraModes.templates.give(b);
    reconstructor.predictIntra(b, 0, 0);
    return misfit(x, y, 1 << lw, 1 << lh) + lambdaAbsolute * syntax.intraModes.fusedCost;
  }

  // The source of a block, to be compared four samples at a time, if they have 8 bits.
  private boolean pack(int x, int y, int w, int h) {
    packed.keep(source[0], x, y, w, h);
    return g.depthShift == 0 && PackedDifference.USABLE;
  }

  // The transformed difference of what stands in the picture.
  private int misfit(int x, int y, int w, int h) {
    Plane s = source[0];
    Plane d = pic.planes[0];
    return pack(x, y, w, h)
        ? packed.transformed(d.segment, d.at(x, y), d.width)
        : difference.transformed(
            s.samples, s.at(x, y), s.width, d.samples, d.at(x, y), d.width, w, h);
  }

  private static boolean beside(int mode, int direction, int step) {
    return direction > 1 && Math.abs(mode - direction) == step;
  }

  // What a mode leaves of the block that the intra predictor is prepared for.
  private int leftOf(int m, int x, int y, int w, int h) {
    if (left[m] < 0) {
      reconstructor.intra.predict(m, predicted, 0, w);
      Plane s = source[0];
      left[m] =
          pack(x, y, w, h)
              ? packed.transformed(predictedSegment, 0, w)
              : difference.transformed(s.samples, s.at(x, y), s.width, predicted, 0, w, w, h);
    }
    return left[m];
  }

  private void tryMode(int m, int x, int y, int w, int h) {
    double c = leftOf(m, x, y, w, h) + lambdaAbsolute * modeBits[m];
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
