package motion;

import dev.codecsmith.codec.VideoFormat;

/**
 * The sizes that follow from the format: pictures are coded with luma rounded up to whole blocks of
 * 8 samples.
 */
final class Geometry {
  /** Log2 of the largest and of the smallest block. */
  static final int LARGEST = 4;

  static final int SMALLEST = 3;

  final VideoFormat format;
  final int planes;
  final int shiftX;
  final int shiftY;
  final int width;
  final int height;
  final int maxSample;

  Geometry(VideoFormat format) {
    this.format = format;
    this.planes = format.planes();
    this.shiftX = format.chroma().shiftX();
    this.shiftY = format.chroma().shiftY();
    this.width = (format.width() + 7) & ~7;
    this.height = (format.height() + 7) & ~7;
    this.maxSample = format.maxSample();
  }

  int shiftX(int plane) {
    return plane == 0 ? 0 : shiftX;
  }

  int shiftY(int plane) {
    return plane == 0 ? 0 : shiftY;
  }

  /**
   * Log2 of the size of the square transforms of a plane in a block of luma size {@code 1 << log2}.
   */
  int transformLog2(int plane, int log2) {
    return log2 - shiftX(plane);
  }

  /**
   * Square transforms, one above the other, that cover a block in that plane: 2 for chroma of
   * 4:2:2.
   */
  int stacked(int plane) {
    return 1 << (shiftX(plane) - shiftY(plane));
  }

  Plane newPlane(int plane) {
    return new Plane(width >> shiftX(plane), height >> shiftY(plane));
  }
}
