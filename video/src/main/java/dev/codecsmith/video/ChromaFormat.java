package dev.codecsmith.video;

/** How the chroma planes are subsampled against luma. */
public enum ChromaFormat {
  YUV400(0, 0, 1),
  YUV420(1, 1, 3),
  YUV422(1, 0, 3),
  YUV444(0, 0, 3);

  private final int horizontalShift;
  private final int verticalShift;
  private final int planes;

  ChromaFormat(int horizontalShift, int verticalShift, int planes) {
    this.horizontalShift = horizontalShift;
    this.verticalShift = verticalShift;
    this.planes = planes;
  }

  /** The number of planes: 1 for luma alone, 3 with chroma. */
  public int planes() {
    return planes;
  }

  /**
   * The width in samples of plane {@code plane} (0 luma, 1 Cb, 2 Cr), rounded up as ffmpeg does.
   */
  public int planeWidth(int plane, int lumaWidth) {
    return plane == 0 ? lumaWidth : (lumaWidth + (1 << horizontalShift) - 1) >> horizontalShift;
  }

  /**
   * The height in samples of plane {@code plane} (0 luma, 1 Cb, 2 Cr), rounded up as ffmpeg does.
   */
  public int planeHeight(int plane, int lumaHeight) {
    return plane == 0 ? lumaHeight : (lumaHeight + (1 << verticalShift) - 1) >> verticalShift;
  }
}
