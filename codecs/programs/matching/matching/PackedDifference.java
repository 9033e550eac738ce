package matching;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * How unlike a block of 8-bit samples is to predictions by motion, four samples at a time: each
 * long holds four lanes of 16 bits, and its sums and differences are those of all lanes, as a
 * negative lane borrows from the next and {@code abs} gives it back.
 *
 * <p>The trick is that of x264's portable SATD (packed sums, by L. Merritt and others), with twice
 * as many lanes. What comes out is exactly what {@link Difference} finds of the prediction.
 */
final class PackedDifference {
  /** The answer where a prediction leaves the range of the lanes: to be found in another way. */
  static final int UNKNOWN = -1;

  /** Whether this machine puts the first of four samples into the lowest lane. */
  static final boolean USABLE = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
  private static final long EACH = 0x0001000100010001L;
  private static final long TOP = EACH << 15;
  private static final long EVEN = 0x0000FFFF0000FFFFL;
  private static final long HALF = 0xFFFFFFFFL;

  // What makes a prediction in 14 bits positive, with half of what is rounded off.
  private static final long BIAS = EACH * (8192 + 32);

  // A sample of 0 in a lane, here and in the packed block.
  private static final long ZERO = EACH << 8;

  private final long[] block = new long[64 * 16];
  private final long[] work = new long[16];
  private int w;
  private int h;
  private int keptX = -1;
  private int keptY;

  /** Takes a block of a plane that does not change, unless it is the one that was kept last. */
  void keep(Plane p, int x, int y, int newW, int newH) {
    if (x != keptX || y != keptY || newW != w || newH != h) {
      take(p, x, y, newW, newH);
      keptX = x;
      keptY = y;
    }
  }

  /** Takes the block that is compared with: as wide as a multiple of four samples, or two. */
  void take(Plane p, int x, int y, int newW, int newH) {
    w = newW;
    h = newH;
    char[] s = p.samples;
    int k = 0;
    if (w == 2) {
      for (int r = 0; r < h; r += 2) {
        int i = p.at(x, y + r);
        int j = i + p.width;
        block[k++] =
            ZERO + (s[i] | (long) s[i + 1] << 16 | (long) s[j] << 32 | (long) s[j + 1] << 48);
      }
      return;
    }
    for (int r = 0; r < h; r++) {
      int i = p.at(x, y + r);
      for (int c = 0; c < w; c += 4, i += 4) {
        block[k++] =
            ZERO + (s[i] | (long) s[i + 1] << 16 | (long) s[i + 2] << 32 | (long) s[i + 3] << 48);
      }
    }
  }

  // Adds the bias in each lane.
  private static long raise(long v) {
    return ((v & ~TOP) + BIAS) ^ (v & TOP);
  }

  private static long abs(long v) {
    long s = ((v >>> 15) & EACH) * 0xFFFF;
    return (v + s) ^ s;
  }

  // Four samples of a prediction, like those of the block.
  private static long sample(long v) {
    return ((raise(v) >>> 6) & (EACH * 0x3FF)) + (EACH << 7);
  }

  // The same of the mean of two predictions that are raised.
  private static long mean(long a, long b) {
    return (((a + b) >>> 7) & (EACH * 0x1FF)) + (EACH << 7);
  }

  // Not 0 where samples left the range.
  private static long odd(long samples, long raised) {
    return (samples & (EACH * 0x300)) | (raised & TOP);
  }

  private static long at(MemorySegment s, int i) {
    return s.get(LONG, 2L * i);
  }

  /** As {@link Difference#transformed}, of one prediction. */
  int transformed(Interpolator.View view) {
    MemorySegment s = view.segment;
    int stride = view.stride;
    int n = Math.min(Math.min(w, h), 8);
    int across = w >> 2;
    long[] o = work;
    int sum = 0;
    long seen = 0;
    for (int y = 0; y < h; y += n) {
      for (int x = 0; x < w; x += n) {
        int from = view.at + y * stride + x;
        int k = y * across + (x >> 2);
        if (n == 8) {
          for (int r = 0; r < 8; r++, from += stride, k += across) {
            long a = sample(at(s, from));
            long b = sample(at(s, from + 4));
            seen |= (a ^ ZERO) | (b ^ ZERO);
            o[r] = block[k] - a;
            o[8 + r] = block[k + 1] - b;
          }
          sum += (eight() + 2) >> 2;
        } else {
          for (int r = 0; r < 4; r++, from += stride, k += across) {
            long a = sample(at(s, from));
            seen |= a ^ ZERO;
            o[r] = block[k] - a;
          }
          sum += (four() + 1) >> 1;
        }
      }
    }
    return odd(seen, 0) != 0 ? UNKNOWN : sum;
  }

