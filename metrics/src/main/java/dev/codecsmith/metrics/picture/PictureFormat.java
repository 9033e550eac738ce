package dev.codecsmith.metrics.picture;

/**
 * What all pictures of a measured sequence have in common.
 *
 * @param width luma columns, at least 1
 * @param height luma rows, at least 1
 * @param chroma which chroma planes there are
 * @param bitDepth 8 to 16, of every plane
 */
public record PictureFormat(int width, int height, ChromaSampling chroma, int bitDepth) {
  public PictureFormat {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "A picture must be at least 1x1, found " + width + "x" + height + ".");
    }
    if (bitDepth < 8 || bitDepth > 16) {
      throw new IllegalArgumentException("The bit depth must be 8 to 16, found " + bitDepth + ".");
    }
  }

  /** 1 for luma alone, 3 with chroma. */
  public int planes() {
    return chroma.planes();
  }

  /** The columns of plane {@code plane} (0 Y, 1 Cb, 2 Cr); chroma rounds up, as ffmpeg does. */
  public int planeWidth(int plane) {
    return plane == 0 ? width : ceilShift(width, chroma.horizontalShift());
  }

  /** The rows of plane {@code plane} (0 Y, 1 Cb, 2 Cr); chroma rounds up, as ffmpeg does. */
  public int planeHeight(int plane) {
    return plane == 0 ? height : ceilShift(height, chroma.verticalShift());
  }

  /**
   * The columns of a plane that libvmaf's PSNR and PSNR-HVS see: an odd width of luma makes them
   * drop the last column of subsampled chroma ({@code libvmaf/src/picture.c}).
   */
  public int libvmafPlaneWidth(int plane) {
    return plane == 0 ? width : width >> chroma.horizontalShift();
  }

  /** The rows of a plane that libvmaf's PSNR and PSNR-HVS see; chroma rounds down. */
  public int libvmafPlaneHeight(int plane) {
    return plane == 0 ? height : height >> chroma.verticalShift();
  }

  /** The samples of one plane that libvmaf sees. */
  public long libvmafPlaneSamples(int plane) {
    return (long) libvmafPlaneWidth(plane) * libvmafPlaneHeight(plane);
  }

  /** The samples of one plane. */
  public long planeSamples(int plane) {
    return (long) planeWidth(plane) * planeHeight(plane);
  }

  /** The samples of all planes. */
  public long samples() {
    long samples = 0;
    for (int plane = 0; plane < planes(); plane++) {
      samples += planeSamples(plane);
    }
    return samples;
  }

  /** The largest sample value, 255 for 8 bit. */
  public int peak() {
    return (1 << bitDepth) - 1;
  }

  public int bytesPerSample() {
    return bitDepth > 8 ? 2 : 1;
  }

  private static int ceilShift(int size, int shift) {
    return (size + (1 << shift) - 1) >> shift;
  }
}
