package dev.codecsmith.metrics.ssim;

import dev.codecsmith.metrics.kernel.gaussian.GaussianKernel;
import dev.codecsmith.metrics.kernel.gaussian.GaussianWindow;
import dev.codecsmith.metrics.kernel.gaussian.SsimScratch;
import dev.codecsmith.metrics.kernel.samples.SsimSums;

/**
 * SSIM with a Gaussian window over a picture of a given size, by bands of rows; collects the sums
 * of the bands.
 */
final class SsimBands {

  /** Window positions, from top to bottom, of one band. */
  static final int BAND_ROWS = 32;

  private final GaussianKernel kernel;
  private final int columns;
  private final int rows;
  private final boolean luminance;
  private final SsimSums[] bands;

  SsimBands(GaussianKernel kernel, int width, int height, boolean luminance) {
    this.kernel = kernel;
    this.luminance = luminance;
    columns = width - GaussianWindow.SIZE + 1;
    rows = height - GaussianWindow.SIZE + 1;
    bands = new SsimSums[Math.ceilDiv(rows, BAND_ROWS)];
  }

  int bands() {
    return bands.length;
  }

  private int rowsOf(int band) {
    return Math.min(BAND_ROWS, rows - band * BAND_ROWS);
  }

  /**
   * Measures one band.
   *
   * @param row the row of both pictures at which the band begins
   */
  void run(int band, FloatPicture a, FloatPicture b, int row, SsimScratch scratch) {
    scratch.clear();
    int endRow = row + rowsOf(band);
    for (int column = 0; column < columns; column += GaussianWindow.TILE) {
      int width = Math.min(GaussianWindow.TILE, columns - column);
      for (int y = row; y < endRow; y++) {
        kernel.gaussianSsim(
            a.samples, b.samples, a.at(column, y), a.stride, width, luminance, scratch);
      }
    }
    bands[band] = scratch.sums();
  }

  /** The means over all window positions of the frame just measured. */
  SsimSums means() {
    SsimSums sum = SsimSums.ZERO;
    for (SsimSums band : bands) {
      sum = sum.plus(band);
    }
    double positions = (double) columns * rows;
    return new SsimSums(
        sum.luminance() / positions,
        sum.contrast() / positions,
        sum.structure() / positions,
        sum.product() / positions);
  }
}
