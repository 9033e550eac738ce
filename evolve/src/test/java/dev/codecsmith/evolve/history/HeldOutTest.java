package dev.codecsmith.evolve.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.evolve.scorecard.Records;
import dev.codecsmith.lab.anchors.Anchors;
import dev.codecsmith.lab.evaluation.CodingLimits;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.evaluation.EvaluationSettings.Extras;
import dev.codecsmith.lab.evaluation.Qualities;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.store.Failure;
import dev.codecsmith.video.PixelFormat;
import dev.codecsmith.video.Rational;
import dev.codecsmith.video.VideoFormat;
import dev.codecsmith.video.clips.Clip;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HeldOutTest {
  private static final HeldOut CAR =
      HeldOut.of(
          new EvaluationSettings(
              List.of(clip("carphone", "1")),
              List.of(clip("car", "2")),
              Qualities.DEFAULT,
              List.of(Anchors.named(Anchors.DEFAULT)),
              CodingLimits.defaults(),
              Extras.NONE));

  private static Clip clip(String name, String digit) {
    return new Clip(
        name,
        Path.of(name + ".y4m"),
        new VideoFormat(16, 16, PixelFormat.YUV420P, new Rational(25, 1)),
        1,
        digit.repeat(64));
  }

  private static String shown(String message) {
    return CAR.hide(
            new PastExperiment(
                Records.failed(1, message, List.of(), ""),
                () -> Program.of("c", "a.c", Map.of("a.c", ""))))
        .experiment()
        .failure()
        .map(Failure::message)
        .orElseThrow();
  }

  @Test
  void failuresThatOnlyLookLikeAHeldOutClipAreShown() {
    for (String message :
        List.of(
            "Encoding carphone at QUALITY 20 crashed",
            "a.c:3: error: 'scare' undeclared",
            "Decoding carphone: expected cars")) {
      assertThat(shown(message)).isEqualTo(message);
    }
  }

  @Test
  void failuresOnAHeldOutClipAreNotShown() {
    for (String message :
        List.of(
            "Encoding car at QUALITY 20 crashed", "Of CAR-smoke 1 frame", "carphone, then car")) {
      assertThat(shown(message)).isEqualTo("It failed on footage that is held out.");
    }
  }
}
