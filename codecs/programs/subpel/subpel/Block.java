package subpel;

/**
 * A node of a block tree: either split into four, or a leaf with all that is coded of it. The
 * encoder builds trees while it searches; the decoder fills one leaf again and again.
 */
final class Block {
  final int x;
  final int y;
  final int log2;

  /** The four quarters (those outside the picture null), or null for a leaf. */
  Block[] children;

  boolean skip;
  boolean intra;

  /** Takes its motion from a neighbour: the index into the list of candidates. */
  boolean merge;

  int mergeIndex;
  final Motion motion = new Motion();

  /** Which of the two predictors each vector's difference refers to. */
  final int[] predictor = new int[2];

  /** Four intra predictions of luma instead of one. */
  boolean parts;

  final int[] intraModes = new int[4];

  /** 0: luma's mode; 1 to 4: see {@link IntraPredictor#chromaMode}. */
  int chromaMode;

  /** Four transforms of luma instead of one, though the prediction is one. */
  boolean quartered;

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

  /** Takes over how another block is predicted from earlier pictures. */
  void takeMotion(Block other) {
    motion.copyFrom(other.motion);
    merge = other.merge;
    mergeIndex = other.mergeIndex;
    predictor[0] = other.predictor[0];
    predictor[1] = other.predictor[1];
  }

  boolean transformSplit() {
    return parts || quartered;
  }

  /** Log2 of the size of luma's transforms. */
  int lumaTransformLog2() {
    return transformSplit() ? log2 - 1 : log2;
  }

  boolean anyCoded() {
    return codedLuma[0]
        || codedLuma[1]
        || codedLuma[2]
        || codedLuma[3]
        || codedChroma[0][0]
        || codedChroma[0][1]
        || codedChroma[1][0]
        || codedChroma[1][1];
  }
}
