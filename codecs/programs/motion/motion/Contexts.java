package motion;

/**
 * Which probability belongs to which decision: the first context of each group, and the number of
 * all.
 */
final class Contexts {
  /** One more frame follows; it is intra. */
  static final int FRAME = 0;

  /** By the number of neighbours (left, above) that are split. */
  static final int SPLIT = FRAME + 2;

  /** By the number of neighbours (left, above) that are skipped. */
  static final int SKIP = SPLIT + 3;

  /** By the size. */
  static final int INTRA = SKIP + 3;

  /** Per component: not zero; then an Exp-Golomb prefix. */
  static final int VECTOR = INTRA + 2;

  static final int PARTS = VECTOR + 2 * 10;
  static final int PROBABLE_MODE = PARTS + 1;
  static final int PROBABLE_INDEX = PROBABLE_MODE + 1;
  static final int CHROMA_MODE = PROBABLE_INDEX + 2;

  /** Some coefficient of a transform is not zero: inter, intra, a quarter of intra. */
  static final int CODED_LUMA = CHROMA_MODE + 4;

  /** U; V if U is not coded; V if it is. */
  static final int CODED_CHROMA = CODED_LUMA + 3;

  /** Per plane type and transform size: x, then y of the last coefficient. */
  static final int LAST = CODED_CHROMA + 3;

  static final int GROUP = LAST + 2 * 3 * 2 * 8;
  static final int SIGNIFICANT = GROUP + 2 * 2 * 2;
  static final int GREATER = SIGNIFICANT + 2 * 3 * 4 * 6;
  static final int COUNT = GREATER + 2 * 3 * 6 * 14;

  private Contexts() {}
}
