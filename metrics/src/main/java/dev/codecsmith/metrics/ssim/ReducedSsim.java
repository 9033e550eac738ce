package dev.codecsmith.metrics.ssim;

import dev.codecsmith.metrics.kernel.gaussian.SsimScratch;
import dev.codecsmith.metrics.kernel.samples.SsimSums;
import dev.codecsmith.metrics.picture.Picture;
import dev.codecsmith.metrics.picture.Plane;
import dev.codecsmith.metrics.plan.FrameAnalysis;
import dev.codecsmith.metrics.plan.MeterPlan;
import java.util.Arrays;

/** SSIM of luma after the reduction that libvmaf's {@code float_ssim} begins with. */
final class ReducedSsim implements FrameAnalysis {

  private final MeterPlan plan;
  private final int factor;
  private final FloatPicture a;
  private final FloatPicture b;
  private final Scratch[] scratch;
  private final SsimBands bands;

  /** What one worker needs. */
  private static final class Scratch {
    final SsimScratch ssim = new SsimScratch();
    final float[] row;
    final float[] sums;

    Scratch(int width) {
      row = new float[width];
      sums = new float[width];
    }
  }

  ReducedSsim(MeterPlan plan) {
    this.plan = plan;
    int width = plan.format().width();
    int height = plan.format().height();
    factor = Math.max(1, Math.round(Math.min(width, height) / 256f));
    // Not rounded up: libvmaf adds the lowest bit of the size, whatever the factor.
    int reducedWidth = factor == 1 ? width : width / factor + (width & 1);
    int reducedHeight = factor == 1 ? height : height / factor + (height & 1);
    a = new FloatPicture(reducedWidth, reducedHeight);
    b = new FloatPicture(reducedWidth, reducedHeight);
    bands = new SsimBands(plan.kernels().gaussian(), reducedWidth, reducedHeight, true);
    scratch = new Scratch[plan.workers()];
    for (int worker = 0; worker < scratch.length; worker++) {
      scratch[worker] = new Scratch(width);
    }
  }

  int width() {
    return a.width;
  }

  int height() {
    return a.height;
  }

  /** The means of the frame just analysed. */
  SsimSums means() {
    return bands.means();
  }

  @Override
  public int rounds() {
    return 2;
  }

  @Override
  public int tasks(int round) {
    return round == 0 ? Math.ceilDiv(a.height, SsimBands.BAND_ROWS) : bands.bands();
  }

  @Override
  public void run(int round, int task, int worker, Picture reference, Picture distorted) {
    int row = task * SsimBands.BAND_ROWS;
    Scratch own = scratch[worker];
    if (round == 1) {
      bands.run(task, a, b, row, own.ssim);
      return;
    }
    int endRow = Math.min(a.height, row + SsimBands.BAND_ROWS);
    for (; row < endRow; row++) {
      reduce(reference.planes().getFirst(), a, row, own);
      reduce(distorted.planes().getFirst(), b, row, own);
    }
  }

  /** Sums are exact: samples are multiples of 2^(8 - bits), and there are few of them. */
  private void reduce(Plane from, FloatPicture to, int row, Scratch own) {
    int width = from.width();
    float[] sums = own.sums;
    Arrays.fill(sums, 0);
    for (int i = 0; i < factor; i++) {
      int source = FloatPicture.mirrored(factor * row - factor / 2 + i, from.height());
      plan.kernels()
          .gaussian()
          .toFloat(from.samples(), source * from.strideBytes(), width, from.bitDepth(), own.row, 0);
      for (int column = 0; column < width; column++) {
        sums[column] += own.row[column];
      }
    }
    float weight = 1f / (factor * factor);
    int out = to.at(0, row);
    for (int column = 0; column < to.width; column++) {
      int first = factor * column - factor / 2;
      float sum = 0;
      for (int i = 0; i < factor; i++) {
        sum += sums[FloatPicture.mirrored(first + i, width)];
      }
      to.samples[out + column] = sum * weight;
    }
  }
}
