package dev.codecsmith.metrics.kernel.samples;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Reads samples. */
public final class Samples {

  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private Samples() {}

  /** The bits that any of {@code count} samples of two bytes has, in any of four 16-bit places. */
  public static long bitsOfRow(MemorySegment samples, long offset, int count) {
    long bits = 0;
    int whole = count - count % 4;
    for (int i = 0; i < whole; i += 4) {
      bits |= samples.get(LONG, offset + 2L * i);
    }
    for (int i = whole; i < count; i++) {
      bits |= Short.toUnsignedLong(samples.get(SHORT, offset + 2L * i));
    }
    return bits;
  }

  /**
   * The sample {@code index} places after the one at {@code offset} bytes: a byte at a bit depth of
   * 8, a little-endian pair of bytes above.
   */
  public static int at(MemorySegment samples, long offset, int index, int bitDepth) {
    return bitDepth == 8
        ? Byte.toUnsignedInt(samples.get(ValueLayout.JAVA_BYTE, offset + index))
        : Short.toUnsignedInt(samples.get(SHORT, offset + 2L * index));
  }
}
