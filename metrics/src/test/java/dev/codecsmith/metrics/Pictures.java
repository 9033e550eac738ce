package dev.codecsmith.metrics;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** Pictures for tests. */
final class Pictures {

  private Pictures() {}

  /** The picture whose planes lie one after the other, rows without padding. */
  static Picture of(PictureFormat format, MemorySegment samples) {
    List<Plane> planes = new ArrayList<>();
    long offset = 0;
    for (int plane = 0; plane < format.planes(); plane++) {
      int width = format.planeWidth(plane);
      int height = format.planeHeight(plane);
      long stride = (long) width * format.bytesPerSample();
      planes.add(
          new Plane(
              samples.asSlice(offset, stride * height), width, height, stride, format.bitDepth()));
      offset += stride * height;
    }
    return new Picture(planes);
  }
}
