package dev.codecsmith.video;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * One frame: the planes Y, Cb, Cr one after the other, rows without padding, samples of one byte or
 * of two bytes little-endian.
 *
 * <p>A frame got from a {@link FrameReader} is valid until the reader's next call.
 *
 * <p>Samples of more than 8 bits are as the file or stream has them: a value may exceed what the
 * bit depth allows.
 *
 * @param index position in the video, from 0
 * @param format geometry and pixel format
 * @param samples {@link VideoFormat#frameBytes()} bytes, off-heap
 */
public record Frame(long index, VideoFormat format, MemorySegment samples) {
  public Frame {
    if (samples.byteSize() != format.frameBytes()) {
      throw new IllegalArgumentException(
          "A frame of this format has "
              + format.frameBytes()
              + " bytes, found "
              + samples.byteSize());
    }
  }

  /** The samples of one plane (0 luma, 1 Cb, 2 Cr). */
  public MemorySegment plane(int plane) {
    long offset = 0;
    for (int before = 0; before < plane; before++) {
      offset += format.planeBytes(before);
    }
    return samples.asSlice(offset, format.planeBytes(plane));
  }

  /**
   * A frame of its own memory with the given bytes, planes one after the other.
   *
   * @param bytes {@link VideoFormat#frameBytes()} bytes
   */
  public static Frame copyOf(long index, VideoFormat format, byte[] bytes) {
    MemorySegment samples = Arena.ofAuto().allocate(bytes.length);
    MemorySegment.copy(bytes, 0, samples, ValueLayout.JAVA_BYTE, 0, bytes.length);
    return new Frame(index, format, samples);
  }

  /** This frame in memory of its own, so that it outlives its reader's next call. */
  public Frame copy() {
    return new Frame(index, format, Arena.ofAuto().allocate(samples.byteSize()).copyFrom(samples));
  }

  /** The bytes of all planes, one after the other. */
  public byte[] toByteArray() {
    return samples.toArray(ValueLayout.JAVA_BYTE);
  }

  /** Copies the bytes of all planes to {@code target}, from {@code offset} on. */
  public void copyTo(byte[] target, int offset) {
    MemorySegment.copy(
        samples, ValueLayout.JAVA_BYTE, 0, target, offset, Math.toIntExact(samples.byteSize()));
  }
}
