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

  /**
   * The format of a size written like {@code 1920x1080}.
   *
   * @throws IllegalArgumentException if the size is malformed, with a message for a person
   */
  public static VideoFormat ofSize(String size, PixelFormat pixelFormat, Rational frameRate) {
    if (!size.matches("[0-9]{1,6}x[0-9]{1,6}")) {
      throw new IllegalArgumentException(
          "A size is written like 1920x1080, found \"" + size + "\".");
    }
    int x = size.indexOf('x');
    return new VideoFormat(
        Integer.parseInt(size.substring(0, x)),
        Integer.parseInt(size.substring(x + 1)),
        pixelFormat,
        frameRate);
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

  /** Seconds that {@code frames} frames last. */
  public double seconds(long frames) {
    return (double) frames * frameRate.denominator() / frameRate.numerator();
  }

  /** Whether both have the same width, height and pixel format, so that samples correspond. */
  public boolean sameGeometry(VideoFormat other) {
    return width == other.width && height == other.height && pixelFormat.equals(other.pixelFormat);
  }

  /** Size and pixel format for a sentence, such as {@code 176x144 yuv420p}. */
  public String geometry() {
    return width + "x" + height + " " + pixelFormat.ffmpegName();
  }

  /** All of it for a sentence, such as {@code 176x144 yuv420p 30000/1001 fps}. */
  public String describe() {
    return geometry() + " " + frameRate + " fps";
  }
}
