package dev.codecsmith.metrics.ssim;

import dev.codecsmith.metrics.kernel.gaussian.GaussianWindow;
import dev.codecsmith.metrics.kernel.gaussian.SsimScratch;
import dev.codecsmith.metrics.kernel.samples.SsimSums;
import dev.codecsmith.metrics.picture.Picture;
import dev.codecsmith.metrics.plan.FrameAnalysis;
import dev.codecsmith.metrics.plan.MeterPlan;

/**
 * SSIM of luma at several scales.
 *
 * <p>Each scale is one round, cut into bands. A band measures its rows of the scale and makes the
 * rows of the next scale that lie below them. The first scale is never stored whole: a band turns
 * its own rows into {@code float}, with the rows that its windows and filters reach.
 */
final class SsimPyramid implements FrameAnalysis {

  private final MeterPlan plan;
  private final Scale[] scales;
  private final Scratch[] scratch;

  /** A size of the picture; the first has no pictures of its own. */
  private static final class Scale {
    final int height;
    final SsimBands bands;
    final int tasks;
    final FloatPicture a;
    final FloatPicture b;

    Scale(MeterPlan plan, int width, int height, boolean stored, boolean luminance) {
      this.height = height;
      bands = new SsimBands(plan.kernels().gaussian(), width, height, luminance);
      tasks = Math.ceilDiv(height, SsimBands.BAND_ROWS);
      a = new FloatPicture(width, stored ? height : 0);
      b = new FloatPicture(width, stored ? height : 0);
    }
  }

  /** What one worker needs. */
  private static final class Scratch {
    final SsimScratch ssim = new SsimScratch();
    final FloatPicture a;
    final FloatPicture b;
    final float[] row;

    Scratch(int width) {
      a = new FloatPicture(width, SsimBands.BAND_ROWS + GaussianWindow.SIZE - 1);
      b = new FloatPicture(width, SsimBands.BAND_ROWS + GaussianWindow.SIZE - 1);
      row = new float[5 * GaussianWindow.TILE + 2 * GaussianWindow.SLACK];
    }
  }

  SsimPyramid(MeterPlan plan, int scaleCount) {
    this.plan = plan;
    int width = plan.format().width();
    int height = plan.format().height();
    scratch = new Scratch[scaleCount == 0 ? 0 : plan.workers()];
    for (int worker = 0; worker < scratch.length; worker++) {
      scratch[worker] = new Scratch(width);
    }
    scales = new Scale[scaleCount];
    for (int scale = 0; scale < scaleCount; scale++) {
      scales[scale] = new Scale(plan, width, height, scale > 0, scale == scaleCount - 1);
      width = Math.ceilDiv(width, 2);
      height = Math.ceilDiv(height, 2);
    }
  }

  /**
   * The means at one scale of the frame just analysed; luminance and product of the last scale
   * only.
   */
  SsimSums means(int scale) {
    return scales[scale].bands.means();
  }

  @Override
  public int rounds() {
    return scales.length;
  }

  @Override
  public int tasks(int round) {
    return scales[round].tasks;
  }

  @Override
  public void run(int round, int task, int worker, Picture reference, Picture distorted) {
    Scale scale = scales[round];
    Scratch own = scratch[worker];
    FloatPicture a = scale.a;
    FloatPicture b = scale.b;
    int firstRow = task * SsimBands.BAND_ROWS;
    int row = firstRow;
    if (round == 0) {
      int rows = Math.min(SsimBands.BAND_ROWS, scale.height - firstRow) + GaussianWindow.SIZE - 1;
      a = own.a;
      b = own.b;
      a.load(plan.kernels().gaussian(), reference.planes().getFirst(), firstRow, rows);
      b.load(plan.kernels().gaussian(), distorted.planes().getFirst(), firstRow, rows);
      row = 0;
    }
    if (task < scale.bands.bands()) {
      scale.bands.run(task, a, b, row, own.ssim);
    }
    if (round + 1 < scales.length) {
      halve(a, row, scales[round + 1].a, firstRow / 2, own.row);
      halve(b, row, scales[round + 1].b, firstRow / 2, own.row);
    }
  }

  private void halve(FloatPicture from, int fromRow, FloatPicture to, int firstRow, float[] row) {
    int rows = Math.min(SsimBands.BAND_ROWS / 2, to.height - firstRow);
    for (int column = 0; column < to.width; column += GaussianWindow.TILE) {
      int columns = Math.min(GaussianWindow.TILE, to.width - column);
      for (int y = 0; y < rows; y++) {
        int above =
            from.at(2 * column - FloatPicture.BORDER, fromRow + 2 * y - FloatPicture.BORDER);
        int out = to.at(column, firstRow + y);
        plan.kernels()
            .gaussian()
            .halve(from.samples, above, from.stride, columns, row, to.samples, out);
      }
    }
    for (int y = firstRow; y < firstRow + rows; y++) {
      to.mirrorColumns(y);
      to.mirrorRow(y);
    }
  }
}
