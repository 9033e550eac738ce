package intra;

/**
 * Decides how a block of the picture is coded: each way is tried for real, in the picture itself,
 * and the one whose distortion and rate together cost least stays.
 */
final class BlockSearch {
  private final Geometry geometry;
  private final Picture picture;
  private final BlockSyntax syntax;
  private final Lambda lambda;
  private final CostMeter meter;
  private final ModeSearch modes;
  private final Snapshot[] best = new Snapshot[Geometry.LARGEST + 1];

  // Per size: the best leaf so far.
  private final Block[] winner = new Block[Geometry.LARGEST + 1];
  private final long[] winnerCost = new long[Geometry.LARGEST + 1];
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
    this.lambda = lambda;
    this.meter = new CostMeter(models);
    ResidualSearch residual = new ResidualSearch(source, picture, reconstructor, lambda);
    this.modes =
        new ModeSearch(
            geometry, source[0], picture, syntax, reconstructor, residual, meter, lambda);
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
      leaf(x, y, log2);
      leaf = winner[log2];
      syntax.split(meter, x, y, log2, false);
      leafCost = winnerCost[log2] + lambda.ofBits(meter.take());
      if (log2 == Geometry.SMALLEST) {
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

  // Finds the best leaf.
  private void leaf(int x, int y, int log2) {
    winner[log2] = null;
    winnerCost[log2] = Long.MAX_VALUE;
    leaf(x, y, log2, false);
    if (log2 == Geometry.SMALLEST) {
      leaf(x, y, log2, true);
    }
    best[log2].restore(picture, x, y, 1 << log2);
  }

  private void leaf(int x, int y, int log2, boolean parts) {
    Block block = new Block(x, y, log2, geometry);
    long cost = modes.search(block, parts);
    picture.map.clear(x, y, 1 << log2);
    offer(block, cost);
  }

  private void offer(Block block, long cost) {
    if (cost < winnerCost[block.log2]) {
      winner[block.log2] = block;
      winnerCost[block.log2] = cost;
      best[block.log2].save(picture, block.x, block.y, 1 << block.log2);
    }
  }
}
