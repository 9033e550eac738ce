package dev.codecsmith.metrics.kernel;

/**
 * The loops that measure, all plain or all vectorised.
 *
 * @param description what runs, for a person
 */
public record Kernels(
    String description, BlockKernel blocks, GaussianKernel gaussian, HvsKernel hvs) {

  /** The loops as they are defined. */
  public static Kernels plain() {
    return new Kernels(
        "plain Java, no vectors",
        new PlainBlockKernel(),
        new PlainGaussianKernel(),
        new PlainHvsKernel());
  }
}
