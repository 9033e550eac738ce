package dev.codecsmith.lab.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.codecsmith.lab.anchors.Anchor;
import dev.codecsmith.lab.anchors.AnchorCurve;
import dev.codecsmith.lab.anchors.Anchors;
import dev.codecsmith.lab.evaluation.Cascade;
import dev.codecsmith.lab.objective.Objective;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.video.PixelFormat;
import dev.codecsmith.video.Rational;
import dev.codecsmith.video.VideoFormat;
import dev.codecsmith.video.clips.Clip;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ShortScoreTest {
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

  /** The rate that the made-up anchor needs for a quality: doubling every 5 dB. */
  private static double anchorRate(double psnr) {
    return 100 * Math.pow(2, (psnr - 30) / 5);
  }

  private static AnchorCurve curve(Clip clip) {
    List<RatePoint> points = new ArrayList<>();
    for (int crf : ANCHOR.values()) {
      points.add(Points.point(clip.name(), crf, anchorRate(67 - crf), 67 - crf));
    }
    return new AnchorCurve(ANCHOR, clip.name(), points, "ffmpeg");
  }

  private static RatePoint at(Clip clip, int quality, double psnr, double share) {
    return Points.point(clip.name(), quality, share * anchorRate(psnr), psnr);
  }

  private static OptionalDouble score(RatePoint... points) {
    return ShortScore.of(
        Objective.DEFAULT, List.of(A, B), List.of(curve(A), curve(B)), List.of(points), 1000);
  }

  @Test
  void equalRateAtEqualQualityIsZero() {
    assertThat(score(at(A, 30, 31.3, 1), at(B, 30, 40.2, 1)).orElseThrow())
        .isCloseTo(0, within(1e-9));
  }

  @Test
  void pointsAreAveragedAsLogarithmsAndClipsAsPercentages() {
    // On a the points need 4 times and a quarter of the rate, which is even; on b half.
    assertThat(score(at(A, 30, 32, 4), at(A, 70, 41, 0.25), at(B, 30, 33, 0.5)).orElseThrow())
        .isCloseTo(-25, within(1e-9));
  }

  @Test
  void pointBeyondTheAnchorsCurveMakesNoShortScore() {
    assertThat(score(at(A, 30, 32, 1), at(B, 30, 99, 1))).isEmpty();
    assertThat(score(at(A, 30, Double.POSITIVE_INFINITY, 1), at(B, 30, 33, 1))).isEmpty();
  }

  @Test
  void cascadeThatMeasuresNothingIsRefusedInASentence() {
    assertThatThrownBy(() -> new Cascade(0, List.of(30), 1)).hasMessageContaining("one frame");
    assertThatThrownBy(() -> new Cascade(1, List.of(), 1)).hasMessageContaining("at least one");
    assertThatThrownBy(() -> new Cascade(1, List.of(101), 1)).hasMessageContaining("0 to 100");
    assertThatThrownBy(() -> new Cascade(1, List.of(30), -1)).hasMessageContaining("margin");
  }

  @Test
  void sentenceSaysBothFigures() {
    assertThat(new Cascade(8, List.of(70, 30), 20).sentence(45.25, 3.5, ANCHOR, Objective.DEFAULT))
        .contains("first 8 frames", "QUALITY 30 and 70", "+45.3 %", "+3.5 %", "within 20.0 points")
        .contains("21.8 points less");
  }
}
