package dev.codecsmith.codec;

/** How the two chroma planes are subsampled against luma. */
public enum ChromaFormat {
  /** Luma only: one plane. */
  YUV400(0, 1, 0, 0),
  /** Chroma has half the width and half the height of luma, rounded up. The usual one. */
  YUV420(1, 3, 1, 1),
  /** Chroma has half the width (rounded up) and the whole height of luma. */
  YUV422(2, 3, 1, 0),
  /** Chroma is as large as luma. */
  YUV444(3, 3, 0, 0);

  private final int id;
  private final int planes;
  private final int shiftX;
  private final int shiftY;

  ChromaFormat(int id, int planes, int shiftX, int shiftY) {
    this.id = id;
    this.planes = planes;
    this.shiftX = shiftX;
    this.shiftY = shiftY;
  }

  /** A number from 0 to 3 that stands for this format in a bitstream and never changes. */
  public int id() {
    return id;
  }

  /**
   * The format with that {@link #id}.
   *
   * @throws IllegalArgumentException if there is none, as in a damaged bitstream
   */
  public static ChromaFormat ofId(int id) {
    return switch (id) {
      case 0 -> YUV400;
      case 1 -> YUV420;
      case 2 -> YUV422;
      case 3 -> YUV444;
      default ->
          throw new IllegalArgumentException("A chroma format of id " + id + ": it must be 0 to 3");
    };
  }

  /** Planes of a frame: 1 or 3. */
  public int planes() {
    return planes;
  }

  /** Log2 of the horizontal subsampling of chroma: 0 or 1; 0 where there is no chroma. */
  public int shiftX() {
    return shiftX;
  }

  /** Log2 of the vertical subsampling of chroma: 0 or 1; 0 where there is no chroma. */
  public int shiftY() {
    return shiftY;
  }
}
