package dev.codecsmith.codec;

/**
 * One frame of planar samples, all zero at first. A plane is one array, row after row from the top,
 * without padding: the sample of column x and row y is {@code plane(p)[y * width(p) + x]}. A sample
 * is unsigned, of {@link VideoFormat#bitDepth()} bits, in a {@code short}: read it as {@code
 * array[i] & 0xFFFF}, which is right for every depth (for 8 to 15 bits the plain {@code array[i]}
 * is too).
 */
public final class Frame {
  private final VideoFormat format;
  private final short[][] planes;

  /** A frame of that format with every sample zero. */
  public Frame(VideoFormat format) {
    this.format = format;
    this.planes = new short[format.planes()][];
    for (int p = 0; p < planes.length; p++) {
      planes[p] = new short[format.planeWidth(p) * format.planeHeight(p)];
    }
  }

  /** The format given at construction. */
  public VideoFormat format() {
    return format;
  }

  /**
   * The samples of a plane (0 = Y, 1 = U, 2 = V): the array itself, to read and to write, not a
   * copy.
   */
  public short[] plane(int plane) {
    return planes[plane];
  }

  /** Width of a plane in samples, which is also the distance between two rows in its array. */
  public int width(int plane) {
    return format.planeWidth(plane);
  }

  /** Height of a plane in samples. */
  public int height(int plane) {
    return format.planeHeight(plane);
  }

  /**
   * One sample; convenient, slower than {@link #plane}.
   *
   * @throws IndexOutOfBoundsException if (x, y) lies outside the plane
   */
  public int get(int plane, int x, int y) {
    return planes[plane][index(plane, x, y)] & 0xFFFF;
  }

  /**
   * One sample, or the nearest one of the plane if (x, y) lies outside: what motion compensation
   * wants.
   */
  public int getClamped(int plane, int x, int y) {
    int width = format.planeWidth(plane);
    int column = Math.clamp(x, 0, width - 1);
    int row = Math.clamp(y, 0, format.planeHeight(plane) - 1);
    return planes[plane][row * width + column] & 0xFFFF;
  }

  /**
   * Sets one sample; convenient, slower than {@link #plane}.
   *
   * @param value 0 to {@link VideoFormat#maxSample()}
   * @throws IndexOutOfBoundsException if (x, y) lies outside the plane
   * @throws IllegalArgumentException if the value does not fit the bit depth
   */
  public void set(int plane, int x, int y, int value) {
    if (value < 0 || value > format.maxSample()) {
      throw new IllegalArgumentException(
          "A sample of " + value + ": it must be 0 to " + format.maxSample());
    }
    planes[plane][index(plane, x, y)] = (short) value;
  }

  /**
   * Makes every sample equal to the other frame's.
   *
   * @throws IllegalArgumentException if the formats differ
   */
  public void copyFrom(Frame other) {
    if (!format.equals(other.format)) {
      throw new IllegalArgumentException(
          "A frame of " + other.format + " cannot be copied into one of " + format);
    }
    for (int p = 0; p < planes.length; p++) {
      System.arraycopy(other.planes[p], 0, planes[p], 0, planes[p].length);
    }
  }

  private int index(int plane, int x, int y) {
    int width = format.planeWidth(plane);
    if (x < 0 || x >= width || y < 0 || y >= format.planeHeight(plane)) {
      throw new IndexOutOfBoundsException(
          "Sample ("
              + x
              + ", "
              + y
              + ") of plane "
              + plane
              + ", which is "
              + width
              + "x"
              + format.planeHeight(plane));
    }
    return y * width + x;
  }
}
