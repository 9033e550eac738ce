package dev.codecsmith.lab.scoring;

import static dev.codecsmith.lab.scoring.TwoClips.A;
import static dev.codecsmith.lab.scoring.TwoClips.ANCHOR;
import static dev.codecsmith.lab.scoring.TwoClips.B;
import static dev.codecsmith.lab.scoring.TwoClips.at;
import static dev.codecsmith.lab.scoring.TwoClips.curve;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.codecsmith.lab.evaluation.Cascade;
import dev.codecsmith.lab.objective.Objective;
import dev.codecsmith.store.RatePoint;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ShortScoreTest {
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
