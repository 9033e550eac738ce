package dev.codecsmith.lab.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.codecsmith.lab.anchors.Anchor;
import dev.codecsmith.lab.anchors.AnchorCurve;
import dev.codecsmith.lab.anchors.Anchors;
import dev.codecsmith.lab.evaluation.Cascade;
import dev.codecsmith.lab.evaluation.CodingLimits;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.evaluation.EvaluationSettings.Extras;
import dev.codecsmith.lab.evaluation.Qualities;
import dev.codecsmith.lab.objective.Objective;
import dev.codecsmith.lab.objective.SoftPrices;
import dev.codecsmith.metrics.bd.BdRate;
import dev.codecsmith.store.AnchorComparison;
import dev.codecsmith.store.Failure;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.RatePoint.Resources;
import dev.codecsmith.store.RatePointBuilder;
import dev.codecsmith.video.PixelFormat;
import dev.codecsmith.video.Rational;
import dev.codecsmith.video.VideoFormat;
import dev.codecsmith.video.clips.Clip;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Scores by other figures than PSNR-YUV, of made-up curves whose BD-rates are known. */
class ObjectiveScoreTest {
  private static final Anchor ANCHOR = Anchors.named(Anchors.DEFAULT);
  private static final Clip SEARCH = clip("search", "a");
  private static final Clip HELD_OUT = clip("kept", "b");

  /** Of luma, in all frames of the clip. */
  private static final double MEGAPIXELS = SEARCH.megapixels();

  private static Clip clip(String name, String hex) {
    return new Clip(
        name,
        Path.of(name + ".y4m"),
        new VideoFormat(192, 192, PixelFormat.YUV420P, new Rational(25, 1)),
        10,
        hex.repeat(64));
  }

  private static double anchorRate(double psnr) {
    return 100 * Math.pow(2, (psnr - 30) / 5);
  }

  /** A point that reaches that PSNR-YUV, and an SSIM that is worth more or less than the PSNR. */
  private static RatePoint point(String clip, int quality, double kbps, double psnr, double ssim) {
    double similarity = 1 - Math.pow(10, -ssim / 10);
    return RatePointBuilder.builder(Points.point(clip, quality, kbps, psnr))
        .metrics(
            Map.of(
                "psnr_yuv", psnr,
                "psnr_y", psnr,
                "ffmpeg_ssim_all", similarity,
                "float_ms_ssim", similarity,
                "psnr_hvs", ssim))
        .encode(new Resources(2, 2, 1))
        .decode(new Resources(0.5, 1, 1))
        .build();
  }

  private static AnchorCurve curve(Clip clip) {
    List<RatePoint> points = new ArrayList<>();
    for (int crf : ANCHOR.values()) {
      double psnr = 67 - crf;
      points.add(point(clip.name(), crf, anchorRate(psnr), psnr, psnr / 2));
    }
    return new AnchorCurve(ANCHOR, clip.name(), points, "ffmpeg");
  }

