package motion;

import java.util.Arrays;

/**
 * The quantised coefficients of one transform: where the last one lies, then, from there back to
 * the first, groups of 4x4 that hold something, coefficients that are not zero and how large they
 * are. What is probable follows from the place in the spectrum and from the five neighbours of
 * higher frequency, which are coded already.
 */
final class ResidualSyntax {
  /** Row distance of {@link #sizes}, whose border stays zero. */
  static final int STRIDE = 20;

  private static final int UNARY = 14;
  private static final int[] LAST_GROUP = {0, 1, 2, 3, 4, 4, 5, 5, 6, 6, 6, 6, 7, 7, 7, 7};
  private static final int[] LAST_START = {0, 1, 2, 3, 4, 6, 8, 12};
  private static final int[] LAST_BITS = {0, 0, 0, 0, 1, 1, 2, 2};

  private final int[] sizes = new int[STRIDE * STRIDE];

  /**
   * Codes one transform that is known to hold a coefficient.
   *
   * @param levels where its coefficients stand, row after row, from {@code offset}; all zero before
   *     decoding
   */
  void code(BinaryCoder coder, int[] levels, int offset, int log2, boolean luma) {
    Scan scan = Scan.of(log2);
    int n = 1 << log2;
    int last = 0;
    for (int i = scan.length - 1; i > 0 && last == 0; i--) {
      last = levels[offset + scan.raster[i]] != 0 ? i : 0;
    }
    int x = last(coder, log2, luma, 0, scan.raster[last] & (n - 1));
    int y = last(coder, log2, luma, 1, scan.raster[last] >> log2);
    last = scan.index[y << log2 | x];
    clear(sizes, n);
    int lastGroup = last >> 4;
    for (int group = lastGroup; group >= 0; group--) {
      int start = Math.min(last, 16 * group + 15);
      boolean given = group == lastGroup || group == 0;
      if (!given) {
        boolean any = false;
        for (int i = 16 * group; i <= start; i++) {
          any |= levels[offset + scan.raster[i]] != 0;
        }
        if (!coder.flag(groupContext(sizes, scan.raster[16 * group], log2, luma), any)) {
          continue;
        }
      }
      boolean found = given;
      for (int i = start; i >= 16 * group; i--) {
        int raster = scan.raster[i];
        int at = (raster >> log2) * STRIDE + (raster & (n - 1));
        int level = levels[offset + raster];
        int sum = neighbours(sizes, at);
        // The last one is not zero, nor is the only one left of a group that holds something.
        boolean implied = i == last || (i == 16 * group && !found);
        if (!implied
            && coder.bit(significantContext(raster, log2, luma, sum), level != 0 ? 1 : 0) == 0) {
          continue;
        }
        found = true;
        int size =
            1 + magnitude(coder, greaterContext(raster, log2, luma, sum), Math.abs(level) - 1);
        sizes[at] = size;
        levels[offset + raster] = coder.bits(1, level < 0 ? 1 : 0) != 0 ? -size : size;
      }
    }
  }

  private int last(BinaryCoder coder, int log2, boolean luma, int axis, int position) {
    int context = lastContext(log2, luma, axis);
    int group = coder.unary(context, 8, LAST_GROUP[(1 << log2) - 1], LAST_GROUP[position]);
    int bits = LAST_BITS[group];
    return LAST_START[group] + (bits > 0 ? coder.bits(bits, position - LAST_START[group]) : 0);
  }

  private static int magnitude(BinaryCoder coder, int context, int value) {
    int size = coder.unary(context, UNARY, UNARY, value);
    return size < UNARY ? size : UNARY + escape(coder, value - UNARY);
  }

  private static int escape(BinaryCoder coder, int value) {
    int width = 0;
    while (width < 20 && coder.bits(1, value >= (2 << width) - 1 ? 1 : 0) != 0) {
      width++;
    }
    return (1 << width) - 1 + coder.bits(width, value - (1 << width) + 1);
  }

  private static int lastContext(int log2, boolean luma, int axis) {
    return Contexts.LAST + (((luma ? 0 : 3) + log2 - 2) * 2 + axis) * 8;
  }

  /** The context of "this group holds something": whether one to its right or below does. */
  static int groupContext(int[] sizes, int firstRaster, int log2, boolean luma) {
    int at = (firstRaster >> log2) * STRIDE + (firstRaster & ((1 << log2) - 1));
    int sum = 0;
    for (int i = 0; i < 4; i++) {
      sum |= sizes[at + i * STRIDE + 4] | sizes[at + 4 * STRIDE + i];
    }
    return Contexts.GROUP + (luma ? 0 : 4) + (log2 > 3 ? 2 : 0) + (sum != 0 ? 1 : 0);
  }

  /** Makes the part of a field of sizes zero that a transform of {@code n} columns looks at. */
  static void clear(int[] sizes, int n) {
    int end = n + 4;
    for (int row = 0; row < end; row++) {
      Arrays.fill(sizes, row * STRIDE, row * STRIDE + end, 0);
    }
  }

  static int neighbours(int[] sizes, int at) {
    return sizes[at + 1]
        + sizes[at + 2]
        + sizes[at + STRIDE]
        + sizes[at + STRIDE + 1]
        + sizes[at + 2 * STRIDE];
  }

  static int significantContext(int raster, int log2, boolean luma, int sum) {
    int diagonal = (raster >> log2) + (raster & ((1 << log2) - 1));
    int place = diagonal == 0 ? 0 : diagonal < 2 ? 1 : diagonal < 5 ? 2 : 3;
    int near = sum < 3 ? sum : sum < 5 ? 3 : sum < 8 ? 4 : 5;
    return Contexts.SIGNIFICANT + (((luma ? 0 : 3) + Math.min(log2 - 2, 2)) * 4 + place) * 6 + near;
  }

  static int greaterContext(int raster, int log2, boolean luma, int sum) {
    int diagonal = (raster >> log2) + (raster & ((1 << log2) - 1));
    int place = diagonal == 0 ? 0 : diagonal < 3 ? 1 : 2;
    int near = sum < 3 ? sum : sum < 5 ? 3 : sum < 8 ? 4 : 5;
    return Contexts.GREATER + (((luma ? 0 : 3) + place) * 6 + near) * UNARY;
  }
}
