package matching;

import java.util.Arrays;

/**
 * The signs of a transform's levels, each with the probability that follows from how smoothly the
 * block would join its neighbours: what lies along the border above and to the left of the block
 * tells, less the prediction there, what the residual should be in its first row and column. These
 * two lines are taken into the transform's own domain, where each coefficient adds to one entry of
 * each; the levels are taken by size, the largest first, and what is known of them is subtracted.
 *
 * <p>The idea is that of sign prediction (F. Henry, G. Clare, "Residual coefficient sign
 * prediction", JVET-D0031, 2016; ECM has it for eight signs by trying all combinations). Here each
 * sign is coded by itself, with how sure the guess is as a context.
 */
final class SignSyntax {
  private static final int MOST = 32;
  private static final int NONE = 1 << 20;
  private static final int START = 5;

  private final BinaryCoder coder;
  private final Geometry g;
  private final MotionBorder motion;
  private int third;
  private int thirdAgree;
  // What the first row and column should hold, in the transform's domain: for the sample next to
  // the border, and for the line through two of them, and what MotionBorder finds.
  private final int[][] rows = new int[3][MOST];
  private final int[][] columns = new int[3][MOST];
  // What coefficients of unknown sign add to the variance of each.
  private final long[] rowDoubt = new long[MOST];
  private final long[] columnDoubt = new long[MOST];
  private final int[] order = new int[MOST * MOST];
  private final long[] keys = new long[MOST * MOST];
  private final int[] sizes = new int[MOST * MOST];

  SignSyntax(BinaryCoder coder, Picture pic, InterPredictor inter) {
    this.coder = coder;
    this.g = pic.g;
    this.motion = new MotionBorder(pic, inter);
  }

  /**
   * What the border of a transform lacks in its prediction, which the plane holds: for each sample
   * of the first row, then of the first column, once by the nearest sample and once by two.
   */
  static int[] border(Plane p, int x, int y, int lw, int lh) {
    int w = 1 << lw;
    int h = 1 << lh;
    int[] out = new int[2 * (w + h)];
    char[] s = p.samples;
    for (int i = 0; i < w && y > 1; i++) {
      int at = p.at(x + i, y);
      int near = s[at - p.width];
      out[i] = near - s[at];
      out[w + h + i] = 2 * near - s[at - 2 * p.width] - s[at];
    }
    for (int i = 0; i < h && x > 1; i++) {
      int at = p.at(x, y + i);
      int near = s[at - 1];
      out[w + i] = near - s[at];
      out[w + h + w + i] = 2 * near - s[at - 2] - s[at];
    }
    return out;
  }

  /** Writes, counts or reads the signs of a transform whose sizes are known. */
  void code(Block b, int p, int t, int[] border, Quantiser q) {
    int lw = b.transformLw(p);
    int lh = b.transformLh(p);
    int w = 1 << lw;
    int h = 1 << lh;
    int[] levels = b.levels[p];
    int offset = b.offset(p, t);
    int kind = p == 0 ? b.kind[t] : 0;
    int[] across = Transform.rowMatrix(kind, lw);
    int[] down = Transform.columnMatrix(kind, lh);
    for (int k = 0; k < 2; k++) {
      lines(border, k * (w + h), w, across, rows[k]);
      lines(border, k * (w + h) + w, h, down, columns[k]);
    }
    DirectionalTransform again =
        kind == Transform.DIRECTIONAL ? DirectionalTransform.of(b.mode, lw, lh) : null;
    int count = gather(levels, offset, lw, lh, q, across, down, again);
    // The search only counts, and makes do without.
    boolean moves = !b.intra && !coder.counts();
    if (moves) {
      int[] beyond = motion.of(b, p, t);
      lines(beyond, 0, w, across, rows[2]);
      lines(beyond, w, h, down, columns[2]);
    }
    int hints = moves ? 3 : 2;
    long noise = ((long) q.step * q.step) >> 8;
    long base = Math.max(64, noise);
    boolean top = b.transformY(p, t) > 1;
    boolean left = b.transformX(p, t) > 1;
    for (int n = 0; n < count; n++) {
      int raster = order[n];
      int kx = raster & (w - 1);
      int ky = raster >> lw;
      int c = sizes[raster];
      int a = down[ky * h];
      int l = across[kx * w];
      if (again != null && kx >> again.lw == 0 && ky >> again.lh == 0) {
        one(b, p, t, again, kx, ky, c, base, top, left, n);
        continue;
      }
      long inRow = part(c, a);
      long inColumn = part(c, l);
      rowDoubt[kx] -= inRow * inRow;
      columnDoubt[ky] -= inColumn * inColumn;
      int first = 0;
      int second = 0;
      int agree = 0;
      for (int k = 0; k < hints; k++) {
        long r = top ? inRow * rows[k][kx] * 64 / (base + rowDoubt[kx]) : 0;
        long d = left ? inColumn * columns[k][ky] * 64 / (base + columnDoubt[ky]) : 0;
        int sum = Math.clamp(r + d, -NONE, NONE);
        if (k == 0) {
          first = sum;
          agree = r == 0 || d == 0 ? 0 : r > 0 == d > 0 ? 1 : 2;
        } else if (k == 1) {
          second = sum;
        } else {
          third = sum;
          thirdAgree = r == 0 || d == 0 ? 0 : r > 0 == d > 0 ? 1 : 2;
        }
      }
      int guess = first + second < 0 ? 1 : 0;
      int level = levels[offset + raster];
      int one = bin(guess != 0 ? -first : first);
      int two = bin(guess != 0 ? -second : second);
      third = bin(guess != 0 ? -third : third);
      int wrong = bit(b, p, (level < 0 ? 1 : 0) ^ guess, one, two, agree, kx, ky, n, lw + lh);
      boolean negative = (wrong ^ guess) != 0;
      levels[offset + raster] = negative ? -Math.abs(level) : Math.abs(level);
      for (int k = 0; k < hints; k++) {
        rows[k][kx] -= (int) (negative ? -inRow : inRow);
        columns[k][ky] -= (int) (negative ? -inColumn : inColumn);
      }
    }
  }

