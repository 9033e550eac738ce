package dev.codecsmith.lab.points;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.video.PixelFormat;
import dev.codecsmith.video.Rational;
import dev.codecsmith.video.VideoFormat;
import dev.codecsmith.video.clips.Clip;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ShortRunsTest {
  private final ShortRuns runs = new ShortRuns();

  /** 0.01 megapixels a frame. */
  private static Clip clip(int frames) {
    return new Clip(
        "c",
        Path.of("c.y4m"),
        new VideoFormat(100, 100, PixelFormat.YUV420P, new Rational(25, 1)),
        frames,
        "0".repeat(64));
  }

  @Test
  void withoutExperienceOnlySmokeFramesAreShort() {
    assertThat(runs.isShort(clip(8))).isTrue();
    assertThat(runs.isShort(clip(30))).isFalse();
  }

  @Test
  void whatIsForecastToTakeLongIsNotShort() {
    // 10 s a megapixel beside the start.
    runs.took(clip(8), start() + 0.8);
    assertThat(runs.isShort(clip(76))).isTrue();
    assertThat(runs.isShort(clip(78))).isFalse();
  }

  @Test
  void theDearestRunCounts() {
    runs.took(clip(8), start() + 0.8);
    runs.took(clip(8), start() + 0.1);
    assertThat(runs.isShort(clip(78))).isFalse();
  }

  @Test
  void aProgramThatTakesNoTimeIsAlwaysShort() {
    runs.took(clip(8), 0.1);
    assertThat(runs.isShort(clip(10_000))).isTrue();
  }

  @Test
  void afterALimitWasMetNothingIsShort() {
    runs.took(clip(8), 0.1);
    runs.metLimit();
    assertThat(runs.isShort(clip(2))).isFalse();
  }

  @Test
  void whatAnotherWorkerWasToldHolds() {
    runs.took(clip(8), start() + 0.8);
    ShortRuns elsewhere = new ShortRuns();
    elsewhere.expect(runs.secondsPerMegapixel().orElseThrow());
    assertThat(elsewhere.isShort(clip(76))).isTrue();
    assertThat(elsewhere.isShort(clip(78))).isFalse();
  }

  private static double start() {
    return 0.3;
  }
}
