package dev.codecsmith.lab.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.codecsmith.lab.evaluation.TimeForecast.Cost;
import dev.codecsmith.lab.evaluation.TimeForecast.Verdict;
import dev.codecsmith.video.PixelFormat;
import dev.codecsmith.video.Rational;
import dev.codecsmith.video.VideoFormat;
import dev.codecsmith.video.clips.Clip;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TimeForecastTest {
  /** 5 s for the start, 10 s per megapixel. */
  private static final TimeForecast FORECAST = new TimeForecast(5, 10);

  /** Two frames, 0.02 megapixels. */
  private static final Clip HEAD = clip(2);

  /** A thousand frames, 10 megapixels, for which 105 s are allowed. */
  private static final Clip LONG = clip(1000);

  private static Clip clip(int frames) {
    return new Clip(
        "c",
        Path.of("c.y4m"),
        new VideoFormat(100, 100, PixelFormat.YUV420P, new Rational(25, 1)),
        frames,
        "0".repeat(64));
  }

  private static Verdict verdict(double cpuSeconds, Clip head, Clip clip) {
    return FORECAST.verdict(new Cost(head, cpuSeconds), Optional.empty(), clip);
  }

  @Test
  void programWithinTheLimitPerMegapixelFits() {
    assertThat(verdict(0.2, HEAD, LONG)).isEqualTo(Verdict.FITS);
  }

  @Test
  void slowStartAloneNeverFails() {
    assertThat(verdict(5, HEAD, LONG)).isEqualTo(Verdict.UNSURE);
    assertThat(FORECAST.atLeast(new Cost(HEAD, 5), Optional.empty(), LONG)).isEqualTo(5);
  }

  @Test
  void whatTheStartCannotExplainIsExtrapolatedByMegapixels() {
    assertThat(FORECAST.atLeast(new Cost(HEAD, 5.5), Optional.empty(), LONG))
        .isCloseTo(5 + 0.5 * 500, within(1e-9));
    assertThat(verdict(5.5, HEAD, LONG)).isEqualTo(Verdict.TOO_SLOW);
  }

  @Test
  void twiceTheLimitIsNotYetClear() {
    assertThat(verdict(5.4, HEAD, LONG)).isEqualTo(Verdict.UNSURE);
  }

  @Test
  void moreFramesTellWhatTwoCannot() {
    // 1 s a frame and 1 s for the start: ten times too slow.
    assertThat(verdict(3, HEAD, LONG)).isEqualTo(Verdict.UNSURE);
    assertThat(verdict(9, clip(8), LONG)).isEqualTo(Verdict.TOO_SLOW);
  }

  @Test
  void whatIsDoneForTheFirstFramesOnlyIsNotExtrapolated() {
    // 8 s for the first two frames, 0.1 s for each of the others.
    Cost two = new Cost(HEAD, 8);
    Cost four = new Cost(clip(4), 8.2);
    assertThat(FORECAST.verdict(four, Optional.empty(), LONG)).isEqualTo(Verdict.TOO_SLOW);
    assertThat(FORECAST.verdict(four, Optional.of(two), LONG)).isEqualTo(Verdict.UNSURE);
    assertThat(FORECAST.atLeast(four, Optional.of(two), LONG))
        .isCloseTo(8 + 998 * 0.1, within(1e-9));
  }

  @Test
  void growthBeyondTheLimitIsTooSlow() {
    Optional<Cost> two = Optional.of(new Cost(HEAD, 8));
    assertThat(FORECAST.verdict(new Cost(clip(4), 8.5), two, LONG)).isEqualTo(Verdict.TOO_SLOW);
    assertThat(FORECAST.sentence("Encoding", LONG, new Cost(clip(4), 8.5), two, LONG))
        .contains("first 4 frames of c, cut to 100x100, took 8.5 s of CPU time (2 of them 8.0 s).")
        .contains("at least 257.5 s");
  }

  @Test
  void lowerBoundOfSizeStandsWhereTheGrowthIsNoisy() {
    // Much more for two frames more: a machine that was busy, not a program that grows.
    Optional<Cost> two = Optional.of(new Cost(HEAD, 0.2));
    assertThat(FORECAST.verdict(new Cost(clip(4), 5.1), two, LONG)).isEqualTo(Verdict.UNSURE);
  }

  @Test
  void runStoppedAtItsStretchedLimitIsTooSlowForEveryLongerClip() {
    double stopped = 1.001 * TimeForecast.CLEARLY * FORECAST.limit(HEAD);
    assertThat(verdict(stopped, HEAD, clip(3))).isEqualTo(Verdict.TOO_SLOW);
    assertThat(verdict(stopped, HEAD, LONG)).isEqualTo(Verdict.TOO_SLOW);
  }

  @Test
  void sentenceSaysExtrapolatedSecondsLimitClipAndWhatToDo() {
    assertThat(FORECAST.sentence("Encoding", LONG, new Cost(HEAD, 5.5), Optional.empty(), LONG))
        .contains("all of c (100x100, 1000 frames, 10.00 megapixels)")
        .contains("at least 255.0 s", "limit there is 105.0 s", "at least 2.4 times as fast");
  }
}
