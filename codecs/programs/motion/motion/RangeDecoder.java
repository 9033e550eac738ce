package motion;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The mirror of {@link RangeEncoder}. */
final class RangeDecoder extends BinaryCoder {
  private final Models models;
  private final InputStream in;
  private int code;
  private int range = -1;

  RangeDecoder(Models models, InputStream in) {
    this.models = models;
    this.in = in;
    for (int i = 0; i < 4; i++) {
      code = code << 8 | next();
    }
  }

  @Override
  boolean reads() {
    return true;
  }

  @Override
  int bit(int context, int ignored) {
    int bound = (range >>> 16) * models.probability(context);
    int bit;
    if (Integer.compareUnsigned(code, bound) < 0) {
      range = bound;
      bit = 1;
    } else {
      code -= bound;
      range -= bound;
      bit = 0;
    }
    models.update(context, bit);
    normalise();
    return bit;
  }

  @Override
  int bits(int count, int ignored) {
    int value = 0;
    for (int i = 0; i < count; i++) {
      range >>>= 1;
      int bit = 0;
      if (Integer.compareUnsigned(code, range) >= 0) {
        code -= range;
        bit = 1;
      }
      value = value << 1 | bit;
      normalise();
    }
    return value;
  }

  private void normalise() {
    while (range >>> 24 == 0) {
      range <<= 8;
      code = code << 8 | next();
    }
  }

  private int next() {
    try {
      int b = in.read();
      if (b < 0) {
        throw new EOFException("The bitstream ends before its end mark");
      }
      return b;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
