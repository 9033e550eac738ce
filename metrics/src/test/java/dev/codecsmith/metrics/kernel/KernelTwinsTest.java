package dev.codecsmith.metrics.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.metrics.kernel.gaussian.GaussianWindow;
import dev.codecsmith.metrics.kernel.gaussian.SsimScratch;
import dev.codecsmith.metrics.kernel.hvs.HvsKernel;
import dev.codecsmith.metrics.kernel.hvs.HvsScratch;
import dev.codecsmith.metrics.kernel.hvs.HvsWeights;
import dev.codecsmith.metrics.kernel.samples.BlockSums;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Every vectorised loop gives the bits of the scalar loop that it stands for. */
class KernelTwinsTest {

  private static final Kernels PLAIN = Kernels.plain();
  private static final Kernels VECTORISED = Kernels.vectorised();

  /** How samples are drawn. */
  enum Content {
    NOISE,
    SIMILAR,
    BLACK_AND_WHITE,
    OPPOSITE,
    FLAT
  }

  /** Two planes of some rows in memory, the second with rows further apart. */
  record Planes(int width, int bitDepth, Content content, long seed) {
    static final int ROWS = 24;

    int bytes() {
      return bitDepth == 8 ? 1 : 2;
    }

    long strideA() {
      return (long) width * bytes();
    }

    long strideB() {
      return strideA() + 6;
    }

    MemorySegment a() {
      return fill(strideA(), (random, sample) -> sample);
    }

    MemorySegment b() {
      int peak = (1 << bitDepth) - 1;
      return fill(
          strideB(),
          (random, sample) ->
              switch (content) {
                case NOISE, BLACK_AND_WHITE -> random.nextInt(2) * peak;
                case SIMILAR -> Math.clamp(sample + random.nextInt(9) - 4, 0, peak);
                case OPPOSITE -> peak - sample;
                case FLAT -> sample;
              });
    }

    private interface Change {
      int apply(Random random, int sample);
    }

