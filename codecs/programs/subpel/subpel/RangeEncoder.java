package subpel;

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
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private long low;
  private int range = -1;
  private int cache = -1;
  private int waiting;

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
