package dev.codecsmith.lab.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.codecsmith.lab.measure.ComparedFigure;
import dev.codecsmith.metrics.Metric;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.json.Json;
import dev.codecsmith.video.PixelFormat;
import dev.codecsmith.video.Rational;
import dev.codecsmith.video.VideoFormat;
import dev.codecsmith.video.clips.Clip;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ObjectiveTest {

  @Test
  void whatIsWrittenOnTheCommandLineIsRead() {
    assertThat(Objective.parse("psnr_yuv")).isEqualTo(Objective.DEFAULT);
    Objective mean = Objective.parse(" psnr_yuv = 3, ssim=1 ");
    assertThat(mean.share(ComparedFigure.PSNR_YUV)).isEqualTo(0.75);
    assertThat(mean.share(ComparedFigure.SSIM)).isEqualTo(0.25);
    assertThat(mean.share(ComparedFigure.PSNR_HVS)).isEqualTo(0);
  }

  @Test
  void whatCannotBeMeantIsRefusedInASentence() {
    assertThatThrownBy(() -> Objective.parse("vmaf"))
        .hasMessageContaining("no objective 'vmaf'; there are psnr_yuv, psnr_y, ssim, ms_ssim");
    assertThatThrownBy(() -> Objective.parse("ssim=0")).hasMessageContaining("above 0, found 0.0");
    assertThatThrownBy(() -> Objective.parse("ssim=much")).hasMessageContaining("is no number");
    assertThatThrownBy(() -> Objective.parse("ssim,ssim=2")).hasMessageContaining("twice");
    assertThatThrownBy(() -> new SoftPrices(-1, 0, 0))
        .hasMessageContaining("at least 0, found -1.0");
  }

  @Test
  void onlyWhatIsNamedIsMeasuredBesideTheUsual() {
    assertThat(Objective.parse("ssim,psnr_y").moreMetrics()).isEmpty();
    assertThat(Objective.parse("ms_ssim,psnr_hvs").moreMetrics())
        .containsExactlyInAnyOrder(Metric.FLOAT_MS_SSIM, Metric.PSNR_HVS);
  }

  @Test
  void wordsNameAllThatCounts() {
    assertThat(Objective.DEFAULT.inWords("x264-medium"))
        .isEqualTo("BD-rate by PSNR-YUV against x264-medium");
    assertThat(Objective.parse("ssim=2,ms_ssim=0.5").at(new SoftPrices(0.25, 0, 1)).inWords("vp9"))
        .isEqualTo(
            "mean of the BD-rates by SSIM (weight 2), MS-SSIM (weight 0.5) against vp9, plus 0.25"
                + " points for each CPU second that encoding a megapixel takes, plus 1 points for"
                + " each KiB of the program, compressed");
  }

  @Test
  void aFigureThatAClipIsTooSmallForIsRefusedBeforeAnythingIsMeasured() {
    Clip clip =
        new Clip(
            "carphone",
            Path.of("carphone.y4m"),
            new VideoFormat(176, 144, PixelFormat.YUV420P, new Rational(30, 1)),
            10,
            "c".repeat(64));
    assertThatThrownBy(() -> Objective.of("ms_ssim").check(clip))
        .hasMessageContaining("MS-SSIM")
        .hasMessageContaining("at least 176x176, and the clip carphone has 176x144");
    Objective.of("psnr_hvs").check(clip);
  }

  @Test
  void aStoredCampaignTellsItsObjective() {
    Objective objective = Objective.parse("ssim").at(new SoftPrices(1, 2, 3));
    CampaignRecord own =
        campaign(
            Json.write(
                Map.of("objective", objective, "anchors", new Object[] {Map.of("name", "vp9")})));
    assertThat(CampaignObjective.of(own)).isEqualTo(objective);
    assertThat(CampaignObjective.words(own))
        .hasValueSatisfying(
            words -> assertThat(words).startsWith("BD-rate by SSIM against vp9, plus 1 points"));
    assertThat(CampaignObjective.of(campaign("{}"))).isEqualTo(Objective.DEFAULT);
    assertThat(CampaignObjective.words(campaign("{}"))).isEmpty();
    assertThat(objective.share(ComparedFigure.SSIM)).isCloseTo(1, within(1e-12));
  }

  private static CampaignRecord campaign(String settings) {
    return new CampaignRecord("campaign_1", "c", settings, Instant.EPOCH);
  }
}
