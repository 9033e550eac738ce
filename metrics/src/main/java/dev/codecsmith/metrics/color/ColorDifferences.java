package dev.codecsmith.metrics.color;

import dev.codecsmith.metrics.kernel.samples.Samples;
import dev.codecsmith.metrics.picture.Picture;
import dev.codecsmith.metrics.picture.PictureFormat;
import dev.codecsmith.metrics.picture.Plane;
import dev.codecsmith.metrics.plan.FrameAnalysis;
import dev.codecsmith.metrics.plan.MeterPlan;
import java.lang.foreign.MemorySegment;

/** ΔE00 of every luma sample of a frame, by bands of rows. */
final class ColorDifferences implements FrameAnalysis {

  private static final int BAND_ROWS = 16;

  private final PictureFormat format;
  private final double[] bands;

  ColorDifferences(MeterPlan plan) {
    format = plan.format();
    bands = new double[Math.ceilDiv(format.height(), BAND_ROWS)];
  }

  /** The mean of the frame just analysed. */
  double mean() {
    double sum = 0;
    for (double band : bands) {
      sum += band;
    }
    return sum / format.planeSamples(0);
  }

  @Override
  public int rounds() {
    return 1;
  }

  @Override
  public int tasks(int round) {
    return bands.length;
  }

  @Override
  public void run(int round, int task, int worker, Picture reference, Picture distorted) {
    LabColor a = new LabColor(format.bitDepth());
    LabColor b = new LabColor(format.bitDepth());
    double sum = 0;
    int end = Math.min(format.height(), (task + 1) * BAND_ROWS);
    for (int row = task * BAND_ROWS; row < end; row++) {
      for (int column = 0; column < format.width(); column++) {
        int luma = sample(reference, 0, column, row);
        int cb = sample(reference, 1, column, row);
        int cr = sample(reference, 2, column, row);
        int distortedLuma = sample(distorted, 0, column, row);
        int distortedCb = sample(distorted, 1, column, row);
        int distortedCr = sample(distorted, 2, column, row);
        if (luma != distortedLuma || cb != distortedCb || cr != distortedCr) {
          a.set(luma, cb, cr);
          b.set(distortedLuma, distortedCb, distortedCr);
          sum += ColorDifference.deltaE(a, b);
        }
      }
    }
    bands[task] = sum;
  }

  private int sample(Picture picture, int index, int column, int row) {
    Plane plane = picture.planes().get(index);
    int shiftX = index == 0 ? 0 : format.chroma().horizontalShift();
    int shiftY = index == 0 ? 0 : format.chroma().verticalShift();
    MemorySegment samples = plane.samples();
    return Samples.at(
        samples, (row >> shiftY) * plane.strideBytes(), column >> shiftX, format.bitDepth());
  }
}
