package motion;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A binary range coder with carry: {@code low} and {@code range} describe the interval of numbers
 * that begin with the bits so far; a decision keeps the part of it that its probability deserves. A
 * byte whose value a carry may still change waits in {@code cache}, together with the 255s that
 * follow it.
 */
final class RangeEncoder extends BinaryCoder {
  private final Models models;
  private final Spending spending = new Spending();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private long low;
  private int range = -1;
  private int cache = -1;
  private int waiting;
  private long shifts;

  RangeEncoder(Models models) {
    this.models = models;
  }

  @Override
  int bit(int context, int bit) {
    int bound = (range >>> 16) * models.probability(context);
    if (bit != 0) {
      range = bound;
    } else {
      low += Integer.toUnsignedLong(bound);
      range -= bound;
    }
    models.update(context, bit);
    normalise();
    return bit;
  }

  @Override
  void spentOn(int element) {
    spending.add(element, position());
  }

  /** Where its bits go; what is asked of it does not change what is written. */
  Spending spending() {
    return spending;
  }

  /** Bits so far, in 1/256: bytes shifted out, and how far the interval has narrowed since. */
  long position() {
    return (shifts << 11) + (32 << 8) - Spending.log2(Integer.toUnsignedLong(range));
  }

  @Override
  int bits(int count, int value) {
    for (int i = count - 1; i >= 0; i--) {
      range >>>= 1;
      if ((value >> i & 1) != 0) {
        low += Integer.toUnsignedLong(range);
      }
      normalise();
    }
    return value;
  }

  private void normalise() {
    while (range >>> 24 == 0) {
      range <<= 8;
      shift();
    }
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

  /** Hands over the bytes that are certain, so that no more than a frame's are held. */
  void drain(OutputStream out) throws IOException {
    bytes.writeTo(out);
    bytes.reset();
  }

  /** Writes all that is left. */
  void finish(OutputStream out) throws IOException {
    for (int i = 0; i < 5; i++) {
      shift();
    }
    drain(out);
  }
}
