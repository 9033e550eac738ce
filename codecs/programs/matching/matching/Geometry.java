package matching;

import dev.codecsmith.codec.VideoFormat;

/** The sizes that follow from the format: luma is coded rounded up to whole blocks of 8 samples. */
final class Geometry {
  /** Log2 of the largest block. */
  static final int LARGEST = 6;

  /** Log2 of the largest transform. */
  static final int LARGEST_TRANSFORM = 5;

  final VideoFormat format;
  final int width;
  final int height;
  final int maxSample;
  final int depthShift;

  Geometry(VideoFormat format) {
    this.format = format;
    this.width = (format.width() + 7) & ~7;
    this.height = (format.height() + 7) & ~7;
    this.maxSample = format.maxSample();
    this.depthShift = format.bitDepth() - 8;
  }

  static int shift(int plane) {
    return plane == 0 ? 0 : 1;
  }

  Plane newPlane(int plane) {
    return new Plane(width >> shift(plane), height >> shift(plane));
  }

  Plane[] newPlanes() {
    return new Plane[] {newPlane(0), newPlane(1), newPlane(2)};
  }
}
