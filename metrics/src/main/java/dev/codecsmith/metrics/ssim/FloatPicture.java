package dev.codecsmith.metrics.ssim;

import dev.codecsmith.metrics.kernel.gaussian.GaussianKernel;
import dev.codecsmith.metrics.kernel.gaussian.GaussianWindow;
import dev.codecsmith.metrics.picture.Plane;

/**
 * One plane, or some of its rows, as {@code float} on the scale of 8 bits, with a mirrored border:
 * the sample beyond an edge is the one as far inside.
 */
final class FloatPicture {

  /** Columns and rows of border on each side. */
  static final int BORDER = 4;

  final int width;
  final int height;
  final int stride;
  final float[] samples;

  FloatPicture(int width, int height) {
    this.width = width;
    this.height = height;
    stride = width + 2 * BORDER;
    samples = new float[stride * (height + 2 * BORDER) + GaussianWindow.SLACK];
  }

  /** The index of a sample; columns and rows may be in the border. */
  int at(int column, int row) {
    return (row + BORDER) * stride + column + BORDER;
  }

  /** Fills the border left and right of a row. */
  void mirrorColumns(int row) {
    int first = at(0, row);
    int last = first + width - 1;
    for (int i = 0; i < BORDER; i++) {
      samples[first - 1 - i] = samples[first + Math.min(i, width - 1)];
      samples[last + 1 + i] = samples[last - Math.min(i, width - 1)];
    }
  }

  /** Copies a finished row into the border above or below, if it is mirrored there. */
  void mirrorRow(int row) {
    if (row < BORDER) {
      copyRow(row, -1 - row);
    }
    if (row >= height - BORDER) {
      copyRow(row, 2 * height - 1 - row);
    }
  }

  private void copyRow(int from, int to) {
    System.arraycopy(samples, at(-BORDER, from), samples, at(-BORDER, to), stride);
  }

  /**
   * Loads rows of a plane as wide as this picture. Row 0 here is {@code firstRow} there, and the
   * rows reach {@link #BORDER} above it; rows beyond the plane are mirrored.
   *
   * @param rows how many from row 0 on, the lower border not included
   */
  void load(GaussianKernel kernel, Plane plane, int firstRow, int rows) {
    for (int row = -BORDER; row < rows; row++) {
      int source = mirrored(firstRow + row, plane.height());
      kernel.toFloat(
          plane.samples(),
          source * plane.strideBytes(),
          width,
          plane.bitDepth(),
          samples,
          at(0, row));
      mirrorColumns(row);
    }
  }

  /** The position inside 0 to before {@code size} that shows at a position somewhat outside. */
  static int mirrored(int position, int size) {
    int inside = position < 0 ? -1 - position : position;
    return inside < size ? inside : Math.max(0, 2 * size - 1 - inside);
  }
}
