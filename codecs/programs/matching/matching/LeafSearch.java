package matching;

import java.util.Arrays;

/** Finds the best way to code a block as one: by motion, in {@link InterLeaf}, or intra. */
final class LeafSearch {
  private final Effort effort;
  private final BlockCost cost;
  private final BlockSyntax syntax;
  private final ResidualSearch residuals;
  private final InterLeaf moving;
  private final IntraLeaf still;
  private final boolean inter;
  private boolean exact;

  // Blocks that were tried already, on another way down the tree.
  private final Block[] known = new Block[16 * 16 * 25];

  LeafSearch(
      Picture pic,
      Plane[] source,
      Reconstructor reconstructor,
      BlockSyntax syntax,
      double[] weights,
      double lambda,
      Effort effort) {
    this.effort = effort;
    this.syntax = syntax;
    this.cost = new BlockCost(pic, source, syntax, weights, lambda);
    this.residuals = new ResidualSearch(pic, source, reconstructor, syntax, effort);
    this.moving = new InterLeaf(pic, source[0], cost, reconstructor, syntax, residuals, effort);
    this.still = new IntraLeaf(pic, cost, reconstructor, syntax, residuals, effort);
    this.inter = pic.references.length > 0;
  }

  /** Begins another square of 64. */
  void begin(boolean thorough, boolean deep) {
    exact = effort.exact();
    residuals.deep = deep;
    residuals.exact = exact;
    moving.begin(thorough, effort.halvings() > 1, deep);
    still.deep = deep;
    Arrays.fill(known, null);
  }

  /** Whether the best so far is so near the source that nothing else is worth a try. */
  boolean easy(Trial trial) {
    return cost.easy(trial);
  }

  private static int key(int x, int y, int lw, int lh) {
    return ((((y & 63) >> 2) * 16 + ((x & 63) >> 2)) * 5 + lw - 2) * 5 + lh - 2;
  }

  /** Leaves the best way to code a block as one in {@code trial}. */
  void leaf(int x, int y, int lw, int lh, Trial trial) {
    trial.begin();
    cost.begin(x, y, 1 << lw, 1 << lh);
    moving.next();
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

  private void fresh(int x, int y, int lw, int lh, Trial trial) {
    double least = Double.MAX_VALUE;
    if (inter) {
      least = moving.search(trial, x, y, lw, lh);
    }
    if (least != InterLeaf.ENOUGH && lw < 6 && lh < 6) {
      still.search(trial, x, y, lw, lh, least);
    }
  }

  // The levels of a block once more, by the contexts of each path.
  private void exactly(Block b, Trial trial) {
    if (b.skip) {
      return;
    }
    long before = effort.coefficients;
    residuals.exact = true;
    if (b.intra) {
      still.same(trial, b);
    } else {
      moving.same(trial, b);
    }
    residuals.exact = false;
    effort.coefficients = before;
  }

  // The block lies where it lay before, but its neighbours may have changed.
  private void again(Block b, Trial trial) {
    if (b.intra) {
      syntax.intraModes.templates.look(b.x, b.y, b.lw, b.lh);
      still.same(trial, b);
    } else {
      moving.again(trial, b);
    }
  }
}