  /** A program with that share of the anchor's rate at equal PSNR, and that at equal SSIM. */
  private static List<RatePoint> program(Clip clip, double byPsnr, double bySsim) {
    List<RatePoint> points = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      double psnr = 28 + 6 * i;
      double rate = byPsnr * anchorRate(psnr);
      double psnrOfTheSsim = 30 + 5 * Math.log(rate / bySsim / 100) / Math.log(2);
      points.add(point(clip.name(), 20 + 20 * i, rate, psnr, psnrOfTheSsim / 2));
    }
    return points;
  }

  private static EvaluationSettings settings(Objective objective) {
    return new EvaluationSettings(
            List.of(SEARCH),
            List.of(HELD_OUT),
            Qualities.DEFAULT,
            List.of(ANCHOR),
            CodingLimits.defaults(),
            Extras.NONE)
        .seeking(objective);
  }

  private static Scoring score(Objective objective) {
    List<RatePoint> points = program(SEARCH, 0.9, 0.7);
    points.addAll(program(HELD_OUT, 0.8, 1.2));
    return Scoring.of(
        settings(objective), List.of(curve(SEARCH), curve(HELD_OUT)), points, 3 * 1024);
  }

  private static double percent(Scoring scoring, String key) {
    AnchorComparison found = Optional.ofNullable(scoring.comparisons().get(key)).orElseThrow();
    return ((BdRate.Value) found.overall()).percent();
  }

  @Test
  void theScoreIsBdRateByTheFigureThatIsNamed() {
    assertThat(score(Objective.DEFAULT).score().orElseThrow()).isCloseTo(-10, within(1e-6));
    for (String figure : List.of("ssim", "ms_ssim", "psnr_hvs")) {
      assertThat(score(Objective.of(figure)).score().orElseThrow())
          .describedAs(figure)
          .isCloseTo(-30, within(1e-6));
    }
    assertThat(score(Objective.of("psnr_y")).score().orElseThrow()).isCloseTo(-10, within(1e-6));
  }

  @Test
  void weightsMakeAMeanOfBdRates() {
    assertThat(score(Objective.parse("psnr_yuv=3,ssim=1")).score().orElseThrow())
        .isCloseTo(-15, within(1e-6));
  }

  @Test
  void pricesAreAddedForWhatAMegapixelAndAKibibyteCost() {
    Objective priced = Objective.DEFAULT.at(new SoftPrices(2, 3, 4));
    assertThat(score(priced).score().orElseThrow())
        .isCloseTo(-10 + 2 * 2 / MEGAPIXELS + 3 * 0.5 / MEGAPIXELS + 4 * 3, within(1e-6));
  }

  @Test
  void heldOutClipsAreReportedByTheSameObjective() {
    Scoring scoring = score(Objective.of("ssim"));
    assertThat(percent(scoring, "x264-medium/objective")).isCloseTo(-30, within(1e-6));
    assertThat(percent(scoring, "x264-medium/objective/held-out")).isCloseTo(20, within(1e-6));
    assertThat(percent(scoring, "x264-medium")).isCloseTo(-10, within(1e-6));
    assertThat(AnchorComparison.keyOfScore(scoring.comparisons(), "x264-medium"))
        .isEqualTo("x264-medium/objective");
  }

  @Test
  void whatMakesTheScoreIsShownFirst() {
    assertThat(
            Stream.of(
                    "a",
                    "a/objective",
                    "b",
                    "b/ssim",
                    "b/objective",
                    "b-2/ssim",
                    "b/objective/held-out")
                .sorted(AnchorComparison.shown("b")))
        .containsExactly(
            "b/objective", "b/objective/held-out", "b", "b/ssim", "a", "a/objective", "b-2/ssim");
  }

  @Test
  void withoutAnObjectiveNothingElseIsReported() {
    assertThat(score(Objective.DEFAULT).comparisons())
        .containsOnlyKeys(
            "x264-medium", "x264-medium/ssim", "x264-medium/held-out", "x264-medium/ssim/held-out");
  }

  @Test
  void aFailureNamesTheFigureWhoseBandIsNotCovered() {
    List<RatePoint> points = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      points.add(point("search", 20 + 20 * i, anchorRate(28 + 6 * i), 28 + 6 * i, 15 + 0.1 * i));
    }
    EvaluationSettings settings =
        new EvaluationSettings(
                List.of(SEARCH),
                List.of(),
                Qualities.DEFAULT,
                List.of(ANCHOR),
                CodingLimits.defaults(),
                Extras.NONE)
            .seeking(Objective.parse("psnr_yuv,ssim"));
    Failure failure =
        Scoring.of(settings, List.of(curve(SEARCH)), points, 1).failure().orElseThrow();
    assertThat(failure.kind()).isEqualTo(FailureKind.BAND_NOT_COVERED);
    assertThat(failure.message())
        .contains("quality band from 15.00 to 22.50 dB SSIM", "QUALITY 20: 15.00 dB SSIM");
  }

  @Test
  void theShortScoreIsByTheSameObjective() {
    List<RatePoint> points = program(SEARCH, 0.9, 0.7).subList(1, 3);
    double percent =
        ShortScore.of(
                Objective.of("ssim").at(new SoftPrices(0, 0, 5)),
                List.of(SEARCH),
                List.of(curve(SEARCH)),
                points,
                1024)
            .orElseThrow();
    assertThat(percent).isCloseTo(-30 + 5, within(1e-6));
    assertThat(new Cascade(8, List.of(30), 1).sentence(9, 1, ANCHOR, Objective.of("ssim")))
        .contains("+9.0 % by the campaign's objective (BD-rate by SSIM against x264-medium)");
  }

  @Test
  void anchorsAreRankedByTheSameBdRates() {
    AnchorTable table =
        AnchorTable.of(ANCHOR, List.of(SEARCH), List.of(curve(SEARCH)), Objective.of("ssim"));
    assertThat(table.byObjective()).containsOnlyKeys("x264-medium");
  }
}
