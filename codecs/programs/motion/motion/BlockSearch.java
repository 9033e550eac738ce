package motion;

/**
 * Decides how a block of the picture is coded: each way is tried for real, in the picture itself,
 * and the one whose distortion and rate together cost least stays.
 */
final class BlockSearch {
  private final Geometry geometry;
  private final Picture picture;
  private final BlockSyntax syntax;
  private final Reconstructor reconstructor;
  private final Lambda lambda;
  private final CostMeter meter;
  private final ResidualSearch residual;
  private final IntraSearch intra;
  private final MotionSearch motion;
  private final Snapshot[] best = new Snapshot[Geometry.LARGEST + 1];

  // Per size: the best leaf so far, and the vector that was found.
  private final Block[] winner = new Block[Geometry.LARGEST + 1];
  private final long[] winnerCost = new long[Geometry.LARGEST + 1];
  private final int[] foundX = new int[Geometry.LARGEST + 2];
  private final int[] foundY = new int[Geometry.LARGEST + 2];
  private long treeCost;

  BlockSearch(
      Geometry geometry,
      Plane[] source,
      Picture picture,
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
    this.residual = new ResidualSearch(source, picture, reconstructor, lambda);
    this.intra =
        new IntraSearch(
            geometry, source[0], picture, syntax, reconstructor, residual, meter, lambda);
    Plane reference = picture.reference == null ? source[0] : picture.reference.planes[0];
    this.motion = new MotionSearch(source[0], reference, syntax.predictor(), lambda);
    for (int log2 = Geometry.SMALLEST; log2 <= Geometry.LARGEST; log2++) {
      best[log2] = new Snapshot(geometry, log2);
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

  // Finds the best leaf; true if it is predicted so well that nothing smaller needs to be tried.
  private boolean leaf(int x, int y, int log2) {
    winner[log2] = null;
    winnerCost[log2] = Long.MAX_VALUE;
    boolean quiet = picture.reference != null && inter(x, y, log2);
    if (!quiet) {
      intra(x, y, log2, false);
      if (log2 == Geometry.SMALLEST) {
        intra(x, y, log2, true);
      }
    }
    best[log2].restore(picture, x, y, 1 << log2);
    return quiet;
  }

  private void intra(int x, int y, int log2, boolean parts) {
    Block block = new Block(x, y, log2, geometry);
    long cost = intra.search(block, parts);
    picture.map.clear(x, y, 1 << log2);
    offer(block, cost);
  }

  // Skips the block or moves it; true if skipping leaves nothing to code.
  private boolean inter(int x, int y, int log2) {
    Block skipped = new Block(x, y, log2, geometry);
    skipped.skip = true;
    syntax.predictor().predict(skipped);
    skipped.vectorX = syntax.predictor().x;
    skipped.vectorY = syntax.predictor().y;
    predict(skipped);
    offer(skipped, residual.error(geometry, skipped) + rate(skipped));
    Block following = new Block(x, y, log2, geometry);
    following.vectorX = skipped.vectorX;
    following.vectorY = skipped.vectorY;
    if (!codeResidual(following)) {
      return true;
    }
    offer(following, residual.error(geometry, following) + rate(following));
    Block moved = new Block(x, y, log2, geometry);
    motion.search(moved, foundX[log2 + 1], foundY[log2 + 1]);
    foundX[log2] = moved.vectorX;
    foundY[log2] = moved.vectorY;
    if (moved.vectorX != following.vectorX || moved.vectorY != following.vectorY) {
      predict(moved);
      codeResidual(moved);
      offer(moved, residual.error(geometry, moved) + rate(moved));
    }
    return false;
  }

  private void predict(Block block) {
    for (int p = 0; p < geometry.planes; p++) {
      reconstructor.predictInter(p, block);
    }
  }

  // Codes what the prediction leaves; false if that is nothing.
  private boolean codeResidual(Block block) {
    boolean any = false;
    for (int p = 0; p < geometry.planes; p++) {
      int log2 = geometry.transformLog2(p, block.log2);
      for (int t = 0; t < geometry.stacked(p); t++) {
        int x = reconstructor.transformX(p, block, t);
        int y = reconstructor.transformY(p, block, t);
        boolean coded = residual.code(p, x, y, log2, block.levels[p], t << (2 * log2), false);
        if (p == 0) {
          block.codedLuma[t] = coded;
        } else {
          block.codedChroma[p - 1][t] = coded;
        }
        any |= coded;
      }
    }
    return any;
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
