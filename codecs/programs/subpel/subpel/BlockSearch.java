package subpel;

/**
 * Decides how a block of the picture is coded: each way is tried for real, in the picture itself,
 * and the one whose distortion and rate together cost least stays.
 */
final class BlockSearch {
  private final Geometry geometry;
  private final Picture picture;
  private final BlockSyntax syntax;
  private final Reconstructor reconstructor;
  private final CostMeter meter;
  private final Lambda lambda;
  private final ResidualSearch residual;
  private final IntraSearch intra;
  private final InterSearch inter;
  private final Snapshot[] best = new Snapshot[Geometry.LARGEST + 1];
  private final Motion[] merges = new Motion[MotionPredictor.CANDIDATES];

  // Per size: the best leaf so far, and the vectors that were found, to each reference.
  private final Block[] winner = new Block[Geometry.LARGEST + 1];
  private final long[] winnerCost = new long[Geometry.LARGEST + 1];
  private final Motion[][] found;

  // Of the leaf in hand: the least transformed difference of a motion.
  private long interDifference;
  private long treeCost;

  BlockSearch(
      Geometry geometry,
      Plane[] source,
      Picture picture,
      Phases[] references,
      BlockSyntax syntax,
      Reconstructor reconstructor,
      Models models,
      Lambda lambda) {
    this.geometry = geometry;
    this.picture = picture;
    this.syntax = syntax;
    this.reconstructor = reconstructor;
    this.lambda = lambda;
    this.meter = new CostMeter(models);
    this.residual =
        new ResidualSearch(
            geometry.format.bitDepth(), source, picture, reconstructor, meter, lambda);
    this.intra =
        new IntraSearch(
            geometry, source[0], picture, syntax, reconstructor, residual, meter, lambda);
    this.inter = new InterSearch(source[0], references, syntax.predictor(), lambda);
    for (int log2 = Geometry.SMALLEST; log2 <= Geometry.LARGEST; log2++) {
      best[log2] = new Snapshot(geometry, log2);
    }
    this.found = new Motion[Geometry.LARGEST + 1][references.length];
    for (Motion[] perSize : found) {
      for (int i = 0; i < perSize.length; i++) {
        perSize[i] = new Motion();
      }
    }
    for (int i = 0; i < merges.length; i++) {
      merges[i] = new Motion();
    }
  }

  /** Finds the best tree for a block, which then stands in the picture and in its map. */
  Block search(int x, int y, int log2) {
    if (x >= geometry.width || y >= geometry.height) {
      treeCost = 0;
      return null;
    }
    picture.map.clear(x, y, 1 << log2);
    Block leaf = null;
    long leafCost = Long.MAX_VALUE;
    if (!syntax.mustSplit(x, y, log2)) {
      boolean enough = leaf(x, y, log2);
      leaf = winner[log2];
      syntax.split(meter, x, y, log2, false);
      leafCost = winnerCost[log2] + lambda.ofBits(meter.take());
      if (log2 == Geometry.SMALLEST || enough) {
        treeCost = leafCost;
        picture.map.put(leaf);
        return leaf;
      }
    }
    syntax.split(meter, x, y, log2, true);
    long cost = lambda.ofBits(meter.take());
    Block tree = new Block(x, y, log2);
    tree.children = new Block[4];
    int half = 1 << (log2 - 1);
    for (int i = 0; i < 4 && cost < leafCost; i++) {
      tree.children[i] = search(x + (i & 1) * half, y + (i >> 1) * half, log2 - 1);
      cost += treeCost;
    }
    if (leaf == null || cost < leafCost) {
      treeCost = cost;
      return tree;
    }
    best[log2].restore(picture, x, y, 1 << log2);
    picture.map.clear(x, y, 1 << log2);
    picture.map.put(leaf);
    treeCost = leafCost;
    return leaf;
  }

  // Finds the best leaf; true if skipping it leaves nothing to code: then no closer look is worth
  // it.
  private boolean leaf(int x, int y, int log2) {
    winner[log2] = null;
    winnerCost[log2] = Long.MAX_VALUE;
    boolean inter = picture.references.length > 0;
    boolean quiet = false;
    if (inter) {
      interDifference = Long.MAX_VALUE;
      quiet = merge(x, y, log2);
      if (!quiet) {
        vectors(x, y, log2);
      }
    }
    if (!quiet && (!inter || intra.promises(x, y, log2, interDifference / 8 * 9))) {
      intra(x, y, log2, false);
      if (log2 == Geometry.SMALLEST) {
        intra(x, y, log2, true);
      }
    }
    best[log2].restore(picture, x, y, 1 << log2);
    return quiet && winner[log2].skip;
  }

  private void intra(int x, int y, int log2, boolean parts) {
    Block block = new Block(x, y, log2, geometry);
    long cost = intra.search(block, parts);
    picture.map.clear(x, y, 1 << log2);
    offer(block, cost);
  }

