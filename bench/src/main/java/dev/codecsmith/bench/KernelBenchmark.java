package dev.codecsmith.bench;

import dev.codecsmith.metrics.kernel.Kernels;
import dev.codecsmith.metrics.kernel.gaussian.GaussianWindow;
import dev.codecsmith.metrics.kernel.gaussian.SsimScratch;
import dev.codecsmith.metrics.kernel.hvs.HvsKernel;
import dev.codecsmith.metrics.kernel.hvs.HvsScratch;
import dev.codecsmith.metrics.kernel.hvs.HvsWeights;
import dev.codecsmith.metrics.kernel.samples.BlockSums;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * The loops behind the metrics, each beside its scalar version, over rows as wide as 1080p has
 * them. Arguments are JMH's own, such as the name of one of the loops.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 1)
public class KernelBenchmark {
  private static final int WIDTH = 1920;
  private static final int ROWS = 16;
  private static final int BLOCKS = WIDTH / 4;

  @Param({"plain", "vectorised"})
  private String loops = "plain";

  @Param({"8", "10"})
  private int bitDepth = 8;

  private final SsimScratch ssim = new SsimScratch();
  private final HvsScratch hvs = new HvsScratch();
  private final float[] smaller = new float[GaussianWindow.TILE];
  private final float[] halving = new float[5 * GaussianWindow.TILE + 2 * GaussianWindow.SLACK];
  private final float[] terms = new float[WIDTH / HvsKernel.STEP * 64 + 1];
  private final float[] floatA = new float[WIDTH * ROWS + GaussianWindow.SLACK];
  private final float[] floatB = new float[WIDTH * ROWS + GaussianWindow.SLACK];
  private Kernels kernels = Kernels.plain();
  private MemorySegment a = MemorySegment.NULL;
  private MemorySegment b = MemorySegment.NULL;
  private BlockSums above = new BlockSums(BLOCKS, 8);
  private BlockSums below = new BlockSums(BLOCKS, 8);

  public static void main(String[] arguments) throws Exception {
    new Runner(
            new OptionsBuilder()
                .parent(new CommandLineOptions(arguments))
                .include(KernelBenchmark.class.getSimpleName())
                .build())
        .run();
  }

  /** Two rows of pictures that differ by noise, as a coded one differs from its source. */
  @Setup
  public void fill() {
    kernels = loops.equals("plain") ? Kernels.plain() : Kernels.vectorised();
    SplittableRandom random = new SplittableRandom(1);
    int bytes = stride() * ROWS;
    byte[] source = new byte[bytes];
    byte[] coded = new byte[bytes];
    for (int i = 0; i < WIDTH * ROWS; i++) {
      int sample = random.nextInt(32, (1 << bitDepth) - 32);
      write(source, i, sample);
      write(coded, i, sample + random.nextInt(-8, 9));
    }
    a = MemorySegment.ofArray(source);
    b = MemorySegment.ofArray(coded);
    kernels.gaussian().toFloat(a, 0, WIDTH * ROWS, bitDepth, floatA, 0);
    kernels.gaussian().toFloat(b, 0, WIDTH * ROWS, bitDepth, floatB, 0);
    above = sums();
    below = sums();
    kernels.blocks().blockSums(a, 0, stride(), b, 0, stride(), bitDepth, above);
    kernels
        .blocks()
        .blockSums(a, 4L * stride(), stride(), b, 4L * stride(), stride(), bitDepth, below);
  }

  private BlockSums sums() {
    BlockSums sums = new BlockSums(BLOCKS, bitDepth);
    sums.blocks = BLOCKS;
    return sums;
  }

  private int stride() {
    return bitDepth == 8 ? WIDTH : 2 * WIDTH;
  }

  private void write(byte[] samples, int index, int sample) {
    if (bitDepth == 8) {
      samples[index] = (byte) sample;
    } else {
      samples[2 * index] = (byte) sample;
      samples[2 * index + 1] = (byte) (sample >> 8);
    }
  }

  /** A row's squared error, for PSNR. */
  @Benchmark
  public long squaredError() {
    return kernels.blocks().squaredError(a, 0, b, 0, WIDTH, bitDepth);
  }

  /** What ffmpeg's SSIM needs of four rows. */
  @Benchmark
  public long blockSums() {
    return kernels.blocks().blockSums(a, 0, stride(), b, 0, stride(), bitDepth, above);
  }

  /** The windows of ffmpeg's SSIM over two rows of blocks. */
  @Benchmark
  public double blockSsim() {
    return kernels.blocks().ssim(above, below, bitDepth);
  }

  /** One row of windows of libvmaf's SSIM, 256 columns. */
  @Benchmark
  public SsimScratch gaussianSsim() {
    kernels.gaussian().gaussianSsim(floatA, floatB, 0, WIDTH, GaussianWindow.TILE, true, ssim);
    return ssim;
  }

  /** One row of the next smaller picture of MS-SSIM, 256 columns. */
  @Benchmark
  public float[] halve() {
    kernels.gaussian().halve(floatA, 0, WIDTH, GaussianWindow.TILE, halving, smaller, 0);
    return smaller;
  }

  /** One row of blocks of PSNR-HVS. */
  @Benchmark
  public int hvsTerms() {
    return kernels
        .hvs()
        .terms(
            a,
            0,
            stride(),
            b,
            0,
            stride(),
            bitDepth,
            WIDTH / HvsKernel.STEP - 1,
            HvsWeights.Y,
            hvs,
            terms,
            0);
  }
}
