package dev.codecsmith.metrics.kernel.hvs;

import dev.codecsmith.metrics.kernel.samples.WarmUp;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** {@link HvsKernel} on vectors as soon as that is faster. */
public final class WarmingHvsKernel implements HvsKernel {

  private final WarmUp<HvsKernel> blocks;

  public WarmingHvsKernel(WarmUp.Budget budget) {
    blocks = new WarmUp<>(budget, new PlainHvsKernel(), new VectorHvsKernel());
  }

  public List<WarmUp<HvsKernel>> warmUps() {
    return List.of(blocks);
  }

  @Override
  public int terms(
      MemorySegment a,
      long aOffset,
      long aStride,
      MemorySegment b,
      long bOffset,
      long bStride,
      int bitDepth,
      int count,
      HvsWeights weights,
      HvsScratch scratch,
      float[] terms,
      int at) {
    if (!blocks.undecided()) {
      return blocks
          .winner()
          .terms(
              a, aOffset, aStride, b, bOffset, bStride, bitDepth, count, weights, scratch, terms,
              at);
    }
    HvsKernel kernel = blocks.next();
    long start = System.nanoTime();
    int next =
        kernel.terms(
            a, aOffset, aStride, b, bOffset, bStride, bitDepth, count, weights, scratch, terms, at);
    blocks.took(kernel, System.nanoTime() - start, count);
    return next;
  }
}
