package dev.codecsmith.store.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExperimentIdsTest {

  @Test
  void anIdNamesItsIteration() {
    String id = ExperimentIds.of("campaign_x", 417, "ab".repeat(32));
    assertThat(id).matches("exp_iter417_[0-9a-f]{10}");
    assertThat(ExperimentIds.iterationOf(id)).hasValue(417);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "exp_iter", "exp_iter_x", "exp_iter7", "exp_iter99999999999_x", "x7_"})
  void whatIsNoIdNamesNone(String text) {
    assertThat(ExperimentIds.iterationOf(text)).isEmpty();
  }
}
