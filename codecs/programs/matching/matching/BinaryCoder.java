package matching;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/**
 * Codes binary decisions, each with a probability that {@link Mixer} makes: writes them, reads
 * them, or only adds up what they would cost. The range coder is that of LZMA: 32 bits, carries
 * handed on through a run of bytes that wait.
 */
final class BinaryCoder {
  enum Mode {
    ENCODE,
    DECODE,
    COUNT
  }

  /** Fractions of a bit in {@link #cost}. */
  private static final double COST_UNIT = 1 / 4096.0;

  /** Contexts that are looked at where costs are only counted. */
  private static final int ESTIMATED = 5;

  /** Bytes at the end of a stream that are zero and not written. */
  private static final int MISSING = 3;

  private static final int[] COST = new int[4097];

  static {
    for (int i = 0; i <= 4096; i++) {
      double p = Math.max(0.3, i) / 4096;
      COST[i] = (int) StrictMath.rint(-StrictMath.log(p) / StrictMath.log(2) * 4096);
    }
  }

  final Mixer mixer;

  /** What an encoder counts by, besides its mixer, or null: one that knows the picture already. */
  private Mixer guide;

  private Mode mode;
  private long cost;
  private int lastP;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final InputStream in;
  private final Spending spending = new Spending();
  private long low;
  private int range = -1;
  private int cache = -1;
  private int waiting;
  private long shifts;
  private int code;
  private int missing;

  private BinaryCoder(Mixer mixer, InputStream in) {
    this.mixer = mixer;
    this.in = in;
    this.mode = in == null ? Mode.ENCODE : Mode.DECODE;
    if (in != null) {
      for (int i = 0; i < 4; i++) {
        code = code << 8 | next();
      }
    }
  }

  static BinaryCoder writer() {
    return new BinaryCoder(new Mixer(), null);
  }

  static BinaryCoder reader(InputStream in) {
    return new BinaryCoder(new Mixer(), in);
  }

  /** Counts by what another coder has learnt as well, from now on, or no longer. */
  void guide(BinaryCoder other) {
    guide = other == null ? null : other.mixer;
    if (guide != null) {
      guide.slots = mixer.slots;
    }
  }

  boolean reads() {
    return mode == Mode.DECODE;
  }

  boolean counts() {
    return mode == Mode.COUNT;
  }

  /** From now on an encoder's decisions are written, or counted only. */
  void counting(boolean only) {
    mode = only ? Mode.COUNT : Mode.ENCODE;
    cost = 0;
  }

  /** The bits counted since the last call. */
  double bits() {
    double b = cost * COST_UNIT;
    cost = 0;
    return b;
  }

  /** After a counted decision: the bits that this value would have cost. */
  double costOf(int bit) {
    return COST[(bit != 0 ? lastP : 65536 - lastP) >> 4] * COST_UNIT;
  }

  int bit(int bit, Element e, int a, int b) {
    int[] slots = mixer.slots;
    slots[0] = e.slot(0, a);
    slots[1] = e.slot(1, b);
    return code(bit, e, 0, a & 63, 2);
  }

  int bit(int bit, Element e, int a, int b, int c) {
    int[] slots = mixer.slots;
    slots[0] = e.slot(0, a);
    slots[1] = e.slot(1, b);
    slots[2] = e.slot(2, c);
    return code(bit, e, 0, a & 63, 3);
  }

  /**
   * A decision of three contexts and one more.
   *
   * @param more a slot of another element
   */
  int bit(int bit, Element e, int a, int b, int c, int more) {
    int[] slots = mixer.slots;
    slots[0] = e.slot(0, a);
    slots[1] = e.slot(1, b);
    slots[2] = e.slot(2, c);
    slots[3] = more;
    return code(bit, e, 0, a & 63, 4);
  }

  /** Counts a decision of {@code n} contexts by the first {@link #ESTIMATED} of them. */
  int estimate(int bit, Element e, int set, int set2, int n) {
    int p = mixer.estimate(e, set, set2, ESTIMATED, n);
    if (guide != null) {
      p = (p + guide.estimate(e, set, set2, ESTIMATED, n)) >> 1;
    }
    lastP = p;
    cost += COST[(bit != 0 ? p : 65536 - p) >> 4];
    return bit;
  }

  private final int[] ones = new int[4];
  private final int[] guided = new int[4];

  /**
   * What zeros and ones of several decisions would cost that differ in a state only: see {@link
   * Mixer#estimates}. Counts nothing.
   */
  void costs(
      Element e, int set, int set2, int n, int[] step, int count, double[] zero, double[] one) {
    mixer.estimates(e, set, set2, n, step, count, ones);
    if (guide != null) {
      guide.estimates(e, set, set2, n, step, count, guided);
    }
    for (int k = 0; k < count; k++) {
      int p = guide != null ? (ones[k] + guided[k]) >> 1 : ones[k];
      zero[k] = COST[(65536 - p) >> 4] * COST_UNIT;
      one[k] = COST[p >> 4] * COST_UNIT;
    }
  }

