package dev.codecsmith.metrics.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Reads samples. */
public final class Samples {

  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private Samples() {}

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
