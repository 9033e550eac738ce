package matching;

/**
 * Decides how a square of 64 is divided: by trying, with the rates of the adaptive contexts as they
 * are now. {@link LeafSearch} tries what is not divided.
 */
final class BlockSearch {
  // Halves are tried where quarters are neither far better nor far worse than the whole.
  private static final double HALF_LOW = 0.75;
  private static final double HALF_HIGH = 1.3;
  private static final double DEEP_LOW = 0.6;
  private static final double DEEP_HIGH = 1.6;

  // Halvings from which on ternary division is tried.
  private static final int THOROUGH = 2;

  private final Effort effort;
  private final Picture pic;
  private final BlockMap map;
  private final double lambda;
  private final BinaryCoder coder;
  private final BlockSyntax syntax;
  private final LeafSearch leaves;
  private final Trial[] trials = new Trial[12];
  private double treeCost;
  private int mostHalvings;
  private final boolean deep;

  BlockSearch(Picture pic, double lambda, BlockSyntax syntax, LeafSearch leaves, Effort effort) {
    this.effort = effort;
    this.pic = pic;
    this.map = pic.map;
    this.lambda = lambda;
    this.coder = syntax.coder;
    this.syntax = syntax;
    this.leaves = leaves;
    this.deep = effort.deep(pic.level);
    for (int i = 0; i < trials.length; i++) {
      trials[i] = new Trial(pic);
    }
  }

  /** The best tree of a square of 64. */
  Block square(int x, int y) {
    coder.counting(true);
    long before = effort.coefficients;
    mostHalvings = effort.halvings() + (deep ? 1 : 0);
    leaves.begin(mostHalvings > 0, deep);
    Block tree = search(x, y, Geometry.LARGEST, Geometry.LARGEST, 0, 0);
    map.fill(x, y, 64, 64, false);
    coder.counting(false);
    if (effort.broad && pic.references.length == 0) {
      effort.coefficients -= (effort.coefficients - before) * 3 / 4;
    }
    effort.samples += (long) Math.min(64, pic.g.width - x) * Math.min(64, pic.g.height - y);
    return tree;
  }

  private Block search(int x, int y, int lw, int lh, int halvings, int depth) {
    if (x >= pic.g.width || y >= pic.g.height) {
      treeCost = 0;
      return null;
    }
    map.fill(x, y, 1 << lw, 1 << lh, false);
    Trial trial = trials[depth];
    Block best = null;
    double bestCost = Double.MAX_VALUE;
    boolean stop = false;
    if (!syntax.divisions.mustDivide(x, y, lw, lh)) {
      coder.bits();
      syntax.divisions.code(x, y, lw, lh, halvings, Block.LEAF);
      double base = lambda * coder.bits();
      leaves.leaf(x, y, lw, lh, trial);
      best = trial.winner;
      bestCost = trial.cost + base;
      stop = best.skip && leaves.easy(trial);
    }
    if (stop) {
      trial.restore(x, y, lw, lh);
      map.put(best, pic.qp);
      treeCost = bestCost;
      return best;
    }
    boolean must = best == null;
    double leafCost = bestCost;
    double quadCost = Double.NaN;
    if (must || DivisionSyntax.canQuarter(lw, lh, halvings)) {
      Block tree = divided(x, y, lw, lh, halvings, depth, Block.QUAD, bestCost);
      quadCost = treeCost;
      if (quadCost < bestCost) {
        best = tree;
        bestCost = quadCost;
        trial.save(x, y, lw, lh);
      }
    }
    boolean halve = !must && halvings < mostHalvings;
    if (!Double.isNaN(quadCost)) {
      halve &=
          quadCost > (deep ? DEEP_LOW : HALF_LOW) * leafCost
              && quadCost < (deep ? DEEP_HIGH : HALF_HIGH) * leafCost;
    }
    if (halve) {
      for (int division = Block.ROWS; division <= Block.COLUMNS; division++) {
        if (division == Block.ROWS
            ? !DivisionSyntax.canRows(lw, lh, halvings)
            : !DivisionSyntax.canColumns(lw, lh, halvings)) {
          continue;
        }
        Block tree = divided(x, y, lw, lh, halvings, depth, division, bestCost);
        if (treeCost < bestCost) {
          best = tree;
          bestCost = treeCost;
          trial.save(x, y, lw, lh);
        }
      }
      if (mostHalvings >= THOROUGH
          && best.division >= Block.ROWS
          && DivisionSyntax.canThree(best.division, lw, lh)) {
        int three = best.division + Block.THREE_ROWS - Block.ROWS;
        Block tree = divided(x, y, lw, lh, halvings, depth, three, bestCost);
        if (treeCost < bestCost) {
          best = tree;
          bestCost = treeCost;
          trial.save(x, y, lw, lh);
        }
      }
    }
    trial.restore(x, y, lw, lh);
    map.fill(x, y, 1 << lw, 1 << lh, false);
    note(best);
    treeCost = bestCost;
    return best;
  }

  // A tree of which costs more than the limit ends early, with a cost above it.
  private Block divided(
      int x, int y, int lw, int lh, int halvings, int depth, int division, double limit) {
    map.fill(x, y, 1 << lw, 1 << lh, false);
    coder.bits();
    syntax.divisions.code(x, y, lw, lh, halvings, division);
    double cost = lambda * coder.bits();
    Block tree = new Block(x, y, lw, lh);
    tree.division = division;
    int count = Block.parts(division);
    tree.children = new Block[count];
    int deeper = division == Block.QUAD ? 0 : halvings + 1;
    for (int i = 0; i < count && cost < limit; i++) {
      int cx = x + Block.partX(division, i, lw);
      int cy = y + Block.partY(division, i, lh);
      int partLw = Block.partLw(division, i, lw);
      int partLh = Block.partLh(division, i, lh);
      tree.children[i] = search(cx, cy, partLw, partLh, deeper, depth + 1);
      cost += treeCost;
    }
    treeCost = cost;
    return tree;
  }

  private void note(Block b) {
    if (b == null) {
      return;
    }
    if (b.division == Block.LEAF) {
      map.put(b, pic.qp);
      return;
    }
    for (Block c : b.children) {
      note(c);
    }
  }
}
