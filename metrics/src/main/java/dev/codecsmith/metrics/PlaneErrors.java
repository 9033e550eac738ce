package dev.codecsmith.metrics;

import dev.codecsmith.metrics.kernel.BlockSums;
import dev.codecsmith.metrics.kernel.Kernel;
import java.util.ArrayList;
import java.util.List;

/**
 * Squared error and ffmpeg's SSIM of every plane, in one pass over the samples.
 *
 * <p>ffmpeg's SSIM needs, of every aligned 4x4 block, the sums of a, b, a²+b² and ab. The squared
 * error of the block is then (a²+b²) - 2ab, so PSNR costs next to nothing beside SSIM: only columns
 * and rows beyond the last whole block are visited for it alone.
 *
 * <p>A plane is cut into bands of block rows. Each but a plane's first starts with the block row
 * above it, because SSIM's 8x8 windows overlap by half.
 */
final class PlaneErrors implements FrameAnalysis {

  private static final int BAND_BLOCK_ROWS = 32;

  private final PictureFormat format;
  private final Kernel kernel;
  private final List<Band> bands = new ArrayList<>();
  private final long[] bandSquaredError;
  private final double[] bandSsim;
  private boolean ssimWanted;

  /** Rows of one plane, from {@code firstRow} to before {@code endRow}. */
  private record Band(int plane, int firstRow, int endRow) {}

  PlaneErrors(PictureFormat format, Kernel kernel) {
    this.format = format;
    this.kernel = kernel;
    int bandRows = 4 * BAND_BLOCK_ROWS;
    for (int plane = 0; plane < format.planes(); plane++) {
      int height = format.planeHeight(plane);
      for (int row = 0; row < height; row += bandRows) {
        bands.add(new Band(plane, row, Math.min(height, row + bandRows)));
      }
    }
    bandSquaredError = new long[bands.size()];
    bandSsim = new double[bands.size()];
  }

  PlaneErrors withSsim() {
    ssimWanted = true;
    return this;
  }

  /** Whether ffmpeg's SSIM exists for a plane: it needs an 8x8 window. */
  boolean hasSsim(int plane) {
    return format.planeWidth(plane) >= 8 && format.planeHeight(plane) >= 8;
  }

  /** The sum of squared differences of the frame just analysed. */
  long squaredError(int plane) {
    long sum = 0;
    for (int band = 0; band < bands.size(); band++) {
      if (bands.get(band).plane() == plane) {
        sum += bandSquaredError[band];
      }
    }
    return sum;
  }

  /** The mean squared error of the frame just analysed. */
  double meanSquaredError(int plane) {
    return squaredError(plane) / (double) format.planeSamples(plane);
  }

  /** The SSIM of the frame just analysed, as ffmpeg defines it: the mean of its windows. */
  double ssim(int plane) {
    double sum = 0;
    for (int band = 0; band < bands.size(); band++) {
      if (bands.get(band).plane() == plane) {
        sum += bandSsim[band];
      }
    }
    long windows =
        (long) ((format.planeWidth(plane) >> 2) - 1) * ((format.planeHeight(plane) >> 2) - 1);
    return sum / windows;
  }

  @Override
  public int rounds() {
    return 1;
  }

  @Override
  public int tasks(int round) {
    return bands.size();
  }

  @Override
  public void run(int round, int task, Picture reference, Picture distorted) {
    Band band = bands.get(task);
    Plane a = reference.planes().get(band.plane());
    Plane b = distorted.planes().get(band.plane());
    if (ssimWanted && hasSsim(band.plane())) {
      fused(task, band, a, b);
    } else {
      bandSquaredError[task] = squaredError(a, b, 0, a.width(), band.firstRow(), band.endRow());
    }
  }

  private void fused(int task, Band band, Plane a, Plane b) {
    int blocks = a.width() >> 2;
    BlockSums above = new BlockSums(blocks);
    BlockSums here = new BlockSums(blocks);
    double ssim = 0;
    long squaredError = 0;
    int endBlockRow = band.endRow() >> 2;
    int firstBlockRow = band.firstRow() >> 2;
    for (int row = Math.max(0, firstBlockRow - 1); row < endBlockRow; row++) {
      BlockSums swapped = above;
      above = here;
      here = swapped;
      kernel.blockSums(
          a.samples(),
          4L * row * a.strideBytes(),
          a.strideBytes(),
          b.samples(),
          4L * row * b.strideBytes(),
          b.strideBytes(),
          format.bitDepth(),
          here);
      if (row >= firstBlockRow) {
        squaredError += here.squaredError();
        if (row > 0) {
          ssim += kernel.ssim(above, here, format.bitDepth());
        }
      }
    }
    int coveredColumns = 4 * blocks;
    int coveredRows = 4 * endBlockRow;
    squaredError +=
        squaredError(a, b, coveredColumns, a.width(), band.firstRow(), coveredRows)
            + squaredError(a, b, 0, a.width(), coveredRows, band.endRow());
    bandSquaredError[task] = squaredError;
    bandSsim[task] = ssim;
  }

  private long squaredError(
      Plane a, Plane b, int fromColumn, int toColumn, int fromRow, int toRow) {
    if (fromColumn == toColumn) {
      return 0;
    }
    int bytes = format.bytesPerSample();
    long sum = 0;
    for (int row = fromRow; row < toRow; row++) {
      sum +=
          kernel.squaredError(
              a.samples(),
              row * a.strideBytes() + (long) fromColumn * bytes,
              b.samples(),
              row * b.strideBytes() + (long) fromColumn * bytes,
              toColumn - fromColumn,
              format.bitDepth());
    }
    return sum;
  }
}