  /** As {@link Difference#transformed}, of samples of 8 bits. */
  int transformed(MemorySegment s, int at, int stride) {
    int n = Math.min(Math.min(w, h), 8);
    int across = w >> 2;
    long[] o = work;
    int sum = 0;
    for (int y = 0; y < h; y += n) {
      for (int x = 0; x < w; x += n) {
        int from = at + y * stride + x;
        int k = y * across + (x >> 2);
        if (n == 8) {
          for (int r = 0; r < 8; r++, from += stride, k += across) {
            o[r] = block[k] - ZERO - at(s, from);
            o[8 + r] = block[k + 1] - ZERO - at(s, from + 4);
          }
          sum += (eight() + 2) >> 2;
        } else {
          for (int r = 0; r < 4; r++, from += stride, k += across) {
            o[r] = block[k] - ZERO - at(s, from);
          }
          sum += (four() + 1) >> 1;
        }
      }
    }
    return sum;
  }

  /** As {@link Difference#transformed}, of the mean of two predictions. */
  int transformed(Interpolator.View view, Interpolator.View view2) {
    MemorySegment s = view.segment;
    MemorySegment s2 = view2.segment;
    int stride = view.stride;
    int stride2 = view2.stride;
    int n = Math.min(Math.min(w, h), 8);
    int across = w >> 2;
    long[] o = work;
    int sum = 0;
    long seen = 0;
    long raised = 0;
    for (int y = 0; y < h; y += n) {
      for (int x = 0; x < w; x += n) {
        int from = view.at + y * stride + x;
        int from2 = view2.at + y * stride2 + x;
        int k = y * across + (x >> 2);
        if (n == 8) {
          for (int r = 0; r < 8; r++, from += stride, from2 += stride2, k += across) {
            long a = raise(at(s, from));
            long b = raise(at(s2, from2));
            long c = raise(at(s, from + 4));
            long d = raise(at(s2, from2 + 4));
            raised |= a | b | c | d;
            long left = mean(a, b);
            long right = mean(c, d);
            seen |= (left ^ ZERO) | (right ^ ZERO);
            o[r] = block[k] - left;
            o[8 + r] = block[k + 1] - right;
          }
          sum += (eight() + 2) >> 2;
        } else {
          for (int r = 0; r < 4; r++, from += stride, from2 += stride2, k += across) {
            long a = raise(at(s, from));
            long b = raise(at(s2, from2));
            raised |= a | b;
            long both = mean(a, b);
            seen |= both ^ ZERO;
            o[r] = block[k] - both;
          }
          sum += (four() + 1) >> 1;
        }
      }
    }
    return odd(seen, raised) != 0 ? UNKNOWN : sum;
  }

  /** The sum of absolute differences from one prediction, or with another from their mean. */
  int absolute(Interpolator.View view, Interpolator.View view2) {
    MemorySegment s = view.segment;
    int stride = view.stride;
    int from = view.at;
    int step = w == 2 ? 2 : 1;
    int across = w == 2 ? 1 : w >> 2;
    long sum = 0;
    long seen = 0;
    long raised = 0;
    int k = 0;
    if (view2 == null) {
      for (int r = 0; r < h; r += step, from += step * stride) {
        for (int c = 0; c < across; c++) {
          long a = sample(w == 2 ? pairs(s, from, stride) : at(s, from + 4 * c));
          seen |= a ^ ZERO;
          sum += sums(abs(block[k++] - a));
        }
      }
    } else {
      MemorySegment s2 = view2.segment;
      int stride2 = view2.stride;
      int from2 = view2.at;
      for (int r = 0; r < h; r += step, from += step * stride, from2 += step * stride2) {
        for (int c = 0; c < across; c++) {
          long a = raise(w == 2 ? pairs(s, from, stride) : at(s, from + 4 * c));
          long b = raise(w == 2 ? pairs(s2, from2, stride2) : at(s2, from2 + 4 * c));
          raised |= a | b;
          long both = mean(a, b);
          seen |= both ^ ZERO;
          sum += sums(abs(block[k++] - both));
        }
      }
    }
    return odd(seen, raised) != 0 ? UNKNOWN : (int) ((sum & HALF) + (sum >>> 32));
  }

