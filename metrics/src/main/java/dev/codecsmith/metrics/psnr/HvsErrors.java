package dev.codecsmith.metrics.psnr;

import dev.codecsmith.metrics.kernel.hvs.HvsKernel;
import dev.codecsmith.metrics.kernel.hvs.HvsScratch;
import dev.codecsmith.metrics.kernel.hvs.HvsWeights;
import dev.codecsmith.metrics.picture.Picture;
import dev.codecsmith.metrics.picture.Plane;
import dev.codecsmith.metrics.plan.FrameAnalysis;
import dev.codecsmith.metrics.plan.MeterPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The weighted errors of PSNR-HVS. The first round computes them, by bands of block rows; the
 * second adds them, one plane per task, since libvmaf's sum in {@code float} depends on its order.
 */
final class HvsErrors implements FrameAnalysis {

  private static final int BAND_BLOCK_ROWS = 8;
  private static final HvsWeights[] WEIGHTS = {HvsWeights.Y, HvsWeights.CB, HvsWeights.CR};

  private final MeterPlan plan;
  private final List<Band> bands = new ArrayList<>();
  private final int planes;
  private final HvsScratch[] scratch;
  private final float[] meanErrors = new float[3];

  /** Some block rows of a plane, and the errors found there. */
  private static final class Band {
    final int plane;
    final int firstRow;
    final int rows;
    final int coefficients;
    final float[] terms;
    int count;

    Band(int plane, int firstRow, int rows, int columns) {
      this.plane = plane;
      this.firstRow = firstRow;
      this.rows = rows;
      coefficients = 64 * rows * columns;
      terms = new float[coefficients + 1];
    }
  }

  HvsErrors(MeterPlan plan, int planes) {
    this.plan = plan;
    this.planes = planes;
    scratch = new HvsScratch[plan.workers()];
    Arrays.setAll(scratch, worker -> new HvsScratch());
    for (int plane = 0; plane < planes; plane++) {
      int rows = blocks(plan.format().libvmafPlaneHeight(plane));
      for (int row = 0; row < rows; row += BAND_BLOCK_ROWS) {
        int bandRows = Math.min(BAND_BLOCK_ROWS, rows - row);
        bands.add(new Band(plane, row, bandRows, columns(plane)));
      }
    }
  }

  /** The mean weighted squared error of the frame just analysed, for a peak of 1. */
  double meanError(int plane) {
    return meanErrors[plane];
  }

  private int columns(int plane) {
    return blocks(plan.format().libvmafPlaneWidth(plane));
  }

  private static int blocks(int size) {
    return Math.ceilDiv(size - HvsKernel.BLOCK + 1, HvsKernel.STEP);
  }

  @Override
  public int rounds() {
    return 2;
  }

  @Override
  public int tasks(int round) {
    return round == 0 ? bands.size() : planes;
  }

  @Override
  public void run(int round, int task, int worker, Picture reference, Picture distorted) {
    if (round == 0) {
      Band band = bands.get(task);
      compute(band, worker, reference.planes().get(band.plane), distorted.planes().get(band.plane));
    } else {
      meanErrors[task] = sum(task);
    }
  }

  private void compute(Band band, int worker, Plane a, Plane b) {
    band.count = 0;
    for (int row = band.firstRow; row < band.firstRow + band.rows; row++) {
      long firstRow = (long) HvsKernel.STEP * row;
      band.count =
          plan.kernels()
              .hvs()
              .terms(
                  a.samples(),
                  firstRow * a.strideBytes(),
                  a.strideBytes(),
                  b.samples(),
                  firstRow * b.strideBytes(),
                  b.strideBytes(),
                  plan.format().bitDepth(),
                  columns(band.plane),
                  WEIGHTS[band.plane],
                  scratch[worker],
                  band.terms,
                  band.count);
    }
  }

  private float sum(int plane) {
    float sum = 0;
    int coefficients = 0;
    for (Band band : bands) {
      if (band.plane == plane) {
        for (int i = 0; i < band.count; i++) {
          sum += band.terms[i];
        }
        coefficients += band.coefficients;
      }
    }
    int peak = plan.format().peak();
    return sum / coefficients / (peak * peak);
  }
}
