package subpel;

/**
 * Which probability belongs to which decision: the first context of each group, and the number of
 * all.
 */
final class Contexts {
  /** One more frame follows; it is intra. */
  static final int FRAME = 0;

  /** By the number of neighbours (left, above) that are split deeper, and the size. */
  static final int SPLIT = FRAME + 2;

  /** By the number of neighbours (left, above) that are skipped. */
  static final int SKIP = SPLIT + 9;

  /** By the size: inter or intra. */
  static final int INTRA = SKIP + 3;

  static final int MERGE = INTRA + 3;
  static final int MERGE_INDEX = MERGE + 1;

  /** By the size: two hypotheses. */
  static final int BIPREDICTION = MERGE_INDEX + 8;

  static final int REFERENCE = BIPREDICTION + 3;
  static final int PREDICTOR = REFERENCE + 6;

  /** Per component: not zero; then an Exp-Golomb prefix. */
  static final int VECTOR = PREDICTOR + 1;

  static final int PARTS = VECTOR + 2 * 12;
  static final int PROBABLE_MODE = PARTS + 1;
  static final int PROBABLE_INDEX = PROBABLE_MODE + 1;
  static final int CHROMA_MODE = PROBABLE_INDEX + 2;

  /** Some coefficient of the block is not zero. */
  static final int CODED = CHROMA_MODE + 5;

  static final int CODED_LUMA = CODED + 1;
  static final int CODED_CHROMA = CODED_LUMA + 4;

  /** By the size: four transforms instead of one. */
  static final int TRANSFORM_SPLIT = CODED_CHROMA + 4;

  /** Per plane type and transform size: x, then y of the last coefficient. */
  static final int LAST = TRANSFORM_SPLIT + 3;

  static final int GROUP = LAST + 2 * 4 * 2 * 10;
  static final int SIGNIFICANT = GROUP + 2 * 2 * 2;
  static final int GREATER = SIGNIFICANT + 2 * 3 * 4 * 6;
  static final int COUNT = GREATER + 2 * 3 * 6 * 14;

  private Contexts() {}
}
