package dev.codecsmith.lab.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.codecsmith.lab.evaluation.TimeForecast.Verdict;
import dev.codecsmith.video.PixelFormat;
import dev.codecsmith.video.Rational;
import dev.codecsmith.video.VideoFormat;
import dev.codecsmith.video.clips.Clip;
import java.nio.file.Path;
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

  @Test
  void programWithinTheLimitPerMegapixelFits() {
    assertThat(FORECAST.verdict(0.2, HEAD, LONG)).isEqualTo(Verdict.FITS);
  }

  @Test
  void slowStartAloneNeverFails() {
    assertThat(FORECAST.verdict(5, HEAD, LONG)).isEqualTo(Verdict.UNSURE);
    assertThat(FORECAST.atLeast(5, HEAD, LONG)).isEqualTo(5);
  }

  @Test
  void whatTheStartCannotExplainIsExtrapolatedByMegapixels() {
    assertThat(FORECAST.atLeast(5.5, HEAD, LONG)).isCloseTo(5 + 0.5 * 500, within(1e-9));
    assertThat(FORECAST.verdict(5.5, HEAD, LONG)).isEqualTo(Verdict.TOO_SLOW);
  }

  @Test
  void twiceTheLimitIsNotYetClear() {
    assertThat(FORECAST.verdict(5.4, HEAD, LONG)).isEqualTo(Verdict.UNSURE);
  }

  @Test
  void moreFramesTellWhatTwoCannot() {
    // 1 s a frame and 1 s for the start: ten times too slow.
    assertThat(FORECAST.verdict(3, HEAD, LONG)).isEqualTo(Verdict.UNSURE);
    assertThat(FORECAST.verdict(9, clip(8), LONG)).isEqualTo(Verdict.TOO_SLOW);
  }

  @Test
  void runStoppedAtItsStretchedLimitIsTooSlowForEveryLongerClip() {
    double stopped = 1.001 * TimeForecast.CLEARLY * FORECAST.limit(HEAD);
    assertThat(FORECAST.verdict(stopped, HEAD, clip(3))).isEqualTo(Verdict.TOO_SLOW);
    assertThat(FORECAST.verdict(stopped, HEAD, LONG)).isEqualTo(Verdict.TOO_SLOW);
  }

  @Test
  void sentenceSaysExtrapolatedSecondsLimitClipAndWhatToDo() {
    assertThat(FORECAST.sentence("Encoding", 5.5, LONG, HEAD, LONG))
        .contains("all of c (100x100, 1000 frames, 10.00 megapixels)")
        .contains("at least 255.0 s", "limit there is 105.0 s", "at least 2.4 times as fast");
  }
}
