package dev.codecsmith.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.codecsmith.metrics.picture.ChromaSampling;
import dev.codecsmith.metrics.picture.Picture;
import dev.codecsmith.metrics.picture.PictureFormat;
import dev.codecsmith.metrics.ssim.SsimMap;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SsimMapTest {
  @ParameterizedTest
  @ValueSource(ints = {8, 10})
  void theMeanOfTheMapIsTheFigure(int bitDepth) {
    PictureFormat format = new PictureFormat(71, 45, ChromaSampling.YUV420, bitDepth);
    MemorySegment samples = Pictures.texture(format, 3);
    Picture reference = Pictures.of(format, samples);
    Picture distorted = Pictures.of(format, Pictures.withNoise(format, samples, 20, 4));
    SsimMap map = SsimMap.of(reference.planes().getFirst(), distorted.planes().getFirst());
    assertThat(map.columns()).isEqualTo(16);
    assertThat(map.rows()).isEqualTo(10);
    try (QualityMeter meter = QualityMeter.of(List.of(Metric.FFMPEG_SSIM), format, 1)) {
      meter.add(reference, distorted);
      assertThat(map.mean())
          .isLessThan(0.9)
          .isCloseTo(meter.finish().figures().get("ffmpeg_ssim_y"), within(1e-6));
    }
  }

  /** Where the constants decide, which they hardly do on textures. */
  @ParameterizedTest
  @ValueSource(ints = {8, 10})
  void theMeanOfTheMapIsTheFigureAlsoOfDarkFlatPlanes(int bitDepth) {
    PictureFormat format = new PictureFormat(32, 16, ChromaSampling.YUV420, bitDepth);
    for (int[] pair : new int[][] {{2, 6}, {0, 4}, {1, 1}}) {
      Picture reference = Pictures.of(format, Pictures.flat(format, pair[0]));
      Picture distorted = Pictures.of(format, Pictures.flat(format, pair[1]));
      SsimMap map = SsimMap.of(reference.planes().getFirst(), distorted.planes().getFirst());
      try (QualityMeter meter = QualityMeter.of(List.of(Metric.FFMPEG_SSIM), format, 1)) {
        meter.add(reference, distorted);
        assertThat(map.mean())
            .isCloseTo(meter.finish().figures().get("ffmpeg_ssim_y"), within(1e-4));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 10})
  void aWindowOfEqualSamplesIsOne(int bitDepth) {
    PictureFormat format = new PictureFormat(32, 16, ChromaSampling.YUV400, bitDepth);
    MemorySegment samples = Pictures.texture(format, 3);
    MemorySegment changed = Pictures.texture(format, 3);
    // The last sample of the last row.
    changed.asSlice(changed.byteSize() - 1).fill((byte) 0);
    SsimMap map =
        SsimMap.of(
            Pictures.of(format, samples).planes().getFirst(),
            Pictures.of(format, changed).planes().getFirst());
    assertThat(map.at(0, 0)).isEqualTo(1);
    assertThat(map.at(map.columns() - 1, map.rows() - 1)).isLessThan(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {7, 4})
  void whatIsSmallerThanAWindowIsRefused(int height) {
    PictureFormat format = new PictureFormat(32, height, ChromaSampling.YUV400, 8);
    Picture picture = Pictures.of(format, Pictures.flat(format, 9));
    assertThatThrownBy(() -> SsimMap.of(picture.planes().getFirst(), picture.planes().getFirst()))
        .hasMessageContaining("8x8");
  }
}
