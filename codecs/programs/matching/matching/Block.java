package matching;

/** A node of the partition tree: divided, or a leaf that is predicted as one. */
final class Block {
  /** How a node is divided. */
  static final int LEAF = 0;

  static final int QUAD = 1;

  /** Into an upper and a lower half. */
  static final int ROWS = 2;

  /** Into a left and a right half. */
  static final int COLUMNS = 3;

  /** Into a half between two quarters, one below the other: ternary division as in VVC. */
  static final int THREE_ROWS = 4;

  /** The same beside each other. */
  static final int THREE_COLUMNS = 5;

  final int x;
  final int y;

  /** Log2 of width and height in luma samples. */
  final int lw;

  final int lh;
  int division;
  Block[] children;

  boolean intra;
  boolean skip;
  boolean merge;
  int mergeIndex;

  /** Whether the prediction leans towards what the motion of the neighbours predicts. */
  boolean overlap;

  /** Whether the prediction is fitted to the light around the block. */
  boolean light;

  /** Which candidate adds a third prediction, 0 without: see {@link ThirdPrediction}. */
  int third;

  final Motion thirdMotion = new Motion();

  /** An encoder's: the transformed difference that the prediction leaves. */
  int misfit;

  final Motion motion = new Motion();

  /** Motion that is not the same all over the block, or null. */
  Affine affine;

  int affineIndex;

  /** What the block moves by instead of one motion, or null. */
  MotionField field;

  final int[] predictor = new int[2];

  /** What is sent of each vector of the block's own. */
  final int[][] differences = new int[2][2];

  int mode;

  /** Whether the modes are those of {@link TemplateModes}. */
  boolean fused;

  int second;
  int weight;
  int chromaMode;

  /** Whether the luma transforms are half as wide and high as the block. */
  boolean split;

  /** Per luma transform which one it is. */
  final byte[] kind = new byte[4];

  final boolean[][] coded = new boolean[3][4];
  int[][] levels;

  /** Per plane and transform: what {@link SignSyntax} guesses the signs from. */
  final int[][][] border = new int[3][4][];

  Block(int x, int y, int lw, int lh) {
    this.x = x;
    this.y = y;
    this.lw = lw;
    this.lh = lh;
  }

  /** How many parts a division makes. */
  static int parts(int division) {
    return division == QUAD ? 4 : division >= THREE_ROWS ? 3 : 2;
  }

  /** Where part {@code i} begins. */
  static int partX(int division, int i, int lw) {
    return switch (division) {
      case QUAD -> (i & 1) << (lw - 1);
      case COLUMNS -> i << (lw - 1);
      case THREE_COLUMNS -> (i + (i >> 1)) << (lw - 2);
      default -> 0;
    };
  }

  static int partY(int division, int i, int lh) {
    return switch (division) {
      case QUAD -> (i >> 1) << (lh - 1);
      case ROWS -> i << (lh - 1);
      case THREE_ROWS -> (i + (i >> 1)) << (lh - 2);
      default -> 0;
    };
  }

  /** Log2 of its width and height. */
  static int partLw(int division, int i, int lw) {
    return switch (division) {
      case QUAD, COLUMNS -> lw - 1;
      case THREE_COLUMNS -> i == 1 ? lw - 1 : lw - 2;
      default -> lw;
    };
  }

  static int partLh(int division, int i, int lh) {
    return switch (division) {
      case QUAD, ROWS -> lh - 1;
      case THREE_ROWS -> i == 1 ? lh - 1 : lh - 2;
      default -> lh;
    };
  }

  Block leaf() {
    int area = 1 << (lw + lh);
    levels = new int[][] {new int[area], new int[area >> 2], new int[area >> 2]};
    return this;
  }

  int width() {
    return 1 << lw;
  }

  int height() {
    return 1 << lh;
  }

  /** Log2 of the width of the transforms in that plane. */
  int transformLw(int plane) {
    return plane > 0 ? lw - 1 : Math.min(split ? lw - 1 : lw, Geometry.LARGEST_TRANSFORM);
  }

  int transformLh(int plane) {
    return plane > 0 ? lh - 1 : Math.min(split ? lh - 1 : lh, Geometry.LARGEST_TRANSFORM);
  }

  /** Transforms in that plane. */
  int count(int plane) {
    return plane > 0 ? 1 : 1 << (lw - transformLw(0) + lh - transformLh(0));
  }

  /** Where transform {@code t} of that plane lies in the plane. */
  int transformX(int plane, int t) {
    return (x >> Geometry.shift(plane))
        + ((t & ((1 << (lw - Geometry.shift(plane) - transformLw(plane))) - 1))
            << transformLw(plane));
  }

  int transformY(int plane, int t) {
    return (y >> Geometry.shift(plane))
        + ((t >> (lw - Geometry.shift(plane) - transformLw(plane))) << transformLh(plane));
  }

  /** Where the levels of that transform begin. */
  int offset(int plane, int t) {
    return t << (transformLw(plane) + transformLh(plane));
  }

  boolean any() {
    for (boolean[] plane : coded) {
      for (boolean transform : plane) {
        if (transform) {
          return true;
        }
      }
    }
    return false;
  }
}
