package dev.codecsmith.metrics.picture;

import dev.codecsmith.metrics.kernel.samples.Samples;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Sees to it that no sample is larger than the bit depth allows.
 *
 * <p>Above 8 bits a sample has two bytes, and nothing keeps a decoder from using them all. Sums are
 * only safe from overflow for samples in range, and a wrong figure could be a better one.
 */
public final class SampleRange {

  private static final int BAND_ROWS = 128;

  private final PictureFormat format;
  private final List<Band> bands = new ArrayList<>();
  private final boolean[] exceeded;

  /** Rows of one plane of one side. */
  private record Band(int side, int plane, int firstRow, int endRow) {}

  public SampleRange(PictureFormat format) {
    this.format = format;
    boolean everyValueIsASample = format.bitDepth() == 8 || format.bitDepth() == 16;
    for (int side = 0; side < (everyValueIsASample ? 0 : 2); side++) {
      for (int plane = 0; plane < format.planes(); plane++) {
        int height = format.planeHeight(plane);
        for (int row = 0; row < height; row += BAND_ROWS) {
          bands.add(new Band(side, plane, row, Math.min(height, row + BAND_ROWS)));
        }
      }
    }
    exceeded = new boolean[bands.size()];
  }

  /** How many tasks a pair of pictures makes; none where every value is a sample. */
  public int tasks() {
    return bands.size();
  }

  public void run(int task, Picture reference, Picture distorted) {
    Band band = bands.get(task);
    Plane plane = (band.side() == 0 ? reference : distorted).planes().get(band.plane());
    long tooHigh = (~format.peak() & 0xFFFFL) * 0x0001_0001_0001_0001L;
    long bits = 0;
    for (int row = band.firstRow(); row < band.endRow(); row++) {
      bits |= Samples.bitsOfRow(plane.samples(), row * plane.strideBytes(), plane.width());
    }
    exceeded[task] = (bits & tooHigh) != 0;
  }

  /** What is wrong with the pair that was looked at, if anything. */
  public Optional<String> complaint(Picture reference, Picture distorted) {
    for (int task = 0; task < exceeded.length; task++) {
      if (exceeded[task]) {
        Band band = bands.get(task);
        Picture picture = band.side() == 0 ? reference : distorted;
        return Optional.of(
            String.format(
                "The %s has a sample of %d in plane %d; %d bits reach up to %d.",
                band.side() == 0 ? "reference" : "distorted video",
                highest(picture.planes().get(band.plane()), band),
                band.plane(),
                format.bitDepth(),
                format.peak()));
      }
    }
    return Optional.empty();
  }

  private static int highest(Plane plane, Band band) {
    MemorySegment samples = plane.samples();
    int highest = 0;
    for (int row = band.firstRow(); row < band.endRow(); row++) {
      for (int column = 0; column < plane.width(); column++) {
        highest =
            Math.max(
                highest, Samples.at(samples, row * plane.strideBytes(), column, plane.bitDepth()));
      }
    }
    return highest;
  }
}
