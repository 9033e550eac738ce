package dev.codecsmith.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.codecsmith.metrics.picture.ChromaSampling;
import dev.codecsmith.metrics.picture.PictureFormat;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Known answers of the reference tools; see {@code ../shared/golden/README.md}. */
class GoldenFiguresTest {

  private static final Offset<Double> EXACT = within(1e-6);
  private static final Offset<Double> FLOAT = within(1e-4);

  private static final Map<String, SequenceQuality> MEASURED = new HashMap<>();

  private static final PictureFormat SRC01_10_BIT =
      new PictureFormat(576, 324, ChromaSampling.YUV420, 10);
  private static final PictureFormat SPARKS =
      new PictureFormat(480, 270, ChromaSampling.YUV420, 10);
  private static final PictureFormat SRC01_SMALL =
      new PictureFormat(160, 90, ChromaSampling.YUV420, 8);

  private static SequenceQuality src01TenBit() {
    return measured(
        "src01_hrc00_576x324.yuv420p10le.yuv", "src01_hrc01_576x324.yuv420p10le.yuv", SRC01_10_BIT);
  }

  private static SequenceQuality sparks() {
    return measured(
        "sparks_ref_480x270.yuv42010le.yuv", "sparks_dis_480x270.yuv42010le.yuv", SPARKS);
  }

  private static SequenceQuality src01Small() {
    return measured("src01_ref_160x90.yuv", "src01_dis_160x90.yuv", SRC01_SMALL);
  }

  /** Measures with all metrics, each pair of files once. */
  private static SequenceQuality measured(
      String reference, String distorted, PictureFormat format) {
    return MEASURED.computeIfAbsent(
        reference,
        name ->
            RawFile.measure(
                RawFile.golden(name, format),
                RawFile.golden(distorted, format),
                List.of(Metric.values()),
                2));
  }

  private static void assertFigure(
      SequenceQuality quality, String figure, double expected, Offset<Double> offset) {
    assertThat(quality.figures()).containsKey(figure);
    assertThat(quality.figures().get(figure)).as(figure).isCloseTo(expected, offset);
  }

  @Test
  void libvmafPsnrOfTenBits() {
    SequenceQuality quality = src01TenBit();
    assertThat(quality.frames()).isEqualTo(3);
    assertFigure(quality, "psnr_y", 32.571452, EXACT);
    assertFigure(quality, "psnr_cb", 39.038596, EXACT);
    assertFigure(quality, "psnr_cr", 41.280600, EXACT);
    assertFigure(sparks(), "psnr_y", 48.81622, within(1e-5));
  }

  @Test
  void libvmafPsnrOfAReferenceAgainstItselfIsTheCap() {
    RawFile reference = RawFile.golden("src01_hrc00_576x324.yuv420p10le.yuv", SRC01_10_BIT);
    SequenceQuality quality =
        RawFile.measure(reference, reference, List.of(Metric.PSNR, Metric.PSNR_YUV), 1);
    assertFigure(quality, "psnr_y", 72, within(0.0));
    assertFigure(quality, "psnr_yuv", 72, within(0.0));
  }

  @Test
  void psnrYuvWeightsThePlanesSixOneOne() {
    assertFigure(src01TenBit(), "psnr_yuv", (6 * 32.571452 + 39.038596 + 41.280600) / 8, EXACT);
  }

  @Test
  void ffmpegPsnr() {
    SequenceQuality quality = src01TenBit();
    assertFigure(quality, "ffmpeg_psnr_y", 32.298023, EXACT);
    assertFigure(quality, "ffmpeg_psnr_avg", 33.706259, EXACT);
    assertFigure(src01Small(), "ffmpeg_psnr_y", 37.298282, EXACT);
  }

  @Test
  void apsnrIsFfmpegsPsnrWhereNothingIsCapped() {
    assertFigure(src01TenBit(), "apsnr_y", 32.298023, EXACT);
  }

  @Test
  void ffmpegSsim() {
    SequenceQuality quality = src01TenBit();
    assertFigure(quality, "ffmpeg_ssim_y", 0.908147, EXACT);
    assertFigure(quality, "ffmpeg_ssim_all", 0.919978, EXACT);
    assertFigure(src01Small(), "ffmpeg_ssim_y", 0.979333, EXACT);
  }

  @Test
  void libvmafSsim() {
    assertFigure(src01TenBit(), "float_ssim", 0.897863, FLOAT);
    assertFigure(sparks(), "float_ssim", 0.99566, FLOAT);
  }

  @Test
  void libvmafMsSsim() {
    assertFigure(src01TenBit(), "float_ms_ssim", 0.974749, FLOAT);
    assertFigure(sparks(), "float_ms_ssim", 0.9993778, FLOAT);
  }

  @Test
  void msSsimOfASmallPictureDoesNotExistAndTheOthersDo() {
    SequenceQuality quality = src01Small();
    assertThat(quality.figures()).doesNotContainKey("float_ms_ssim").containsKey("float_ssim");
    assertThat(quality.unavailable())
        .containsOnlyKeys("float_ms_ssim")
        .containsEntry(
            "float_ms_ssim", "MS-SSIM needs pictures of at least 176x176; these have 160x90.");
  }

  @Test
  void libvmafPsnrHvs() {
    assertFigure(src01TenBit(), "psnr_hvs", 33.937515, FLOAT);
  }

  @Test
  void libvmafCiede2000() {
    assertFigure(src01TenBit(), "ciede2000", 34.398339, FLOAT);
  }
}
