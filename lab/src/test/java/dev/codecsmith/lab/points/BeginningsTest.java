package dev.codecsmith.lab.points;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.video.PixelFormat;
import dev.codecsmith.video.Rational;
import dev.codecsmith.video.VideoFormat;
import dev.codecsmith.video.clips.Clip;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class BeginningsTest {
  private static final int FRAMES = 60;

  private static Clip clip(int frames) {
    return new Clip(
        "toy",
        Path.of("toy.y4m"),
        new VideoFormat(16, 16, PixelFormat.YUV420P, new Rational(25, 1)),
        frames,
        "0".repeat(64));
  }

  private static List<Integer> drawn(int program, int frames) {
    return Beginnings.of("program " + program, clip(frames), 40);
  }

  @Test
  void theFirstFrameIsAlwaysTriedAndTwoNeighboursAre() {
    for (int program = 0; program < 500; program++) {
      List<Integer> frames = drawn(program, FRAMES);
      assertThat(frames).hasSize(3).startsWith(1);
      assertThat(frames.getLast()).isEqualTo(frames.get(1) + 1).isLessThan(FRAMES);
      assertThat(frames.get(1)).isGreaterThan(1);
    }
  }

  @Test
  void noNumberOfFramesCanBeReliedOnNotToBeTried() {
    Set<Integer> all = new TreeSet<>();
    for (int program = 0; program < 5_000; program++) {
      all.addAll(drawn(program, FRAMES));
    }
    assertThat(all).hasSize(FRAMES - 1);
  }

  @Test
  void shortBeginningsComeMoreOftenAsTheyCostLess() {
    double sum = 0;
    for (int program = 0; program < 2_000; program++) {
      sum += drawn(program, FRAMES).stream().mapToInt(Integer::intValue).sum();
    }
    assertThat(sum / 2_000 / FRAMES).as("encodings of the whole clip").isBetween(0.55, 0.7);
  }

  @Test
  void ofShortClipsAllBeginningsAreTriedAndOfASingleFrameNone() {
    assertThat(drawn(1, 2)).containsExactly(1);
    assertThat(drawn(1, 3)).containsExactly(1, 2);
    assertThat(drawn(1, 4)).containsExactly(1, 2, 3);
    assertThat(drawn(1, 5)).hasSize(3);
    assertThat(drawn(1, 1)).isEmpty();
  }
}
