package subpel;

/**
 * Decides how a block of the picture is coded: each way is tried for real, in the picture itself, and the one whose
 * distortion and rate together cost least stays.
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
  private final Motion[][] found;

  // The best leaf so far of each size.
  private final Block[] winner = new Block[Geometry.LARGEST + 1];
  private final long[] winnerCost = new long[Geometry.LARGEST + 1];

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
    this.residual = new ResidualSearch(geometry, source, picture, reconstructor, meter, lambda);
    this.intra = new IntraSearch(geometry, source, picture, syntax, reconstructor, residual, meter, lambda);
    this.inter = new InterSearch(source[0], references, syntax.predictor(), meter, lambda);
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

  // The least transformed difference of a motion so far, and whether the best merge leaves nothing to code.
  private final long[] interDifference = new long[Geometry.LARGEST + 1];
  private final boolean[] quiet = new boolean[Geometry.LARGEST + 1];
  private long treeCost;

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
      leaf(x, y, log2);
      leaf = winner[log2];
      syntax.split(meter, x, y, log2, false);
      leafCost = winnerCost[log2] + lambda.ofBits(meter.take());
      if (log2 == Geometry.SMALLEST || enough(leaf, leafCost)) {
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

  // A block that is predicted well enough to be skipped is not worth a closer look.
  private boolean enough(Block leaf, long cost) {
    return leaf.skip && quiet[leaf.log2];
  }

  private void leaf(int x, int y, int log2) {
    winner[log2] = null;
    winnerCost[log2] = Long.MAX_VALUE;
    interDifference[log2] = Long.MAX_VALUE;
    quiet[log2] = false;
    if (picture.references.length > 0) {
      merge(x, y, log2);
      if (!quiet[log2]) {
        vectors(x, y, log2);
      }
    }
    if (!quiet[log2]) {
      if (picture.references.length == 0 || intra.promises(x, y, log2, interDifference[log2] / 8 * 9)) {
      intra(x, y, log2, false);
      if (log2 == Geometry.SMALLEST) {
        intra(x, y, log2, true);
      }
      }
    }
    best[log2].restore(picture, x, y, 1 << log2);
  }

  private void intra(int x, int y, int log2, boolean parts) {
    Block block = new Block(x, y, log2, geometry);
    long cost = intra.search(block, parts);
    picture.map.clear(x, y, 1 << log2);
    offer(block, cost);
  }

  private void merge(int x, int y, int log2) {
    Motion[] candidates = syntax.predictor().merges(x, y, 1 << log2);
    long[] costs = new long[candidates.length];
    Block probe = new Block(x, y, log2);
    for (int i = 0; i < candidates.length; i++) {
      merges[i].copyFrom(candidates[i]);
      costs[i] = inter.compare(probe, merges[i]) + lambda.ofBitsBesideDifference(256L * i);
    }
    for (int trial = 0; trial < 2 && !quiet[log2]; trial++) {
      int index = 0;
      for (int i = 1; i < costs.length; i++) {
        index = costs[i] < costs[index] ? i : index;
      }
      interDifference[log2] = Math.min(interDifference[log2], costs[index]);
      costs[index] = Long.MAX_VALUE;
      Block skipped = new Block(x, y, log2, geometry);
      skipped.motion.copyFrom(merges[index]);
      skipped.mergeIndex = index;
      skipped.merge = true;
      skipped.skip = true;
      predict(skipped);
      offer(skipped, error(skipped) + rate(skipped));
      Block coded = new Block(x, y, log2, geometry);
      coded.motion.copyFrom(merges[index]);
      coded.mergeIndex = index;
      coded.merge = true;
      residual(coded);
      quiet[log2] = !coded.anyCoded();
    }
  }

  private void vectors(int x, int y, int log2) {
    int references = picture.references.length;
    Block[] single = new Block[references];
    long[] costs = new long[references];
    int bestReference = 0;
    for (int r = 0; r < references; r++) {
      single[r] = new Block(x, y, log2, geometry);
      Motion[] guesses = new Motion[merges.length + (log2 < Geometry.LARGEST ? 1 : 0)];
      System.arraycopy(merges, 0, guesses, 0, merges.length);
      if (log2 < Geometry.LARGEST) {
        guesses[merges.length] = found[log2 + 1][r];
      }
      costs[r] = inter.search(single[r], r, guesses) + lambda.ofBitsBesideDifference(256L * r);
      found[log2][r].copyFrom(single[r].motion);
      bestReference = costs[r] < costs[bestReference] ? r : bestReference;
    }
    interDifference[log2] = Math.min(interDifference[log2], costs[bestReference]);
    residual(single[bestReference]);
    long bestTwo = Long.MAX_VALUE;
    Block two = null;
    for (int r = 0; r < references; r++) {
      if (r == bestReference) {
        continue;
      }
      Block trial = new Block(x, y, log2, geometry);
      Block a = single[Math.min(r, bestReference)];
      Block b = single[Math.max(r, bestReference)];
      trial.motion.copyFrom(a.motion);
      trial.motion.set(1, b.motion.reference[0], b.motion.x[0], b.motion.y[0]);
      trial.predictor[0] = a.predictor[0];
      trial.predictor[1] = b.predictor[0];
      long cost = inter.compare(trial, trial.motion);
      if (cost < bestTwo) {
        bestTwo = cost;
        two = trial;
      }
    }
    if (two != null) {
      residual(two);
    }
  }

  // Tries a motion with its residual, in one transform and in four.
  private void residual(Block block) {
    long whole = codeResidual(block);
    offer(block, whole);
    if (block.codedLuma[0]) {
      Block quartered = new Block(block.x, block.y, block.log2, geometry);
      quartered.motion.copyFrom(block.motion);
      quartered.merge = block.merge;
      quartered.mergeIndex = block.mergeIndex;
      quartered.predictor[0] = block.predictor[0];
      quartered.predictor[1] = block.predictor[1];
      quartered.quartered = true;
      offer(quartered, codeResidual(quartered));
    }
  }

  private long codeResidual(Block block) {
    predict(block);
    int log2 = block.lumaTransformLog2();
    int context = Contexts.CODED_LUMA + (block.quartered ? 1 : 0);
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
    return error(block) + rate(block);
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

  private long error(Block block) {
    long error = 0;
    for (int p = 0; p < geometry.planes; p++) {
      int sx = geometry.shiftX(p);
      int sy = geometry.shiftY(p);
      int size = 1 << block.log2;
      error += residual.error(p, block.x >> sx, block.y >> sy, size >> sx, size >> sy);
    }
    return error;
  }

  private void offer(Block block, long cost) {
    if (cost < winnerCost[block.log2]) {
      winner[block.log2] = block;
      winnerCost[block.log2] = cost;
      best[block.log2].save(picture, block.x, block.y, 1 << block.log2);
    }
  }
}
