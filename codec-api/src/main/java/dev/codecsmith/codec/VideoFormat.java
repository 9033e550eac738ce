package dev.codecsmith.codec;

/**
 * The format of a video: what all its frames have in common.
 *
 * @param width luma width in samples, 1 to {@link #MAX_DIMENSION}, possibly odd
 * @param height luma height in samples, 1 to {@link #MAX_DIMENSION}, possibly odd
 * @param rateNumerator frames per second, numerator, at least 1
 * @param rateDenominator frames per second, denominator, at least 1
 * @param chroma chroma subsampling
 * @param bitDepth bits of a sample, 8 to 16
 */
public record VideoFormat(
    int width,
    int height,
    int rateNumerator,
    int rateDenominator,
    ChromaFormat chroma,
    int bitDepth) {

  /** The largest width and the largest height. */
  public static final int MAX_DIMENSION = 16384;

  /**
   * @throws IllegalArgumentException if a component is outside its range; a decoder that reads a
   *     damaged header is stopped here, before it allocates
   */
  public VideoFormat {
    if (width < 1 || width > MAX_DIMENSION || height < 1 || height > MAX_DIMENSION) {
      throw new IllegalArgumentException(
          "A video of " + width + "x" + height + " samples: both must be 1 to " + MAX_DIMENSION);
    }
    if (rateNumerator < 1 || rateDenominator < 1) {
      throw new IllegalArgumentException(
          "A frame rate of " + rateNumerator + "/" + rateDenominator + ": both must be at least 1");
    }
    if (chroma == null) {
      throw new IllegalArgumentException("A video without a chroma format");
    }
    if (bitDepth < 8 || bitDepth > 16) {
      throw new IllegalArgumentException("A bit depth of " + bitDepth + ": it must be 8 to 16");
    }
  }

  /** Planes of a frame: 3 (0 = Y, 1 = U, 2 = V), or 1 for {@link ChromaFormat#YUV400}. */
  public int planes() {
    return chroma.planes();
  }

  /** Width of a plane in samples: luma's, or luma's divided by the subsampling and rounded up. */
  public int planeWidth(int plane) {
    checkPlane(plane);
    int shift = plane == 0 ? 0 : chroma.shiftX();
    return (width + (1 << shift) - 1) >> shift;
  }

  /** Height of a plane in samples: luma's, or luma's divided by the subsampling and rounded up. */
  public int planeHeight(int plane) {
    checkPlane(plane);
    int shift = plane == 0 ? 0 : chroma.shiftY();
    return (height + (1 << shift) - 1) >> shift;
  }

  /** The largest value of a sample: 255 for 8 bits, 65535 for 16. */
  public int maxSample() {
    return (1 << bitDepth) - 1;
  }

  private void checkPlane(int plane) {
    if (plane < 0 || plane >= chroma.planes()) {
      throw new IndexOutOfBoundsException(
          "Plane " + plane + " of " + chroma + ", which has " + chroma.planes());
    }
  }

  // Written out, because what the compiler makes for a record is built by reflection at first use,
  // in each process.

  @Override
  public boolean equals(Object other) {
    return other instanceof VideoFormat that
        && width == that.width
        && height == that.height
        && rateNumerator == that.rateNumerator
        && rateDenominator == that.rateDenominator
        && chroma == that.chroma
        && bitDepth == that.bitDepth;
  }

  @Override
  public int hashCode() {
    int hash = 31 * width + height;
    hash = 31 * hash + rateNumerator;
    hash = 31 * hash + rateDenominator;
    return 31 * (31 * hash + chroma.id()) + bitDepth;
  }

  /** For example {@code 176x144 YUV420 8-bit 30000/1001 fps}. */
  @Override
  public String toString() {
    return width
        + "x"
        + height
        + " "
        + chroma.name()
        + " "
        + bitDepth
        + "-bit "
        + rateNumerator
        + "/"
        + rateDenominator
        + " fps";
  }
}
