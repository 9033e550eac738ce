package matching;

import dev.codecsmith.codec.FrameBits;
import java.util.Arrays;

/**
 * Where the encoder's bits go, by frame and kind of syntax, for people who look at it. Integers
 * only, so equal on every machine.
 */
final class Spending {
  private static final String[] NAMES = {
    "coefficients", "split", "modes", "motion", "intra", "transform", "filter", "signs"
  };

  private final long[] spent = new long[NAMES.length + 1];
  private int lastKind = NAMES.length;
  private long last;
  private long frameStart;

  /** All up to a position of the coder, in 1/256 bit, was of that element. */
  void add(Element element, long position) {
    lastKind =
        switch (element) {
          case LAST_COLUMN, LAST_ROW, SIGNIFICANT, GREATER, ESCAPE, CODED_LUMA, CODED_CHROMA -> 0;
          case CODED_MORE, LAST_MORE -> 0;
          case DIVIDED, DIVIDED_MORE, QUAD, DIRECTION, THREE -> 1;
          case SKIP, SKIP_MORE, INTRA -> 2;
          case MERGE, MERGE_INDEX, BI, REFERENCE, PREDICTOR, DIFFERENCE, OVERLAP, LIGHT, FIT -> 3;
          case MERGE_MORE -> 3;
          case AFFINE, AFFINE_INDEX, SIX, SLOPE, FIELD, PAIR_WEIGHT, THIRD -> 3;
          case VECTOR, VECTOR_SIGN, OWN -> 3;
          case DERIVED, PROBABLE, PROBABLE_INDEX, MODE, FROM_LUMA, CHROMA_MODE, FUSED, WAY -> 4;
          case SPLIT, KIND, KIND_INDEX, DIRECTIONAL -> 5;
          case FILTER, FILTER_TAP, QP -> 6;
          case SIGN, SIGN_MORE -> 7;
        };
    addToLast(position);
  }

  /** The same of the element before, such as the signs behind levels. */
  void addToLast(long position) {
    spent[lastKind] += position - last;
    last = position;
  }

  /** Reports a frame that ends at that position, and begins the next. */
  void report(int frame, String type, long position) {
    FrameBits bits = new FrameBits(frame, type);
    for (int i = 0; i < NAMES.length; i++) {
      bits.element(NAMES[i], spent[i] >> 8);
    }
    bits.report((position >> 8) - (frameStart >> 8));
    Arrays.fill(spent, 0);
    frameStart = position;
    last = position;
    lastKind = NAMES.length;
  }

  /** The logarithm of a positive number of at most 32 bits, in 1/256, by squaring. */
  static int log2(long value) {
    int whole = 63 - Long.numberOfLeadingZeros(value);
    long x = value << (31 - whole);
    int log = whole << 8;
    for (int step = 128; step > 0; step >>= 1) {
      x = (x * x) >>> 31;
      if (x >= 1L << 32) {
        x >>= 1;
        log += step;
      }
    }
    return log;
  }
}
