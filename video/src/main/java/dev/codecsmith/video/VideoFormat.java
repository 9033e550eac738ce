package dev.codecsmith.video;

/**
 * The geometry and rate of a video.
 *
 * @param width luma width in samples, at least 1
 * @param height luma height in samples, at least 1
 * @param pixelFormat chroma format and bit depth
 * @param frameRate frames per second
 */
public record VideoFormat(int width, int height, PixelFormat pixelFormat, Rational frameRate) {
  public VideoFormat {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "A video must be at least 1x1, found " + width + "x" + height + ".");
    }
  }

  public int planes() {
    return pixelFormat.chroma().planes();
  }

  public int planeWidth(int plane) {
    return pixelFormat.chroma().planeWidth(plane, width);
  }

  public int planeHeight(int plane) {
    return pixelFormat.chroma().planeHeight(plane, height);
  }

  /** The bytes of one plane, rows without padding. */
  public long planeBytes(int plane) {
    return (long) planeWidth(plane) * planeHeight(plane) * pixelFormat.bytesPerSample();
  }

  /** The bytes of one frame: its planes one after the other, rows without padding. */
  public long frameBytes() {
    long bytes = 0;
    for (int plane = 0; plane < planes(); plane++) {
      bytes += planeBytes(plane);
    }
    return bytes;
  }

  /** Luma samples of one frame, in millions. */
  public double megapixels() {
    return (double) width * height / 1e6;
  }
}
