package dev.codecsmith.metrics.kernel.gaussian;

import dev.codecsmith.metrics.kernel.samples.WarmUp;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** {@link GaussianKernel} on vectors as soon as that is faster. */
public final class WarmingGaussianKernel implements GaussianKernel {

  private final GaussianKernel plain = new PlainGaussianKernel();
  private final GaussianKernel vectorised = new VectorGaussianKernel();
  private final WarmUp<GaussianKernel> conversion;
  private final WarmUp<GaussianKernel> windows;
  private final WarmUp<GaussianKernel> halving;

  public WarmingGaussianKernel(WarmUp.Budget budget) {
    conversion = new WarmUp<>(budget, plain, vectorised);
    windows = new WarmUp<>(budget, plain, vectorised);
    halving = new WarmUp<>(budget, plain, vectorised);
  }

  public List<WarmUp<GaussianKernel>> warmUps() {
    return List.of(conversion, windows, halving);
  }

  @Override
  public void toFloat(
      MemorySegment samples, long offset, int count, int bitDepth, float[] row, int rowOffset) {
    if (!conversion.undecided()) {
      conversion.winner().toFloat(samples, offset, count, bitDepth, row, rowOffset);
      return;
    }
    GaussianKernel kernel = conversion.next();
    long start = System.nanoTime();
    kernel.toFloat(samples, offset, count, bitDepth, row, rowOffset);
    conversion.took(kernel, System.nanoTime() - start, count);
  }

  @Override
  public void gaussianSsim(
      float[] a,
      float[] b,
      int at,
      int stride,
      int columns,
      boolean luminance,
      SsimScratch scratch) {
    if (!windows.undecided()) {
      windows.winner().gaussianSsim(a, b, at, stride, columns, luminance, scratch);
      return;
    }
    GaussianKernel kernel = windows.next();
    long start = System.nanoTime();
    kernel.gaussianSsim(a, b, at, stride, columns, luminance, scratch);
    windows.took(kernel, System.nanoTime() - start, columns);
  }

  @Override
  public void halve(
      float[] rows, int at, int stride, int columns, float[] scratch, float[] out, int outAt) {
    if (!halving.undecided()) {
      halving.winner().halve(rows, at, stride, columns, scratch, out, outAt);
      return;
    }
    GaussianKernel kernel = halving.next();
    long start = System.nanoTime();
    kernel.halve(rows, at, stride, columns, scratch, out, outAt);
    halving.took(kernel, System.nanoTime() - start, columns);
  }
}
