package dev.codecsmith.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.codecsmith.metrics.SequenceQuality.FrameFigure;
import dev.codecsmith.metrics.picture.ChromaSampling;
import dev.codecsmith.metrics.picture.Picture;
import dev.codecsmith.metrics.picture.PictureFormat;
import dev.codecsmith.metrics.picture.Plane;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class QualityMeterTest {

  private static final PictureFormat FORMAT = new PictureFormat(64, 48, ChromaSampling.YUV420, 8);

  private static Picture picture(PictureFormat format, int value) {
    return Pictures.of(format, Pictures.flat(format, value));
  }

  @Test
  void aFrameListenerHearsEveryFrameInOrder() {
    List<FrameQuality> frames = new ArrayList<>();
    try (QualityMeter meter = QualityMeter.of(List.of(Metric.PSNR), FORMAT, 2, frames::add)) {
      meter.add(picture(FORMAT, 100), picture(FORMAT, 101));
      meter.add(picture(FORMAT, 100), picture(FORMAT, 110));
    }
    assertThat(frames).extracting(FrameQuality::index).containsExactly(0L, 1L);
    assertThat(frames.get(0).figures().get("psnr_y")).isCloseTo(48.130804, within(1e-6));
    assertThat(frames.get(1).figures().get("psnr_y")).isCloseTo(28.130804, within(1e-6));
  }

  @Test
  void theSequenceIsTheMeanOfFramesForLibvmafAndOfErrorsForFfmpeg() {
    try (QualityMeter meter =
        QualityMeter.of(List.of(Metric.PSNR, Metric.FFMPEG_PSNR, Metric.APSNR), FORMAT, 1)) {
      meter.add(picture(FORMAT, 100), picture(FORMAT, 101));
      meter.add(picture(FORMAT, 100), picture(FORMAT, 100));
      SequenceQuality quality = meter.finish();
      assertThat(quality.figures().get("psnr_y")).isCloseTo((48.130804 + 60) / 2, within(1e-6));
      assertThat(quality.figures().get("ffmpeg_psnr_y")).isCloseTo(51.141103, within(1e-6));
      assertThat(quality.figures().get("ffmpeg_psnr_max")).isEqualTo(Double.POSITIVE_INFINITY);
      assertThat(quality.figures().get("apsnr_y"))
          .isCloseTo(quality.figures().get("ffmpeg_psnr_y"), within(1e-12));
    }
  }

  @Test
  void theWorstFramesAreKeptAndNoMore() {
    try (QualityMeter meter = QualityMeter.of(List.of(Metric.PSNR), FORMAT, 1)) {
      for (int frame = 0; frame < 30; frame++) {
        meter.add(picture(FORMAT, 100), picture(FORMAT, 101 + (frame * 7) % 30));
      }
      List<FrameFigure> worst = meter.finish().worstFrames().getOrDefault("psnr_y", List.of());
      assertThat(worst).hasSize(SequenceQuality.WORST_FRAMES);
      assertThat(worst.getFirst().frame()).isEqualTo(17);
      assertThat(worst).isSortedAccordingTo((x, y) -> Double.compare(x.value(), y.value()));
    }
  }

  @Test
  void lumaAloneHasLumaFiguresAndReasonsForTheRest() {
    PictureFormat luma = new PictureFormat(200, 200, ChromaSampling.YUV400, 10);
    try (QualityMeter meter = QualityMeter.of(List.of(Metric.values()), luma, 2)) {
      meter.add(picture(luma, 300), picture(luma, 302));
      SequenceQuality quality = meter.finish();
      assertThat(quality.figures())
          .containsOnlyKeys(
              "psnr_y",
              "apsnr_y",
              "ffmpeg_psnr_y",
              "ffmpeg_psnr_avg",
              "ffmpeg_psnr_min",
              "ffmpeg_psnr_max",
              "ffmpeg_ssim_y",
              "ffmpeg_ssim_all",
              "ffmpeg_ssim_all_db",
              "float_ssim",
              "float_ms_ssim",
              "psnr_hvs_y");
      assertThat(quality.unavailable())
          .containsOnlyKeys(
              "psnr_cb",
              "psnr_cr",
              "apsnr_cb",
              "apsnr_cr",
              "psnr_yuv",
              "ffmpeg_psnr_u",
              "ffmpeg_psnr_v",
              "ffmpeg_ssim_u",
              "ffmpeg_ssim_v",
              "psnr_hvs_cb",
              "psnr_hvs_cr",
              "psnr_hvs",
              "ciede2000");
      assertThat(quality.unavailable())
          .containsEntry("psnr_cb", "The pictures are 4:0:0: they have luma only.");
    }
  }

  @Test
  void everySizeHasFiguresOrReasonsAndNeverNan() {
    for (int size = 1; size < 30; size++) {
      PictureFormat format = new PictureFormat(size, 30 - size, ChromaSampling.YUV420, 8);
      MemorySegment reference = Pictures.texture(format, size);
      MemorySegment distorted = Pictures.withNoise(format, reference, 9, size);
      try (QualityMeter meter = QualityMeter.of(List.of(Metric.values()), format, 1)) {
        meter.add(Pictures.of(format, reference), Pictures.of(format, distorted));
        SequenceQuality quality = meter.finish();
        assertThat(quality.figures()).containsKeys("psnr_y", "ffmpeg_psnr_avg", "psnr_yuv");
        assertThat(quality.figures().values()).noneMatch(value -> value.isNaN());
        assertThat(quality.figures().keySet())
            .doesNotContainAnyElementsOf(quality.unavailable().keySet());
        assertThat(quality.figures().size() + quality.unavailable().size()).isEqualTo(25);
      }
    }
  }

  @Test
  void aPictureAgainstItsNegativeHasNoMsSsimAndSaysWhy() {
    PictureFormat format = new PictureFormat(192, 192, ChromaSampling.YUV400, 8);
    MemorySegment reference = Pictures.texture(format, 1);
    MemorySegment negative = Pictures.flat(format, 0);
    for (long index = 0; index < format.samples(); index++) {
      Pictures.set(format, negative, index, 255 - Pictures.get(format, reference, index));
    }
    try (QualityMeter meter = QualityMeter.of(List.of(Metric.FLOAT_MS_SSIM), format, 1)) {
      meter.add(Pictures.of(format, reference), Pictures.of(format, reference));
      meter.add(Pictures.of(format, reference), Pictures.of(format, negative));
      assertThat(meter.finish().figures()).isEmpty();
      assertThat(meter.finish().unavailable().get("float_ms_ssim"))
          .startsWith("Frame 1 has no MS-SSIM");
    }
  }

  @Test
  void withoutAFrameThereIsNoFigure() {
    try (QualityMeter meter = QualityMeter.of(List.of(Metric.PSNR), FORMAT, 1)) {
      assertThat(meter.finish().figures()).isEmpty();
      assertThat(meter.finish().unavailable()).containsEntry("psnr", "No frame was measured.");
    }
  }

  @Test
  void aPictureOfAnotherSizeIsRefusedWithBothSizes() {
    PictureFormat larger = new PictureFormat(66, 48, ChromaSampling.YUV420, 8);
    try (QualityMeter meter = QualityMeter.of(List.of(Metric.PSNR), FORMAT, 1)) {
      assertThatThrownBy(() -> meter.add(picture(FORMAT, 0), picture(larger, 0)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "Plane 0 of frame 0 of the distorted is 66x48 with 8 bits, expected 64x48 with 8"
                  + " bits.");
    }
  }

  @Test
  void aPlaneOneByteShortIsRefused() {
    MemorySegment samples = Pictures.flat(FORMAT, 1);
    Plane plane = new Plane(samples.asSlice(0, 64 * 48 - 1), 64, 48, 64, 8);
    Picture whole = Pictures.of(FORMAT, samples);
    Picture cut = new Picture(List.of(plane, whole.planes().get(1), whole.planes().get(2)));
    try (QualityMeter meter = QualityMeter.of(List.of(Metric.PSNR), FORMAT, 1)) {
      assertThatThrownBy(() -> meter.add(cut, whole))
          .hasMessage(
              "Plane 0 of frame 0 of the reference has 3071 bytes with rows 64 bytes apart,"
                  + " expected at least 3072 bytes.");
    }
  }

  @Test
  void aSampleBeyondTheBitDepthIsRefusedAndNeverABetterFigure() {
    PictureFormat tenBits = new PictureFormat(67, 43, ChromaSampling.YUV420, 10);
    MemorySegment reference = Pictures.flat(tenBits, 500);
    MemorySegment distorted = Pictures.flat(tenBits, 500);
    Pictures.set(tenBits, distorted, tenBits.samples() - 1, 1024);
    try (QualityMeter meter = QualityMeter.of(List.of(Metric.PSNR), tenBits, 2)) {
      assertThatThrownBy(
              () -> meter.add(Pictures.of(tenBits, reference), Pictures.of(tenBits, distorted)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "Frame 0: The distorted video has a sample of 1024 in plane 2; 10 bits reach up to"
                  + " 1023.");
      Pictures.set(tenBits, distorted, tenBits.samples() - 1, 1023);
      meter.add(Pictures.of(tenBits, reference), Pictures.of(tenBits, distorted));
      assertThat(meter.finish().frames()).isEqualTo(1);
    }
  }

  @Test
  void confinedMemoryIsForOneThread() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment samples = arena.allocate(FORMAT.samples());
      Picture picture = Pictures.of(FORMAT, samples);
      try (QualityMeter one = QualityMeter.of(List.of(Metric.PSNR), FORMAT, 1)) {
        one.add(picture, picture);
        assertThat(one.finish().frames()).isEqualTo(1);
      }
      try (QualityMeter two = QualityMeter.of(List.of(Metric.PSNR), FORMAT, 2)) {
        assertThatThrownBy(() -> two.add(picture, picture))
            .hasMessageContaining("confined to one thread");
      }
    }
  }

  @Test
  void rowsMayHavePadding() {
    MemorySegment tight = Pictures.texture(FORMAT, 1);
    Picture picture = Pictures.of(FORMAT, tight);
    List<Plane> padded = new ArrayList<>();
    for (Plane plane : picture.planes()) {
      long stride = plane.width() + 13L;
      MemorySegment samples = Arena.ofAuto().allocate(stride * plane.height());
      for (int row = 0; row < plane.height(); row++) {
        MemorySegment.copy(
            plane.samples(), row * plane.strideBytes(), samples, row * stride, plane.width());
      }
      padded.add(new Plane(samples, plane.width(), plane.height(), stride, 8));
    }
    try (QualityMeter meter =
        QualityMeter.of(List.of(Metric.FFMPEG_SSIM, Metric.FFMPEG_PSNR), FORMAT, 1)) {
      meter.add(picture, new Picture(padded));
      assertThat(meter.finish().figures().get("ffmpeg_ssim_all")).isEqualTo(1);
      assertThat(meter.finish().figures().get("ffmpeg_psnr_avg"))
          .isEqualTo(Double.POSITIVE_INFINITY);
    }
  }

  /** Holds {@link Metric#PSNR_YUV_DEFINITION} to what is computed. */
  @Test
  void psnrYuvIsTheMeanOfFramesDecibelsAndNotThePsnrOfTheirMeanSquaredError() {
    double good = 10 * Math.log10(255 * 255 / 1.0);
    double bad = 10 * Math.log10(255 * 255 / 100.0);
    double goodChroma = 10 * Math.log10(255 * 255 / 16.0);
    try (QualityMeter meter =
        QualityMeter.of(
            List.of(Metric.PSNR, Metric.PSNR_YUV, Metric.FFMPEG_PSNR, Metric.APSNR), FORMAT, 1)) {
      meter.add(planes(100, 100), planes(101, 104));
      meter.add(planes(100, 100), planes(110, 110));
      SequencedMap<String, Double> figures = meter.finish().figures();
      assertThat(figures.get("psnr_y")).isCloseTo((good + bad) / 2, within(1e-9));
      assertThat(figures.get("psnr_yuv"))
          .isCloseTo(((6 * good + 2 * goodChroma) / 8 + bad) / 2, within(1e-9));
      double ofMeanError = 10 * Math.log10(255 * 255 / 50.5);
      assertThat(figures.get("ffmpeg_psnr_y")).isCloseTo(ofMeanError, within(1e-9));
      assertThat(figures.get("apsnr_y")).isCloseTo(ofMeanError, within(1e-9));
      assertThat(figures.get("psnr_y")).isGreaterThan(ofMeanError + 7);
    }
  }

  private static Picture planes(int luma, int chroma) {
    MemorySegment samples = Pictures.flat(FORMAT, chroma);
    samples.asSlice(0, (long) FORMAT.width() * FORMAT.height()).fill((byte) luma);
    return Pictures.of(FORMAT, samples);
  }

  @Test
  void metricsHaveTheNamesThatUsersWrite() {
    assertThat(Metric.byId("float_ms_ssim")).contains(Metric.FLOAT_MS_SSIM);
    assertThat(Metric.byId("vmaf")).isEmpty();
    assertThat(Metric.PSNR.id()).isEqualTo("psnr");
  }

  @Test
  void theKernelIsTold() {
    try (QualityMeter meter = QualityMeter.of(List.of(Metric.PSNR), FORMAT, 1)) {
      assertThat(meter.kernel()).contains("Vector API");
    }
  }
}
