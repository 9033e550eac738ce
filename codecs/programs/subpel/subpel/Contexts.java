package subpel;

import java.util.Arrays;

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

  // In per cent, what is usual: by the sizes of the neighbours for the coefficients, as listed
  // above for the rest.
  private static final int[] SIGNIFICANT_USUALLY = {25, 50, 52, 63, 76, 85};

  private static final int[] GREATER_USUALLY = {8, 18, 25, 38, 55, 72};

  private Contexts() {}

  /** How probable a 1 is, in per cent, in each context of a bitstream that has just begun. */
  static int[] usual() {
    int[] usual = new int[COUNT];
    Arrays.fill(usual, 50);
    put(usual, SPLIT, 50, 50, 50, 14, 48, 79, 8, 53, 87);
    put(usual, SKIP, 23, 59, 90);
    put(usual, INTRA, 25, 13, 6);
    put(usual, MERGE_INDEX, 29, 38, 46, 38);
    put(usual, BIPREDICTION, 10, 18, 18);
    put(usual, REFERENCE, 24, 29);
    put(usual, CODED_LUMA, 90, 53, 76, 71);
    put(usual, CODED_CHROMA, 38, 7, 44);
    put(usual, GROUP, 51, 95, 18, 93, 49, 90, 30, 88);
    Arrays.fill(usual, LAST, GROUP, 70);
    for (int i = SIGNIFICANT; i < GREATER; i++) {
      usual[i] = SIGNIFICANT_USUALLY[(i - SIGNIFICANT) % 6];
    }
    for (int i = GREATER; i < COUNT; i++) {
      usual[i] = GREATER_USUALLY[(i - GREATER) / 14 % 6];
    }
    return usual;
  }

  private static void put(int[] usual, int from, int... perCent) {
    System.arraycopy(perCent, 0, usual, from, perCent.length);
  }
}
