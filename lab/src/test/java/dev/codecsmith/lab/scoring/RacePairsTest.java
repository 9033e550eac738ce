package dev.codecsmith.lab.scoring;

import static dev.codecsmith.lab.scoring.TwoClips.A;
import static dev.codecsmith.lab.scoring.TwoClips.B;
import static dev.codecsmith.lab.scoring.TwoClips.at;
import static dev.codecsmith.lab.scoring.TwoClips.curve;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.codecsmith.lab.objective.Objective;
import dev.codecsmith.store.RatePoint;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RacePairsTest {
  private static Optional<RacePairs> pairs(List<RatePoint> one, List<RatePoint> other) {
    return RacePairs.of(
        Objective.DEFAULT,
        List.of(A, B),
        List.of(curve(A), curve(B)),
        new RacePairs.Runner(one, 1000),
        new RacePairs.Runner(other, 1000));
  }

  @Test
  void ratesAreComparedAtEqualQualityWhicheverEachPointHas() {
    // On both clips the one needs 0.66 of the anchor's rate and the other 0.6, at other qualities.
    RacePairs pairs =
        pairs(
                List.of(at(A, 30, 33, 0.66), at(B, 30, 36, 0.66)),
                List.of(at(A, 30, 31, 0.6), at(B, 30, 38.5, 0.6)))
            .orElseThrow();
    assertThat(pairs.pairs()).isEqualTo(2);
    assertThat(pairs.gap()).isCloseTo(6, within(1e-9));
  }

  @Test
  void onlyPointsOfTheSameClipAndQualityArePairs() {
    RacePairs pairs =
        pairs(
                List.of(at(A, 30, 33, 1), at(A, 60, 40, 5), at(B, 30, 33, 1)),
                List.of(at(A, 30, 33, 1), at(A, 40, 36, 5), at(B, 30, 33, 1), at(B, 60, 40, 9)))
            .orElseThrow();
    assertThat(pairs).isEqualTo(new RacePairs(2, 0));
  }

  @Test
  void aClipWithoutPairsTellsNothingOfAll() {
    assertThat(pairs(List.of(at(A, 30, 33, 1)), List.of(at(A, 30, 33, 1)))).isEmpty();
    assertThat(
            pairs(
                List.of(at(A, 30, 99, 1), at(B, 30, 33, 1)),
                List.of(at(A, 30, 33, 1), at(B, 30, 33, 1))))
        .as("beyond the anchor's curve")
        .isEmpty();
  }
}
