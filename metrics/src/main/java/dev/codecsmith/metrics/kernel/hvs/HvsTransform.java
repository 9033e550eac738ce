package dev.codecsmith.metrics.kernel.hvs;

/**
 * Daala's DCT of 8x8 samples in whole numbers: a factored type-II DCT of lifting steps, each a
 * multiplication by a fraction with a power of two below, rounded.
 */
final class HvsTransform {

  private HvsTransform() {}

  /** Transforms 64 values, row after row, in place; {@code scratch} has 64 places. */
  static void forward(int[] block, int[] scratch) {
    for (int i = 0; i < 8; i++) {
      forward8(block, i, scratch, 8 * i);
    }
    for (int i = 0; i < 8; i++) {
      forward8(scratch, i, block, 8 * i);
    }
  }

  /** Transforms a column of {@code in} into a row of {@code out}. */
  private static void forward8(int[] in, int from, int[] out, int to) {
    // Sums and differences of mirrored samples, each halved where it would grow.
    int odd0 = in[from] - in[from + 56];
    int odd0Half = half(odd0);
    int even0 = in[from] - odd0Half;
    int even1 = in[from + 8] + in[from + 48];
    int even1Half = half(even1);
    int odd1 = in[from + 48] - even1Half;
    int odd2 = in[from + 16] - in[from + 40];
    int even2 = in[from + 16] - half(odd2);
    int even3 = in[from + 24] + in[from + 32];
    int even3Half = half(even3);
    int odd3 = even3Half - in[from + 32];

    // The even half: a DCT of 4.
    even0 += even3Half;
    even3 = even0 - even3;
    even2 = even1Half - even2;
    even1 = even2 - even1;
    even0 -= scaled(even1, 13573, 15);
    even1 += scaled(even0, 11585, 14);
    even0 -= scaled(even1, 13573, 15);
    even3 -= scaled(even2, 21895, 15);
    even2 += scaled(even3, 15137, 14);
    even3 -= scaled(even2, 21895, 15);

    // The odd half: a DST of 4.
    odd2 += scaled(odd1, 19195, 15);
    odd1 += scaled(odd2, 11585, 14);
    odd2 -= scaled(odd1, 7489, 13);
    odd3 = half(odd1) - odd3;
    odd1 -= odd3;
    odd2 = odd0Half - odd2;
    odd0 -= odd2;
    odd3 += scaled(odd0, 3227, 15);
    odd0 -= scaled(odd3, 6393, 15);
    odd3 += scaled(odd0, 3227, 15);
    odd1 += scaled(odd2, 2485, 13);
    odd2 -= scaled(odd1, 18205, 15);
    odd1 += scaled(odd2, 2485, 13);

    out[to] = even0;
    out[to + 1] = odd0;
    out[to + 2] = even2;
    out[to + 3] = odd2;
    out[to + 4] = even1;
    out[to + 5] = odd1;
    out[to + 6] = even3;
    out[to + 7] = odd3;
  }

  /** Half, rounded towards zero. */
  private static int half(int value) {
    return (value + (value >>> 31)) >> 1;
  }

  private static int scaled(int value, int factor, int shift) {
    return (value * factor + (1 << (shift - 1))) >> shift;
  }
}
