package matching;

/** How squares are divided into blocks, the same for both directions. */
final class DivisionSyntax {
  /** The deepest division into halves below the last division into quarters. */
  static final int MOST_HALVINGS = 3;

  private final BinaryCoder coder;
  private final Picture pic;
  private final Geometry g;
  private final BlockMap map;
  private final boolean inter;

  DivisionSyntax(BinaryCoder coder, Picture pic) {
    this.coder = coder;
    this.pic = pic;
    this.g = pic.g;
    this.map = pic.map;
    this.inter = pic.references.length > 0;
  }

  /**
   * Blocks that stick out of the picture, or are too large for intra, are divided without a word.
   */
  boolean mustDivide(int x, int y, int lw, int lh) {
    return (!inter && lw > Geometry.LARGEST_TRANSFORM)
        || x + (1 << lw) > g.width
        || y + (1 << lh) > g.height;
  }

  static boolean canQuarter(int lw, int lh, int halvings) {
    return lw == lh && lw > 3 && halvings == 0;
  }

  /** Whether a block may become an upper and a lower half. */
  static boolean canRows(int lw, int lh, int halvings) {
    return halvings < MOST_HALVINGS && lh > 2 && lw + lh > 5;
  }

  static boolean canColumns(int lw, int lh, int halvings) {
    return halvings < MOST_HALVINGS && lw > 2 && lw + lh > 5;
  }

  /** Whether it may become a half between two quarters instead of two halves. */
  static boolean canThree(int halves, int lw, int lh) {
    return (halves == Block.ROWS ? lh : lw) >= 4 && lw + lh >= 7;
  }

  /** How a node is divided. */
  int code(int x, int y, int lw, int lh, int halvings, int division) {
    if (mustDivide(x, y, lw, lh)) {
      return Block.QUAD;
    }
    boolean quad = canQuarter(lw, lh, halvings);
    boolean rows = canRows(lw, lh, halvings);
    boolean columns = canColumns(lw, lh, halvings);
    if (!quad && !rows && !columns) {
      return Block.LEAF;
    }
    int l = map.find(x - 1, y);
    int a = map.find(x, y - 1);
    // Neighbours that are smaller say that this one may be divided, and in which direction.
    int leftLh = l >= 0 ? map.lh[l] : 7;
    int aboveLw = a >= 0 ? map.lw[a] : 7;
    int deeper = (leftLh < lh ? 1 : 0) + (aboveLw < lw ? 1 : 0);
    int size = lw * 8 + lh;
    int level = pic.level;
    Element e = Element.DIVIDED;
    int area = lw + lh - 5;
    int[] slots = coder.mixer.slots;
    slots[0] = e.slot(0, area * 3 + deeper);
    slots[1] =
        e.slot(
            1,
            (size * 4 + Math.min(3, Math.max(0, lh - leftLh + 1))) * 4
                + Math.min(3, Math.max(0, lw - aboveLw + 1)));
    slots[2] = e.slot(2, ((halvings * 8 + level) * 3 + deeper) * 8 + area);
    around(x, y, lw, lh, halvings);
    if (coder.code(division != Block.LEAF ? 1 : 0, e, 0, (area * 3 + deeper) & 63, 6) == 0) {
      return Block.LEAF;
    }
    if (quad) {
      if (!rows && !columns) {
        return Block.QUAD;
      }
      int sizes = size(l) + size(a);
      if (coder.bit(
              division == Block.QUAD ? 1 : 0,
              Element.QUAD,
              (lw - 3) * 4 + Math.clamp((2 * (lw + lh) - sizes + 1) >> 1, 0, 3),
              (lw * 32 + Math.min(31, sizes)) * 8 + level & 4095)
          != 0) {
        return Block.QUAD;
      }
    }
    boolean upright = columns;
    if (rows && columns) {
      int lean = (leftLh < lh ? 2 : 0) + (aboveLw < lw ? 1 : 0);
      int shape = Math.clamp(lw - lh + 2, 0, 4);
      upright =
          coder.bit(
                  division == Block.COLUMNS || division == Block.THREE_COLUMNS ? 1 : 0,
                  Element.DIRECTION,
                  shape * 4 + lean,
                  (size * 4 + lean) * 4 + halvings,
                  (Math.min(7, leftLh) * 8 + Math.min(7, aboveLw)) * 16 + lw * 2 + (inter ? 1 : 0))
              != 0;
    }
    int halves = upright ? Block.COLUMNS : Block.ROWS;
    if (canThree(halves, lw, lh)) {
      int neighbour = upright ? lw - aboveLw : lh - leftLh;
      boolean three =
          coder.bit(
                  division >= Block.THREE_ROWS ? 1 : 0,
                  Element.THREE,
                  area,
                  (size * 2 + (upright ? 1 : 0)) * 4 + Math.clamp(neighbour + 1, 0, 3),
                  (halvings * 8 + level) * 2 + (inter ? 1 : 0))
              != 0;
      return three ? halves + Block.THREE_ROWS - Block.ROWS : halves;
    }
    return halves;
  }

  // Log2 of the size of the block there.
  private int size(int unit) {
    return unit >= 0 ? map.lw[unit] + map.lh[unit] : 2 * Geometry.LARGEST;
  }

  // More contexts of a division: sizes and kinds of four neighbours, what they hold, and how small
  // blocks are at the same place in the first reference.
  private void around(int x, int y, int lw, int lh, int halvings) {
    int l = map.find(x - 1, y);
    int a = map.find(x, y - 1);
    int sizes =
        size(l) + size(a) + size(map.find(x - 1, y - 1)) + size(map.find(x + (1 << lw), y - 1));
    int smaller = Math.clamp((4 * (lw + lh) - sizes + 12) >> 1, 0, 15);
    int density = (l < 0 ? 1 : map.density[l]) * 6 + (a < 0 ? 1 : map.density[a]);
    int kinds = map.kinds(l, a);
    int before = 7;
    if (inter) {
      BlockMap ref = pic.references[0].map;
      int least = 2 * Geometry.LARGEST;
      for (int i = 0; i < 4; i++) {
        int rx = (x + (((i & 1) * 2 + 1) << lw >> 2)) >> 2;
        int ry = (y + (((i >> 1) * 2 + 1) << lh >> 2)) >> 2;
        int at = ry * ref.width + rx;
        least = Math.min(least, ref.lw[at] + ref.lh[at]);
      }
      before = Math.clamp(lw + lh - least + 2, 0, 6);
    }
    int area = lw + lh - 5;
    int[] slots = coder.mixer.slots;
    slots[3] = Element.DIVIDED_MORE.slot(0, (smaller * 8 + area) * 4 + halvings);
    slots[4] = Element.DIVIDED_MORE.slot(1, (density * 8 + area) * 4 + halvings);
    slots[5] = Element.DIVIDED_MORE.slot(2, (kinds * 8 + before) * 8 + area);
  }
}
