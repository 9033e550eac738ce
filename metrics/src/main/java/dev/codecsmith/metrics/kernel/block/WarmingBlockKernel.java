package dev.codecsmith.metrics.kernel.block;

import dev.codecsmith.metrics.kernel.samples.BlockSums;
import dev.codecsmith.metrics.kernel.samples.WarmUp;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** {@link BlockKernel} on vectors as soon as that is faster. */
public final class WarmingBlockKernel implements BlockKernel {

  /** Fewer samples are not worth a vector. */
  private static final int SHORT_ROW = 64;

  private final BlockKernel plain = new PlainBlockKernel();
  private final BlockKernel vectorised = new VectorBlockKernel();
  private final WarmUp<BlockKernel> errors;
  private final WarmUp<BlockKernel> sums;
  private final WarmUp<BlockKernel> windows;

  public WarmingBlockKernel(WarmUp.Budget budget) {
    errors = new WarmUp<>(budget, plain, vectorised);
    sums = new WarmUp<>(budget, plain, vectorised);
    windows = new WarmUp<>(budget, plain, vectorised);
  }

  public List<WarmUp<BlockKernel>> warmUps() {
    return List.of(errors, sums, windows);
  }

  @Override
  public long squaredError(
      MemorySegment a, long aOffset, MemorySegment b, long bOffset, int count, int bitDepth) {
    if (count < SHORT_ROW) {
      return plain.squaredError(a, aOffset, b, bOffset, count, bitDepth);
    }
    if (!errors.undecided()) {
      return errors.winner().squaredError(a, aOffset, b, bOffset, count, bitDepth);
    }
    BlockKernel kernel = errors.next();
    long start = System.nanoTime();
    long error = kernel.squaredError(a, aOffset, b, bOffset, count, bitDepth);
    errors.took(kernel, System.nanoTime() - start, count);
    return error;
  }

  @Override
  public long blockSums(
      MemorySegment a,
      long aOffset,
      long aStride,
      MemorySegment b,
      long bOffset,
      long bStride,
      int bitDepth,
      BlockSums row) {
    if (!sums.undecided()) {
      return sums.winner().blockSums(a, aOffset, aStride, b, bOffset, bStride, bitDepth, row);
    }
    BlockKernel kernel = sums.next();
    long start = System.nanoTime();
    long error = kernel.blockSums(a, aOffset, aStride, b, bOffset, bStride, bitDepth, row);
    sums.took(kernel, System.nanoTime() - start, row.blocks);
    return error;
  }

  @Override
  public double ssim(BlockSums above, BlockSums below, int bitDepth) {
    if (!windows.undecided()) {
      return windows.winner().ssim(above, below, bitDepth);
    }
    BlockKernel kernel = windows.next();
    long start = System.nanoTime();
    double ssim = kernel.ssim(above, below, bitDepth);
    windows.took(kernel, System.nanoTime() - start, below.blocks);
    return ssim;
  }
}
