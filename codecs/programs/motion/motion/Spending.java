package motion;

import dev.codecsmith.codec.FrameBits;
import java.util.Arrays;

/**
 * Where the encoder's bits go, by frame and element of the syntax, for people who look at it.
 * Integers only, so equal on every machine.
 */
final class Spending {
  static final int SPLIT = 0;
  static final int MODES = 1;
  static final int INTRA = 2;
  static final int MOTION = 3;
  static final int LUMA = 4;
  static final int CHROMA = 5;

  /** What is told of no element, as the head of a frame. */
  static final int OTHER = 6;

  private static final String[] NAMES = {"split", "modes", "intra", "motion", "luma", "chroma"};

  private final long[] spent = new long[NAMES.length + 1];
  private long last;
  private long frameStart;

  /** All up to a position of the coder, in 1/256 bit, since the last one was of that element. */
  void add(int element, long position) {
    spent[element] += position - last;
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