  // The sign of a level of a transform that is not separable: it adds to many entries of both
  // lines.
  private void one(
      Block b,
      int p,
      int t,
      DirectionalTransform again,
      int kx,
      int ky,
      int c,
      long base,
      boolean top,
      boolean left,
      int n) {
    int k = again.index[ky << again.lw | kx];
    doubt(again, k, c, -1);
    int[] sums = new int[2];
    int agree = 0;
    for (int i = 0; i < 2; i++) {
      long r = top ? guess(again.row[k], c, rows[i], rowDoubt, base) : 0;
      long d = left ? guess(again.column[k], c, columns[i], columnDoubt, base) : 0;
      sums[i] = Math.clamp(r + d, -NONE, NONE);
      if (i == 0) {
        agree = r == 0 || d == 0 ? 0 : r > 0 == d > 0 ? 1 : 2;
      }
    }
    int guess = sums[0] + sums[1] < 0 ? 1 : 0;
    int at = b.offset(p, t) + (ky << b.transformLw(p) | kx);
    int level = b.levels[p][at];
    int one = bin(guess != 0 ? -sums[0] : sums[0]);
    int two = bin(guess != 0 ? -sums[1] : sums[1]);
    int area = b.transformLw(p) + b.transformLh(p);
    int wrong = bit(b, p, (level < 0 ? 1 : 0) ^ guess, one, two, agree, kx, ky, n, area);
    boolean negative = (wrong ^ guess) != 0;
    b.levels[p][at] = negative ? -Math.abs(level) : Math.abs(level);
    int signed = negative ? -c : c;
    for (int i = 0; i < 2; i++) {
      subtract(again.row[k], signed, rows[i]);
      subtract(again.column[k], signed, columns[i]);
    }
  }

  private static long guess(int[] factors, int c, int[] line, long[] doubt, long base) {
    long sum = 0;
    for (int x = 0; x < factors.length; x++) {
      sum += part(c, factors[x]) * line[x] * 64 / (base + doubt[x]);
    }
    return sum;
  }

  private static void subtract(int[] factors, int c, int[] line) {
    for (int x = 0; x < factors.length; x++) {
      line[x] -= (int) part(c, factors[x]);
    }
  }

  // Adds what a level of unknown sign adds to the variances, or takes it away; the sum.
  private long doubt(DirectionalTransform again, int k, int c, int way) {
    long sum = 0;
    for (int x = 0; x < again.row[k].length; x++) {
      long v = part(c, again.row[k][x]);
      rowDoubt[x] += way * v * v;
      sum += v * v;
    }
    for (int y = 0; y < again.column[k].length; y++) {
      long v = part(c, again.column[k][y]);
      columnDoubt[y] += way * v * v;
      sum += v * v;
    }
    return sum;
  }

  private int bit(
      Block b, int p, int wrong, int one, int two, int agree, int kx, int ky, int n, int area) {
    Element e = Element.SIGN;
    int i = (p > 0 ? 2 : 0) + (b.intra ? 1 : 0);
    int sure = sure(one, two);
    int[] slots = coder.mixer.slots;
    slots[0] = e.slot(0, sure);
    slots[1] = e.slot(1, (sure * 4 + i) * 3 + agree);
    slots[2] = e.slot(2, one * 24 + two);
    slots[3] = e.slot(3, ((sure * 4 + Math.min(3, kx)) * 4 + Math.min(3, ky)) * 4 + i);
    slots[4] = e.slot(4, ((sure * 4 + Math.min(3, n)) * 12 + area) * 2 + (i & 1));
    int set = 32 + i * 4 + Math.min(3, n);
    if (b.intra) {
      return coder.code(wrong, e, sure, set, 5);
    }
    if (coder.counts()) {
      return coder.estimate(wrong, e, 12 + sure, set, 7);
    }
    Element more = Element.SIGN_MORE;
    slots[5] = more.slot(0, ((third * 12 + sure) * 3 + thirdAgree) * 2 + (i >> 1));
    slots[6] =
        more.slot(1, ((third * 4 + Math.min(3, kx)) * 4 + Math.min(3, ky)) * 4 + Math.min(3, n));
    return coder.code(wrong, e, 12 + sure, set, 7);
  }