    private MemorySegment fill(long stride, Change change) {
      int peak = (1 << bitDepth) - 1;
      Random samples = new Random(seed);
      Random changes = new Random(seed + 1);
      int flat = samples.nextInt(peak + 1);
      MemorySegment plane = Arena.ofAuto().allocate(stride * ROWS);
      for (int row = 0; row < ROWS; row++) {
        for (int column = 0; column < width; column++) {
          int sample =
              switch (content) {
                case NOISE, SIMILAR -> samples.nextInt(peak + 1);
                case BLACK_AND_WHITE, OPPOSITE -> samples.nextInt(2) * peak;
                case FLAT -> flat;
              };
          long at = row * stride + (long) column * bytes();
          int changed = change.apply(changes, sample);
          if (bytes() == 1) {
            plane.set(ValueLayout.JAVA_BYTE, at, (byte) changed);
          } else {
            plane.set(
                ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN),
                at,
                (short) changed);
          }
        }
      }
      return plane;
    }
  }

  @Provide
  Arbitrary<Planes> planes() {
    return Combinators.combine(
            Arbitraries.integers().between(8, 300),
            Arbitraries.of(8, 9, 10, 12, 14, 16),
            Arbitraries.of(Content.class),
            Arbitraries.longs())
        .as(Planes::new);
  }

  @Provide
  Arbitrary<Planes> planesOfPsnrHvs() {
    return planes().filter(planes -> planes.bitDepth() <= 12);
  }

  @Property(seed = "20261123", tries = 60)
  void squaredError(@ForAll("planes") Planes planes) {
    MemorySegment a = planes.a();
    MemorySegment b = planes.b();
    int count = planes.width() - 3;
    long skip = 3L * planes.bytes();
    assertThat(
            VECTORISED
                .blocks()
                .squaredError(a, skip, b, planes.strideB() + skip, count, planes.bitDepth()))
        .isEqualTo(
            PLAIN
                .blocks()
                .squaredError(a, skip, b, planes.strideB() + skip, count, planes.bitDepth()));
  }

  @Property(seed = "20261123", tries = 60)
  void blockSumsAndTheSsimOfTheirWindows(@ForAll("planes") Planes planes) {
    MemorySegment a = planes.a();
    MemorySegment b = planes.b();
    BlockSums[] plain = new BlockSums[2];
    BlockSums[] vectorised = new BlockSums[2];
    for (int row = 0; row < 2; row++) {
      plain[row] = new BlockSums(80, planes.bitDepth()).reset(planes.width() / 4);
      vectorised[row] = new BlockSums(80, planes.bitDepth()).reset(planes.width() / 4);
      long error = blockSums(PLAIN, planes, a, b, 4 * row, plain[row]);
      assertThat(blockSums(VECTORISED, planes, a, b, 4 * row, vectorised[row])).isEqualTo(error);
      assertThat(sums(vectorised[row])).isEqualTo(sums(plain[row]));
    }
    assertThat(VECTORISED.blocks().ssim(vectorised[0], vectorised[1], planes.bitDepth()))
        .isEqualTo(PLAIN.blocks().ssim(plain[0], plain[1], planes.bitDepth()));
    assertThat(Arrays.copyOf(vectorised[1].windows, planes.width() / 4 - 1))
        .isEqualTo(Arrays.copyOf(plain[1].windows, planes.width() / 4 - 1));
  }

  private static long blockSums(
      Kernels kernels, Planes planes, MemorySegment a, MemorySegment b, int row, BlockSums sums) {
    return kernels
        .blocks()
        .blockSums(
            a,
            row * planes.strideA(),
            planes.strideA(),
            b,
            row * planes.strideB(),
            planes.strideB(),
            planes.bitDepth(),
            sums);
  }

  private static long[][] sums(BlockSums sums) {
    return new long[][] {
      Arrays.stream(sums.a, 0, sums.blocks).asLongStream().toArray(),
      Arrays.stream(sums.b, 0, sums.blocks).asLongStream().toArray(),
      Arrays.stream(sums.errors, 0, Math.min(sums.blocks, sums.errors.length))
          .asLongStream()
          .toArray(),
      Arrays.stream(sums.products, 0, Math.min(sums.blocks, sums.products.length))
          .asLongStream()
          .toArray(),
      sums.wideErrors,
      sums.wideProducts
    };
  }

  @Property(seed = "20261123", tries = 60)
  void conversionToFloat(@ForAll("planes") Planes planes) {
    float[] plain = new float[planes.width() + 5];
    float[] vectorised = plain.clone();
    MemorySegment a = planes.a();
    int last = Planes.ROWS - 1;
    long offset = last * planes.strideA();
    PLAIN.gaussian().toFloat(a, offset, planes.width(), planes.bitDepth(), plain, 2);
    VECTORISED.gaussian().toFloat(a, offset, planes.width(), planes.bitDepth(), vectorised, 2);
    assertThat(vectorised).isEqualTo(plain);
  }

  @Property(seed = "20261123", tries = 60)
  void gaussianSsim(@ForAll("planes") Planes planes, @ForAll boolean luminance) {
    int columns = Math.min(GaussianWindow.TILE, planes.width() - GaussianWindow.SIZE + 1);
    if (columns < 1) {
      return;
    }
    float[] a = floats(planes, planes.a(), planes.strideA());
    float[] b = floats(planes, planes.b(), planes.strideB());
    SsimScratch plain = new SsimScratch();
    SsimScratch vectorised = new SsimScratch();
    int stride = planes.width();
    for (int row = 0; row < 2; row++) {
      PLAIN.gaussian().gaussianSsim(a, b, row * stride, stride, columns, luminance, plain);
      VECTORISED
          .gaussian()
          .gaussianSsim(a, b, row * stride, stride, columns, luminance, vectorised);
    }
    assertThat(vectorised.sums()).isEqualTo(plain.sums());
  }

  @Property(seed = "20261123", tries = 60)
  void halving(@ForAll("planes") Planes planes) {
    float[] a = floats(planes, planes.a(), planes.strideA());
    int columns = Math.min(GaussianWindow.TILE, (planes.width() - 7) / 2);
    if (columns < 1) {
      return;
    }
    float[] plain = new float[columns + 4];
    float[] vectorised = new float[columns + 4];
    float[] scratch = new float[5 * GaussianWindow.TILE + 2 * GaussianWindow.SLACK];
    PLAIN.gaussian().halve(a, planes.width(), planes.width(), columns, scratch, plain, 1);
    VECTORISED.gaussian().halve(a, planes.width(), planes.width(), columns, scratch, vectorised, 1);
    assertThat(vectorised).isEqualTo(plain);
  }

  private static float[] floats(Planes planes, MemorySegment samples, long stride) {
    float[] rows = new float[planes.width() * Planes.ROWS + GaussianWindow.SLACK];
    for (int row = 0; row < Planes.ROWS; row++) {
      PLAIN
          .gaussian()
          .toFloat(
              samples, row * stride, planes.width(), planes.bitDepth(), rows, row * planes.width());
    }
    return rows;
  }

  @Property(seed = "20261123", tries = 60)
  void psnrHvs(@ForAll("planesOfPsnrHvs") Planes planes) {
    MemorySegment a = planes.a();
    MemorySegment b = planes.b();
    assertThat(terms(VECTORISED, planes, a, b)).isEqualTo(terms(PLAIN, planes, a, b));
  }

  private static float[] terms(Kernels kernels, Planes planes, MemorySegment a, MemorySegment b) {
    int blocks = (planes.width() - 1) / HvsKernel.STEP;
    float[] terms = new float[64 * blocks + 1];
    int count =
        kernels
            .hvs()
            .terms(
                a,
                (Planes.ROWS - 8) * planes.strideA(),
                planes.strideA(),
                b,
                (Planes.ROWS - 8) * planes.strideB(),
                planes.strideB(),
                planes.bitDepth(),
                blocks,
                HvsWeights.CR,
                new HvsScratch(),
                terms,
                0);
    return Arrays.copyOf(terms, count);
  }
}
