package dev.codecsmith.metrics.kernel.samples;

/** Sums over positions of the window: luminance, contrast, structure, and their product, SSIM. */
public record SsimSums(double luminance, double contrast, double structure, double product) {

  public static final SsimSums ZERO = new SsimSums(0, 0, 0, 0);

  public SsimSums plus(SsimSums other) {
    return new SsimSums(
        luminance + other.luminance,
        contrast + other.contrast,
        structure + other.structure,
        product + other.product);
  }
}
