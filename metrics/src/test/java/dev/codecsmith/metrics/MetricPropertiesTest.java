package dev.codecsmith.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.codecsmith.metrics.kernel.Kernels;
import dev.codecsmith.metrics.picture.ChromaSampling;
import dev.codecsmith.metrics.picture.PictureFormat;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What must hold of every metric on every picture. */
class MetricPropertiesTest {

  private static final List<Metric> ALL = List.of(Metric.values());

  @Provide
  Arbitrary<PictureFormat> formats() {
    return Combinators.combine(
            Arbitraries.integers().between(16, 210),
            Arbitraries.integers().between(16, 210),
            Arbitraries.of(ChromaSampling.class),
            Arbitraries.of(8, 10, 12, 16))
        .as(PictureFormat::new);
  }

  private static Map<String, Double> figures(
      PictureFormat format, MemorySegment reference, MemorySegment distorted, int threads) {
    try (QualityMeter meter = QualityMeter.of(ALL, format, threads, Kernels.plain())) {
      meter.add(Pictures.of(format, reference), Pictures.of(format, distorted));
      return meter.finish().figures();
    }
  }

  @Property(seed = "3", tries = 25)
  void aPictureAgainstItselfIsPerfect(@ForAll("formats") PictureFormat format, @ForAll long seed) {
    MemorySegment picture = Pictures.texture(format, seed);
    figures(format, picture, picture, 1)
        .forEach((figure, value) -> assertThat(value).as(figure).isEqualTo(best(figure, format)));
  }

  private static double best(String figure, PictureFormat format) {
    if (figure.equals("ffmpeg_ssim_all_db")) {
      return Double.POSITIVE_INFINITY;
    }
    if (figure.contains("ssim")) {
      return 1;
    }
    if (figure.startsWith("psnr_hvs")
        || figure.startsWith("ffmpeg")
        || figure.equals("ciede2000")) {
      return Double.POSITIVE_INFINITY;
    }
    if (figure.startsWith("apsnr")) {
      int plane = List.of("apsnr_y", "apsnr_cb", "apsnr_cr").indexOf(figure);
      double peak = format.peak();
      return Math.ceil(10 * Math.log10(2 * peak * peak * format.libvmafPlaneSamples(plane)));
    }
    return 6 * format.bitDepth() + 12;
  }

  @Property(seed = "4", tries = 20)
  void reversingTheSidesChangesNothing(@ForAll("formats") PictureFormat format, @ForAll long seed) {
    MemorySegment one = Pictures.texture(format, seed);
    MemorySegment other = Pictures.withNoise(format, one, 20, seed);
    Map<String, Double> forward = figures(format, one, other, 1);
    figures(format, other, one, 1)
        .forEach((figure, value) ->
            assertThat(value).as(figure).isCloseTo(forward.get(figure), within(1e-9)));
  }

  @Property(seed = "5", tries = 20)
  void moreNoiseIsNeverBetter(@ForAll("formats") PictureFormat format, @ForAll long seed) {
    MemorySegment reference = Pictures.texture(format, seed);
    Map<String, Double> before = figures(format, reference, reference, 1);
    for (int amplitude : List.of(3, 9, 27)) {
      MemorySegment noisy = Pictures.withNoise(format, reference, amplitude, seed);
      Map<String, Double> now = figures(format, reference, noisy, 1);
      Map<String, Double> better = before;
      now.forEach((figure, value) -> assertThat(value).as(figure).isLessThan(better.get(figure)));
      before = now;
    }
  }

  @Property(seed = "6", tries = 15)
  void theNumberOfThreadsChangesNoBit(
      @ForAll("formats") PictureFormat format,
      @ForAll @IntRange(min = 2, max = 7) int threads,
      @ForAll long seed) {
    MemorySegment reference = Pictures.texture(format, seed);
    MemorySegment distorted = Pictures.withNoise(format, reference, 12, seed);
    assertThat(figures(format, reference, distorted, threads))
        .isEqualTo(figures(format, reference, distorted, 1));
  }
}
