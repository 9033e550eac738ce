package dev.codecsmith.metrics.plan;

import dev.codecsmith.metrics.kernel.block.BlockKernel;
import dev.codecsmith.metrics.kernel.samples.BlockSums;
import dev.codecsmith.metrics.picture.Picture;
import dev.codecsmith.metrics.picture.PictureFormat;
import dev.codecsmith.metrics.picture.Plane;
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
public final class PlaneErrors implements FrameAnalysis {

  private static final int BAND_BLOCK_ROWS = 32;

  private final PictureFormat format;
  private final BlockKernel kernel;
  private final List<Band> bands = new ArrayList<>();
  private final long[] squaredErrors;
  private final long[] squaredErrorsUnseenByLibvmaf;
  private final double[] ssims;
  private final BlockSums[] scratch;
  private boolean ssimWanted;

  /** Rows of one plane, from {@code firstRow} to before {@code endRow}. */
  private record Band(int plane, int firstRow, int endRow) {}

  /** A rectangle of a plane; the ends are exclusive. */
  private record Area(int firstColumn, int endColumn, int firstRow, int endRow) {}

  PlaneErrors(PictureFormat format, BlockKernel kernel, int workers) {
    this.format = format;
    this.kernel = kernel;
    int bandRows = 4 * BAND_BLOCK_ROWS;
    for (int plane = 0; plane < format.planes(); plane++) {
      int height = format.planeHeight(plane);
      for (int row = 0; row < height; row += bandRows) {
        bands.add(new Band(plane, row, Math.min(height, row + bandRows)));
      }
    }
    squaredErrors = new long[bands.size()];
    squaredErrorsUnseenByLibvmaf = new long[bands.size()];
    ssims = new double[bands.size()];
    scratch = new BlockSums[2 * workers];
    for (int i = 0; i < scratch.length; i++) {
      scratch[i] = new BlockSums(format.width() >> 2, format.bitDepth());
    }
  }

  /** Has SSIM computed, too. */
  public PlaneErrors withSsim() {
    ssimWanted = true;
    return this;
  }

  /** Whether ffmpeg's SSIM exists for a plane: it needs an 8x8 window. */
  public boolean hasSsim(int plane) {
    return format.planeWidth(plane) >= 8 && format.planeHeight(plane) >= 8;
  }

  /** The mean squared error of the frame just analysed. */
  public double meanSquaredError(int plane) {
    return sum(squaredErrors, plane) / (double) format.planeSamples(plane);
  }

  /** The sum of squared differences of the frame just analysed, as far as libvmaf sees it. */
  public long libvmafSquaredError(int plane) {
    return sum(squaredErrors, plane) - sum(squaredErrorsUnseenByLibvmaf, plane);
  }

  /** The mean squared error of the frame just analysed, as far as libvmaf sees it. */
  public double libvmafMeanSquaredError(int plane) {
    return libvmafSquaredError(plane) / (double) format.libvmafPlaneSamples(plane);
  }

  /** The SSIM of the frame just analysed, as ffmpeg defines it: the mean of its windows. */
  public double ssim(int plane) {
    double sum = 0;
    for (int band = 0; band < bands.size(); band++) {
      if (bands.get(band).plane() == plane) {
        sum += ssims[band];
      }
    }
    long windowColumns = (format.planeWidth(plane) >> 2) - 1L;
    long windowRows = (format.planeHeight(plane) >> 2) - 1L;
    return sum / (windowColumns * windowRows);
  }

  private long sum(long[] ofBands, int plane) {
    long sum = 0;
    for (int band = 0; band < bands.size(); band++) {
      if (bands.get(band).plane() == plane) {
        sum += ofBands[band];
      }
    }
    return sum;
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
  public void run(int round, int task, int worker, Picture reference, Picture distorted) {
    Band band = bands.get(task);
    Plane a = reference.planes().get(band.plane());
    Plane b = distorted.planes().get(band.plane());
    if (ssimWanted && hasSsim(band.plane())) {
      withSsim(task, worker, a, b);
    } else {
      squaredErrors[task] =
          squaredError(a, b, new Area(0, a.width(), band.firstRow(), band.endRow()));
    }
    int seenColumns = format.libvmafPlaneWidth(band.plane());
    int seenRows =
        Math.clamp(format.libvmafPlaneHeight(band.plane()), band.firstRow(), band.endRow());
    squaredErrorsUnseenByLibvmaf[task] =
        squaredError(a, b, new Area(seenColumns, a.width(), band.firstRow(), seenRows))
            + squaredError(a, b, new Area(0, a.width(), seenRows, band.endRow()));
  }

  private void withSsim(int task, int worker, Plane a, Plane b) {
    Band band = bands.get(task);
    int blocks = a.width() >> 2;
    BlockSums above = scratch[2 * worker].reset(blocks);
    BlockSums here = scratch[2 * worker + 1].reset(blocks);
    double ssim = 0;
    long squaredError = 0;
    int endBlockRow = band.endRow() >> 2;
    int firstBlockRow = band.firstRow() >> 2;
    for (int row = Math.max(0, firstBlockRow - 1); row < endBlockRow; row++) {
      BlockSums swapped = above;
      above = here;
      here = swapped;
      long error =
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
        squaredError += error;
        if (row > 0) {
          ssim += kernel.ssim(above, here, format.bitDepth());
        }
      }
    }
    int coveredColumns = 4 * blocks;
    int coveredRows = 4 * endBlockRow;
    squaredError +=
        squaredError(a, b, new Area(coveredColumns, a.width(), band.firstRow(), coveredRows))
            + squaredError(a, b, new Area(0, a.width(), coveredRows, band.endRow()));
    squaredErrors[task] = squaredError;
    ssims[task] = ssim;
  }

  private long squaredError(Plane a, Plane b, Area area) {
    int columns = area.endColumn() - area.firstColumn();
    if (columns == 0) {
      return 0;
    }
    long firstByte = (long) area.firstColumn() * format.bytesPerSample();
    long sum = 0;
    for (int row = area.firstRow(); row < area.endRow(); row++) {
      sum +=
          kernel.squaredError(
              a.samples(),
              row * a.strideBytes() + firstByte,
              b.samples(),
              row * b.strideBytes() + firstByte,
              columns,
              format.bitDepth());
    }
    return sum;
  }
}