  /** Codes with the first {@code n} contexts in the mixer's slots and two sets of weights. */
  int code(int bit, Element e, int set, int set2, int n) {
    if (mode == Mode.COUNT) {
      if (n > ESTIMATED) {
        return estimate(bit, e, set, set2, n);
      }
      int p = mixer.predict(e, set, set2, n);
      if (guide != null) {
        p = (p + guide.predict(e, set, set2, n)) >> 1;
      }
      lastP = p;
      cost += COST[(bit != 0 ? p : 65536 - p) >> 4];
      return bit;
    }
    int p = mixer.predict(e, set, set2, n);
    int bound = (range >>> 16) * p;
    int result = bit;
    if (mode == Mode.ENCODE) {
      if (bit != 0) {
        range = bound;
      } else {
        low += Integer.toUnsignedLong(bound);
        range -= bound;
      }
      while (range >>> 24 == 0) {
        range <<= 8;
        shift();
      }
    } else {
      if (Integer.compareUnsigned(code, bound) < 0) {
        range = bound;
        result = 1;
      } else {
        code -= bound;
        range -= bound;
        result = 0;
      }
      while (range >>> 24 == 0) {
        range <<= 8;
        code = code << 8 | next();
      }
    }
    mixer.update(result);
    if (mode == Mode.ENCODE) {
      spending.add(e, position());
    }
    return result;
  }

  /** Reports what a frame took that ends here. */
  void report(int frame, String type) {
    spending.report(frame, type, position());
  }

  /** Bits so far, in 1/256. */
  private long position() {
    return (shifts << 11) + (32 << 8) - Spending.log2(Integer.toUnsignedLong(range));
  }

  /** Bits of equal probability. */
  int raw(int count, int value) {
    if (mode == Mode.COUNT) {
      cost += (long) count << 12;
      return value;
    }
    int v = 0;
    for (int i = count - 1; i >= 0; i--) {
      range >>>= 1;
      if (mode == Mode.ENCODE) {
        if ((value >> i & 1) != 0) {
          low += Integer.toUnsignedLong(range);
        }
        while (range >>> 24 == 0) {
          range <<= 8;
          shift();
        }
      } else {
        int bit = 0;
        if (Integer.compareUnsigned(code, range) >= 0) {
          code -= range;
          bit = 1;
        }
        v = v << 1 | bit;
        while (range >>> 24 == 0) {
          range <<= 8;
          code = code << 8 | next();
        }
      }
    }
    if (mode == Mode.ENCODE) {
      spending.addToLast(position());
      return value;
    }
    return v;
  }

  /** A number of at least 0, as an Exp-Golomb code whose prefix is adaptive. */
  int golomb(int value, Element e, int context) {
    int width = 0;
    int base = 0;
    while (width < 20
        && bit(
                value - base >= 1 << width ? 1 : 0,
                e,
                Math.min(width, 15),
                context * 16 + Math.min(width, 15))
            != 0) {
      base += 1 << width;
      width++;
    }
    return base + golombRest(width, value - base, e, context);
  }

  /** What follows the prefix of {@link #golomb}: the number beyond the least of that width. */
  int golombRest(int width, int value, Element e, int context) {
    int rest = 0;
    if (width > 0) {
      int n = Math.min(width, 15);
      int top = value >> (width - 1) & 1;
      rest = bit(top, e, 16 + n, 2048 + context * 16 + n) << (width - 1);
      if (width > 1) {
        rest |= raw(width - 1, value & ((1 << (width - 1)) - 1));
      }
    }
    return rest;
  }

  /** A number of either sign. */
  int signed(int value, Element e, int context) {
    int size = golomb(Math.abs(value), e, context);
    return size == 0 ? 0 : raw(1, value < 0 ? 1 : 0) != 0 ? -size : size;
  }

  private void shift() {
    shifts++;
    if (low < 0xFF000000L || low > 0xFFFFFFFFL) {
      int carry = (int) (low >>> 32);
      if (cache >= 0) {
        bytes.write(cache + carry);
      }
      for (; waiting > 0; waiting--) {
        bytes.write(0xFF + carry);
      }
      cache = (int) (low >>> 24) & 0xFF;
    } else {
      waiting++;
    }
    low = (low & 0xFFFFFF) << 8;
  }

  /** Hands over the bytes that are certain by now. */
  void drain(OutputStream out) throws IOException {
    bytes.writeTo(out);
    bytes.reset();
  }

  /**
   * Ends the stream: of all numbers within the last range the one that ends in the most zeros,
   * whose last {@link #MISSING} bytes, all zero, are left out.
   */
  void finish(OutputStream out) throws IOException {
    low = (low + 0xFFFFFF) & ~0xFFFFFFL;
    for (int i = 0; i < 5 - MISSING; i++) {
      shift();
    }
    drain(out);
  }

  /** Whether a reader has read all there is, and knows it. */
  boolean ended() {
    return missing == MISSING;
  }

  private int next() {
    try {
      int b = in.read();
      if (b < 0) {
        if (missing == MISSING) {
          throw new EOFException("The bitstream ends before its end mark");
        }
        missing++;
        return 0;
      }
      if (missing > 0) {
        throw new IOException("The bitstream goes on after its end");
      }
      return b;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