  private static int sure(int one, int two) {
    return Math.clamp(((one + two) >> 1) - 12, 0, 11);
  }

  /**
   * Sets what the contexts start from: the logarithmic odds that a normal distribution of what
   * remains at the border would give.
   */
  static void begin(long[] contexts) {
    for (int input = 0; input < Element.SIGN.inputs; input++) {
      for (int n = 0; n < 24 * 24 * 2; n++) {
        int sure =
            switch (input) {
              case 0 -> n;
              case 1 -> n / 12;
              case 2 -> sure(n / 24, n % 24);
              case 3 -> n / 64;
              default -> n / 96;
            };
        double odds = Math.min(2.5, 0.8 * StrictMath.pow(2, (Math.min(sure, 11) - 7) * 2 / 3.0));
        long p = Mixer.squash(-(int) (odds * 256));
        contexts[Element.SIGN.slot(input, n)] = p << 24 | p << 8 | START;
      }
    }
    for (int input = 0; input < Element.SIGN_MORE.inputs; input++) {
      int apart = input == 0 ? 72 : 64;
      for (int n = 0; n < 24 * apart; n++) {
        long p = Mixer.squash((23 - 2 * (n / apart)) * 10);
        contexts[Element.SIGN_MORE.slot(input, n)] = p << 24 | p << 8 | START;
      }
    }
  }

  // The logarithmic size of a guess, 12 if it is none.
  private static int bin(int v) {
    int size = Math.abs(v);
    int log = 32 - Integer.numberOfLeadingZeros(size);
    int fine = log < 3 ? size : 2 * log - 2 + (size >> (log - 2) & 1);
    int bin = Math.min(11, Math.max(0, fine - 2) * 3 / 4);
    return v < 0 ? 11 - bin : 12 + bin;
  }

  private static long part(int coefficient, int factor) {
    return ((long) coefficient * factor + (1 << (Transform.BITS - 1))) >> Transform.BITS;
  }

  // A line of differences in the transform's domain.
  private void lines(int[] border, int from, int n, int[] m, int[] out) {
    int shift = Transform.BITS - Transform.SCALE_BITS + g.depthShift;
    for (int k = 0; k < n; k++) {
      int sum = 1 << (shift - 1);
      for (int i = 0; i < n; i++) {
        sum += border[from + i] * m[k * n + i];
      }
      out[k] = sum >> shift;
    }
  }

  // Lists the levels, those first that weigh most at the border.
  private int gather(
      int[] levels,
      int offset,
      int lw,
      int lh,
      Quantiser q,
      int[] across,
      int[] down,
      DirectionalTransform again) {
    int w = 1 << lw;
    int h = 1 << lh;
    Arrays.fill(rowDoubt, 0, w, 0);
    Arrays.fill(columnDoubt, 0, h, 0);
    Scan scan = Scan.of(lw, lh);
    int state = 0;
    int count = 0;
    boolean begun = false;
    for (int i = scan.length - 1; i >= 0; i--) {
      int raster = scan.raster[i];
      int level = Math.abs(levels[offset + raster]);
      begun |= level != 0;
      if (!begun) {
        continue;
      }
      if (level != 0) {
        int c = q.coefficient(level, state);
        int kx = raster & (w - 1);
        int ky = raster >> lw;
        sizes[raster] = c;
        long weight;
        if (again != null && kx >> again.lw == 0 && ky >> again.lh == 0) {
          weight = doubt(again, again.index[ky << again.lw | kx], c, 1);
        } else {
          long inRow = part(c, down[ky * h]);
          long inColumn = part(c, across[kx * w]);
          rowDoubt[kx] += inRow * inRow;
          columnDoubt[ky] += inColumn * inColumn;
          weight = inRow * inRow + inColumn * inColumn;
        }
        weight = Math.min((1L << 40) - 1, weight);
        keys[count++] = (weight << 10 | (1023 - i)) ^ Long.MAX_VALUE;
      }
      state = Quantiser.next(state, level);
    }
    Arrays.sort(keys, 0, count);
    for (int n = 0; n < count; n++) {
      order[n] = scan.raster[1023 - (int) ((keys[n] ^ Long.MAX_VALUE) & 1023)];
    }
    return count;
  }
}