  /**
   * How far two predictions of a block are apart on every second row, in 14 bits; it may stop above
   * a limit.
   */
  static int apart(Interpolator.View view, Interpolator.View view2, int w, int h, int limit) {
    MemorySegment s = view.segment;
    MemorySegment s2 = view2.segment;
    int stride = view.stride;
    long raised = 0;
    int total = 0;
    for (int r = 0; r < h && total < limit; r += 2) {
      int from = view.at + r * stride;
      int from2 = view2.at + r * view2.stride;
      long sum = 0;
      for (int c = 0; c < w; c += 4) {
        long a = raise(at(s, from + c));
        long b = raise(at(s2, from2 + c));
        raised |= a | b;
        sum += sums(abs(a - b));
      }
      total += (int) ((sum & HALF) + (sum >>> 32));
    }
    return (raised & TOP) != 0 ? UNKNOWN : total;
  }

  /**
   * The sum of absolute differences from whole samples; it stops after eight rows or more above a
   * limit.
   */
  int absolute(MemorySegment whole, int at, int stride, double limit) {
    int across = w >> 2;
    int total = 0;
    int k = 0;
    for (int r = 0; r < h; r += 8) {
      int end = Math.min(h, r + 8);
      long sum = 0;
      for (int y = r; y < end; y++) {
        int from = at + y * stride;
        for (int c = 0; c < across; c++) {
          sum += abs(block[k++] - ZERO - at(whole, from + 4 * c));
        }
      }
      sum = sums(sum);
      total += (int) ((sum & HALF) + (sum >>> 32));
      if (total > limit) {
        break;
      }
    }
    return total;
  }

  private static long pairs(MemorySegment s, int i, int stride) {
    return (s.get(INT, 2L * i) & HALF) | (long) s.get(INT, 2L * (i + stride)) << 32;
  }

  // Two sums of two lanes.
  private static long sums(long v) {
    return (v & EVEN) + ((v >>> 16) & EVEN);
  }

  // The sizes of the transform of 8x8 differences that lie in the work, left and right halves.
  private int eight() {
    long[] o = work;
    for (int i = 0; i < 16; i += 8) {
      long s0 = o[i] + o[i + 4];
      long s1 = o[i + 1] + o[i + 5];
      long s2 = o[i + 2] + o[i + 6];
      long s3 = o[i + 3] + o[i + 7];
      long s4 = o[i] - o[i + 4];
      long s5 = o[i + 1] - o[i + 5];
      long s6 = o[i + 2] - o[i + 6];
      long s7 = o[i + 3] - o[i + 7];
      long a = s0 + s2;
      long b = s1 + s3;
      long c = s0 - s2;
      long d = s1 - s3;
      o[i] = a + b;
      o[i + 1] = a - b;
      o[i + 2] = c + d;
      o[i + 3] = c - d;
      a = s4 + s6;
      b = s5 + s7;
      c = s4 - s6;
      d = s5 - s7;
      o[i + 4] = a + b;
      o[i + 5] = a - b;
      o[i + 6] = c + d;
      o[i + 7] = c - d;
    }
    long sum = 0;
    for (int i = 0; i < 8; i++) {
      sum += lanes(o[i] + o[i + 8], o[i] - o[i + 8]);
    }
    return (int) ((sum & HALF) + (sum >>> 32));
  }

  private int four() {
    long[] o = work;
    long a = o[0] + o[2];
    long b = o[1] + o[3];
    long c = o[0] - o[2];
    long d = o[1] - o[3];
    long sum = lanes(a + b, a - b) + lanes(c + d, c - d);
    return (int) ((sum & HALF) + (sum >>> 32));
  }

  // The sizes of the transforms across the lanes of two longs, as two sums.
  private static long lanes(long first, long second) {
    long u = first + (EACH << 13);
    long v = second + (EACH << 13);
    long low = (u & HALF) | v << 32;
    long high = (u >>> 32) | (v & ~HALF);
    long plus = low + high;
    long minus = low - high + (EACH << 14);
    long even = (plus & EVEN) | (minus & EVEN) << 16;
    long other = ((plus >>> 16) & EVEN) | (minus & ~EVEN);
    return sums(abs(even + other - TOP)) + sums(abs(even - other));
  }
}
