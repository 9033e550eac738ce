package dev.codecsmith.metrics.kernel;

import dev.codecsmith.metrics.kernel.block.BlockKernel;
import dev.codecsmith.metrics.kernel.block.PlainBlockKernel;
import dev.codecsmith.metrics.kernel.block.VectorBlockKernel;
import dev.codecsmith.metrics.kernel.block.WarmingBlockKernel;
import dev.codecsmith.metrics.kernel.gaussian.GaussianKernel;
import dev.codecsmith.metrics.kernel.gaussian.PlainGaussianKernel;
import dev.codecsmith.metrics.kernel.gaussian.VectorGaussianKernel;
import dev.codecsmith.metrics.kernel.gaussian.WarmingGaussianKernel;
import dev.codecsmith.metrics.kernel.hvs.HvsKernel;
import dev.codecsmith.metrics.kernel.hvs.PlainHvsKernel;
import dev.codecsmith.metrics.kernel.hvs.VectorHvsKernel;
import dev.codecsmith.metrics.kernel.hvs.WarmingHvsKernel;
import dev.codecsmith.metrics.kernel.samples.Vectors;
import dev.codecsmith.metrics.kernel.samples.WarmUp;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The loops that measure. */
public final class Kernels {

  private static final Kernels BEST =
      ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent() ? warming() : plain();

  private final BlockKernel blocks;
  private final GaussianKernel gaussian;
  private final HvsKernel hvs;
  private final Supplier<String> description;

  private Kernels(
      BlockKernel blocks, GaussianKernel gaussian, HvsKernel hvs, Supplier<String> description) {
    this.blocks = blocks;
    this.gaussian = gaussian;
    this.hvs = hvs;
    this.description = description;
  }

  /**
   * The vectorised loops where the JVM has vectors and as soon as they are faster, else the plain
   * ones. There is one such set in a process, so that it warms up once.
   */
  public static Kernels best() {
    return BEST;
  }

  /** The loops as they are defined. */
  public static Kernels plain() {
    return new Kernels(
        new PlainBlockKernel(),
        new PlainGaussianKernel(),
        new PlainHvsKernel(),
        () -> "plain Java (for vectors, start the JVM with --add-modules jdk.incubator.vector)");
  }

  /** The vectorised loops from the first call on; the JVM must have the module. */
  public static Kernels vectorised() {
    return new Kernels(
        new VectorBlockKernel(),
        new VectorGaussianKernel(),
        new VectorHvsKernel(),
        Vectors::description);
  }

  private static Kernels warming() {
    WarmUp.Budget budget = new WarmUp.Budget();
    WarmingBlockKernel blocks = new WarmingBlockKernel(budget);
    WarmingGaussianKernel gaussian = new WarmingGaussianKernel(budget);
    WarmingHvsKernel hvs = new WarmingHvsKernel(budget);
    List<WarmUp<?>> warmUps =
        Stream.<List<? extends WarmUp<?>>>of(blocks.warmUps(), gaussian.warmUps(), hvs.warmUps())
            .<WarmUp<?>>flatMap(List::stream)
            .toList();
    return new Kernels(blocks, gaussian, hvs, () -> describe(warmUps));
  }

  private static String describe(List<WarmUp<?>> warmUps) {
    List<WarmUp.Phase> phases =
        warmUps.stream()
            .map(WarmUp::phase)
            .filter(phase -> phase != WarmUp.Phase.UNUSED)
            .distinct()
            .toList();
    if (phases.contains(WarmUp.Phase.PLAIN)) {
      return "plain Java in part: " + Vectors.description() + ", is not faster here";
    }
    if (phases.isEmpty() || phases.contains(WarmUp.Phase.WARMING)) {
      return "plain Java while vectors warm up: " + Vectors.description();
    }
    return Vectors.description();
  }

  public BlockKernel blocks() {
    return blocks;
  }

  public GaussianKernel gaussian() {
    return gaussian;
  }

  public HvsKernel hvs() {
    return hvs;
  }

  /** What runs at this moment, for a person. */
  public String description() {
    return description.get();
  }
}
