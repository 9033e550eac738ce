package dev.codecsmith.metrics.picture;

/** How the chroma planes of a picture are subsampled against luma. */
public enum ChromaSampling {
  YUV400(0, 0, 1),
  YUV420(1, 1, 3),
  YUV422(1, 0, 3),
  YUV444(0, 0, 3);

  private final int horizontalShift;
  private final int verticalShift;
  private final int planes;

  ChromaSampling(int horizontalShift, int verticalShift, int planes) {
    this.horizontalShift = horizontalShift;
    this.verticalShift = verticalShift;
    this.planes = planes;
  }

  /** The number of planes: 1 for luma alone, 3 with chroma. */
  public int planes() {
    return planes;
  }

  /** log2 of luma columns per chroma column. */
  public int horizontalShift() {
    return horizontalShift;
  }

  /** log2 of luma rows per chroma row. */
  public int verticalShift() {
    return verticalShift;
  }
}
