package intra;

/**
 * A node of a block tree: either split into four, or a leaf with all that is coded of it. The
 * encoder builds trees while it searches; the decoder fills one leaf after another.
 */
final class Block {
  final int x;
  final int y;
  final int log2;

  /** The four quarters (those outside the picture null), or null for a leaf. */
  Block[] children;

  /** Four predictions and transforms of luma instead of one. */
  boolean parts;

  final int[] modes = new int[4];

  /** 0: luma's mode; 1 to 4: see {@link IntraPredictor#chromaMode}. */
  int chromaMode;

  final boolean[] codedLuma = new boolean[4];

  /** Per chroma plane and stacked transform. */
  final boolean[][] codedChroma = new boolean[2][2];

  /** Quantised coefficients, transform after transform, each row after row. */
  final int[][] levels;

  /** A node to be split, or a place only. */
  Block(int x, int y, int log2) {
    this.x = x;
    this.y = y;
    this.log2 = log2;
    this.levels = new int[0][];
  }

  /** A leaf. */
  Block(int x, int y, int log2, Geometry geometry) {
    this.x = x;
    this.y = y;
    this.log2 = log2;
    this.levels = new int[geometry.planes][];
    for (int p = 0; p < geometry.planes; p++) {
      levels[p] = new int[1 << (2 * log2 - geometry.shiftX(p) - geometry.shiftY(p))];
    }
  }

  /** Log2 of the size of luma's transforms. */
  int lumaTransformLog2() {
    return parts ? log2 - 1 : log2;
  }
}
