package dev.codecsmith.lab.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.codecsmith.lab.anchors.Anchor;
import dev.codecsmith.lab.anchors.AnchorCurve;
import dev.codecsmith.lab.anchors.Anchors;
import dev.codecsmith.lab.evaluation.CodingLimits;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.evaluation.EvaluationSettings.Extras;
import dev.codecsmith.lab.evaluation.Qualities;
import dev.codecsmith.lab.measure.Rates;
import dev.codecsmith.metrics.bd.BdRate;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.video.PixelFormat;
import dev.codecsmith.video.Rational;
import dev.codecsmith.video.VideoFormat;
import dev.codecsmith.video.clips.Clip;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class ScoringTest {
  private static final Anchor ANCHOR = Anchors.named("x264-medium");
  private static final Clip A = clip("a");
  private static final Clip B = clip("b");

  private static Clip clip(String name) {
    return new Clip(
        name,
        Path.of(name + ".y4m"),
        new VideoFormat(16, 16, PixelFormat.YUV420P, new Rational(25, 1)),
        10,
        name.repeat(64));
  }

  private static EvaluationSettings settings(List<Clip> search, List<Clip> heldOut) {
    return new EvaluationSettings(
        search, heldOut, Qualities.DEFAULT, List.of(ANCHOR), CodingLimits.defaults(), Extras.NONE);
  }

  /** The rate that the made-up anchor needs for a quality: doubling every 5 dB. */
  private static double anchorRate(double psnr) {
    return 100 * Math.pow(2, (psnr - 30) / 5);
  }

  /** CRF 37 gives 30 dB, CRF 22 gives 45 dB. */
  private static AnchorCurve curve(Clip clip) {
    List<RatePoint> points = new ArrayList<>();
    for (int crf : ANCHOR.values()) {
      double psnr = 67 - crf;
      points.add(Points.point(clip.name(), crf, anchorRate(psnr), psnr));
    }
    return new AnchorCurve(ANCHOR, clip.name(), points, "ffmpeg");
  }

  private static List<RatePoint> program(
      Clip clip, double lowest, double highest, DoubleUnaryOperator rate) {
    List<RatePoint> points = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      double psnr = lowest + i * (highest - lowest) / 3;
      points.add(Points.point(clip.name(), 20 + 20 * i, rate.applyAsDouble(psnr), psnr));
    }
    return points;
  }

  private static Scoring score(EvaluationSettings settings, List<RatePoint> points) {
    return Scoring.of(
        settings, settings.clips().stream().map(ScoringTest::curve).toList(), points, 2048);
  }

  @Test
  void theScoreIsTheMeanOverTheSearchClips() {
    List<RatePoint> points = program(A, 29, 46, q -> 0.8 * anchorRate(q));
    points.addAll(program(B, 29, 46, q -> 1.1 * anchorRate(q)));
    Scoring scorecard = score(settings(List.of(A, B), List.of()), points);
    assertThat(scorecard.score().orElseThrow()).isCloseTo(-5, within(1e-6));
    assertThat(scorecard.failure()).isEmpty();
  }

  @Test
  void heldOutClipsAreReportedAndNeverScored() {
    List<RatePoint> points = program(A, 29, 46, q -> 0.8 * anchorRate(q));
    points.addAll(program(B, 29, 46, q -> 1.1 * anchorRate(q)));
    Scoring scorecard = score(settings(List.of(A), List.of(B)), points);
    assertThat(scorecard.score().orElseThrow()).isCloseTo(-20, within(1e-6));
    assertThat(scorecard.comparisons().get("x264-medium/held-out"))
        .isNotNull()
        .satisfies(comparison ->
            assertThat(((BdRate.Value) comparison.overall()).percent())
                .isCloseTo(10, within(1e-6)));
  }

  @Test
  void onlyTheAnchorsBandCounts() {
    // Twice as good inside the band, dreadful above it.
    List<RatePoint> points = program(A, 30, 45, q -> 0.5 * anchorRate(q));
    points.add(Points.point("a", 100, 1e6, 60));
    assertThat(score(settings(List.of(A), List.of()), points).score().orElseThrow())
        .isLessThan(-45);
  }

  @Test
  void coverageBelowThreeQuartersFailsAndTellsWhatEachQualityGave() {
    Scoring scorecard =
        score(settings(List.of(A), List.of()), program(A, 34, 45, DoubleUnaryOperator.identity()));
    assertThat(scorecard.score()).isEmpty();
    assertThat(scorecard.failure().orElseThrow().kind()).isEqualTo(FailureKind.BAND_NOT_COVERED);
    assertThat(scorecard.failure().orElseThrow().message())
        .contains("cover 73 %")
        .contains("from 30.00 to 45.00 dB")
        .contains("Spread QUALITY 20…80 over that band.")
        .contains("QUALITY 20: 34.00 dB");
  }

  @Test
  void coverageThatLacksNamesTheQualitiesThatWereMeasured() {
    assertThat(lacking(Qualities.parse("5,35,65,95"))).contains("Spread QUALITY 5…95 over");
    assertThat(lacking(Qualities.parse("auto"))).contains("Spread QUALITY 0…100 over");
  }

  private static String lacking(Qualities qualities) {
    EvaluationSettings settings =
        new EvaluationSettings(
            List.of(A),
            List.of(),
            qualities,
            List.of(ANCHOR),
            CodingLimits.defaults(),
            Extras.NONE);
    return score(settings, program(A, 34, 45, DoubleUnaryOperator.identity()))
        .failure()
        .orElseThrow()
        .message();
  }

  @Test
  void noOverlapIsAStateWithAName() {
    Scoring scorecard =
        score(settings(List.of(A), List.of()), program(A, 70, 80, DoubleUnaryOperator.identity()));
    assertThat(scorecard.comparisons().get("x264-medium"))
        .isNotNull()
        .satisfies(c -> assertThat(c.overall()).isEqualTo(new BdRate.NoOverlap()));
    assertThat(scorecard.failure()).isPresent();
  }

  @Test
  void fallingRateIsNotMonotonicAndFails() {
    Scoring scorecard = score(settings(List.of(A), List.of()), program(A, 29, 46, q -> 1000 - q));
    assertThat(scorecard.comparisons().get("x264-medium"))
        .isNotNull()
        .satisfies(c -> assertThat(c.overall()).isEqualTo(new BdRate.NotMonotonic()));
    assertThat(scorecard.failure().orElseThrow().kind()).isEqualTo(FailureKind.NOT_MONOTONIC);
  }

  @Test
  void fewerFramesDoNotLowerTheBitrate() {
    assertThat(Rates.kbps(1250, A)).isEqualTo(25);
  }
}