  // Takes over the motion of neighbours, the two most promising; true if that leaves nothing to
  // code.
  private boolean merge(int x, int y, int log2) {
    Motion[] candidates = syntax.predictor().merges(x, y, 1 << log2);
    long[] costs = new long[candidates.length];
    Block place = new Block(x, y, log2);
    for (int i = 0; i < candidates.length; i++) {
      merges[i].copyFrom(candidates[i]);
      costs[i] = inter.compare(place, merges[i]) + lambda.ofBitsBesideDifference(256L * i);
    }
    for (int trial = 0; trial < 2; trial++) {
      int index = 0;
      for (int i = 1; i < costs.length; i++) {
        index = costs[i] < costs[index] ? i : index;
      }
      interDifference = Math.min(interDifference, costs[index]);
      costs[index] = Long.MAX_VALUE;
      Block coded = new Block(x, y, log2, geometry);
      coded.motion.copyFrom(merges[index]);
      coded.mergeIndex = index;
      coded.merge = true;
      Block skipped = new Block(x, y, log2, geometry);
      skipped.takeMotion(coded);
      skipped.skip = true;
      predict(skipped);
      offer(skipped, residual.error(geometry, skipped) + rate(skipped));
      residual(coded);
      if (!coded.anyCoded()) {
        return true;
      }
    }
    return false;
  }

  // Searches a vector to each reference, and pairs the best with each of the others.
  private void vectors(int x, int y, int log2) {
    int references = picture.references.length;
    Block[] single = new Block[references];
    long[] costs = new long[references];
    int nearest = 0;
    for (int r = 0; r < references; r++) {
      single[r] = new Block(x, y, log2, geometry);
      Motion guess = found[Math.min(log2 + 1, Geometry.LARGEST)][r];
      costs[r] =
          inter.search(single[r], r, merges, guess) + lambda.ofBitsBesideDifference(256L * r);
      found[log2][r].copyFrom(single[r].motion);
      nearest = costs[r] < costs[nearest] ? r : nearest;
    }
    interDifference = Math.min(interDifference, costs[nearest]);
    residual(single[nearest]);
    Block pair = null;
    long pairCost = Long.MAX_VALUE;
    for (int r = 0; r < references; r++) {
      if (r != nearest) {
        Block trial = pair(single[Math.min(r, nearest)], single[Math.max(r, nearest)]);
        long cost = inter.compare(trial, trial.motion);
        pair = cost < pairCost ? trial : pair;
        pairCost = Math.min(cost, pairCost);
      }
    }
    if (pair != null) {
      residual(pair);
    }
  }

  private Block pair(Block a, Block b) {
    Block pair = new Block(a.x, a.y, a.log2, geometry);
    pair.takeMotion(a);
    pair.motion.set(1, b.motion.reference[0], b.motion.x[0], b.motion.y[0]);
    pair.predictor[1] = b.predictor[0];
    return pair;
  }

  // Tries a motion with its residual, in one transform and in four.
  private void residual(Block block) {
    long whole = codeResidual(block);
    offer(block, whole);
    if (block.codedLuma[0]) {
      Block quartered = new Block(block.x, block.y, block.log2, geometry);
      quartered.takeMotion(block);
      quartered.quartered = true;
      offer(quartered, codeResidual(quartered));
    }
  }

  private long codeResidual(Block block) {
    predict(block);
    int log2 = block.lumaTransformLog2();
    int context = BlockSyntax.lumaContext(block);
    for (int t = 0; t < (block.quartered ? 4 : 1); t++) {
      int x = reconstructor.transformX(0, block, t);
      int y = reconstructor.transformY(0, block, t);
      block.codedLuma[t] = residual.code(0, x, y, log2, block.levels[0], t << (2 * log2), context);
    }
    for (int p = 1; p < geometry.planes; p++) {
      int chromaLog2 = geometry.transformLog2(p, block.log2);
      for (int t = 0; t < geometry.stacked(p); t++) {
        int x = reconstructor.transformX(p, block, t);
        int y = reconstructor.transformY(p, block, t);
        block.codedChroma[p - 1][t] =
            residual.code(
                p,
                x,
                y,
                chromaLog2,
                block.levels[p],
                t << (2 * chromaLog2),
                BlockSyntax.chromaContext(block, p, t));
      }
    }
    if (!block.anyCoded()) {
      block.quartered = false;
      if (block.merge) {
        return Long.MAX_VALUE;
      }
    }
    return residual.error(geometry, block) + rate(block);
  }

  private void predict(Block block) {
    for (int p = 0; p < geometry.planes; p++) {
      reconstructor.predictInter(p, block);
    }
  }

  private long rate(Block block) {
    syntax.code(meter, block);
    return lambda.ofBits(meter.take());
  }

  private void offer(Block block, long cost) {
    if (cost < winnerCost[block.log2]) {
      winner[block.log2] = block;
      winnerCost[block.log2] = cost;
      best[block.log2].save(picture, block.x, block.y, 1 << block.log2);
    }
  }
}
