package dev.codecsmith.video;

import java.lang.foreign.MemorySegment;

/**
 * One frame: the planes Y, Cb, Cr one after the other, rows without padding, samples of one byte or
 * of two bytes little-endian.
 *
 * <p>A frame got from a {@link FrameReader} is valid until the reader's next call.
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
}
