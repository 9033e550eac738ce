package intra;

/**
 * Which probability belongs to which decision: the first context of each group, and the number of
 * all.
 */
final class Contexts {
  /** One more frame follows. */
  static final int FRAME = 0;

  /** By the number of neighbours (left, above) that are split. */
  static final int SPLIT = FRAME + 1;

  static final int PARTS = SPLIT + 3;
  static final int PROBABLE_MODE = PARTS + 1;
  static final int PROBABLE_INDEX = PROBABLE_MODE + 1;
  static final int CHROMA_MODE = PROBABLE_INDEX + 2;

  /** Some coefficient of a transform is not zero: the block's only one, one of four. */
  static final int CODED_LUMA = CHROMA_MODE + 4;

  /** U; V if U is not coded; V if it is. */
  static final int CODED_CHROMA = CODED_LUMA + 2;

  /** Per plane type and transform size: x, then y of the last coefficient. */
  static final int LAST = CODED_CHROMA + 3;

  static final int GROUP = LAST + 2 * 3 * 2 * 8;
  static final int SIGNIFICANT = GROUP + 2 * 2 * 2;
  static final int GREATER = SIGNIFICANT + 2 * 3 * 4 * 6;
  static final int COUNT = GREATER + 2 * 3 * 6 * 14;

  private Contexts() {}
}
