package dev.codecsmith.metrics.rank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class RankCorrelationTest {
  @Test
  void theSameOrderIsOneAndTheOppositeMinusOne() {
    assertThat(RankCorrelation.of(List.of(1.0, 5.0, 7.0), List.of(-3.0, 0.0, 90.0))).hasValue(1);
    assertThat(RankCorrelation.of(List.of(1.0, 5.0, 7.0), List.of(3.0, 2.0, 1.0))).hasValue(-1);
  }

  /** By hand: ranks 0, 1.5, 1.5, 3 against 0, 2, 1, 3. */
  @Test
  void tiesShareTheMeanOfTheirRanks() {
    assertThat(
            RankCorrelation.of(List.of(1.0, 2.0, 2.0, 3.0), List.of(1.0, 5.0, 4.0, 9.0))
                .orElseThrow())
        .isCloseTo(4.5 / Math.sqrt(4.5 * 5), within(1e-12));
  }

  @Test
  void whatTellsNothingApartHasNone() {
    assertThat(RankCorrelation.of(List.of(1.0), List.of(1.0))).isEmpty();
    assertThat(RankCorrelation.of(List.of(1.0, 1.0), List.of(1.0, 2.0))).isEmpty();
  }
}
