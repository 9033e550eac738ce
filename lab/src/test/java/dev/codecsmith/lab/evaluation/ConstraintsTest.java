package dev.codecsmith.lab.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.store.json.Json;
import org.junit.jupiter.api.Test;

class ConstraintsTest {

  @Test
  void whatWasWrittenBeforeThereWasLowDelayIsRead() {
    Constraints each8 = Constraints.NONE.withRandomAccess(8);
    assertThat(Json.read("{\"random_access\":8}", Constraints.class)).isEqualTo(each8);
    assertThat(Json.write(each8)).isEqualTo("{\"random_access\":8}");
  }

  @Test
  void lowDelaySurvivesJson() {
    Constraints both = Constraints.NONE.withLowDelay().withRandomAccess(4);
    assertThat(Json.read(Json.write(both), Constraints.class)).isEqualTo(both);
  }

  @Test
  void eachIsSaidInWords() {
    assertThat(Constraints.NONE.inWords()).isEmpty();
    assertThat(Constraints.NONE.withLowDelay().eachInWords()).hasSize(1);
    assertThat(Constraints.NONE.withRandomAccess(8).withLowDelay().inWords().orElseThrow())
        .contains("Random access each 8 frames", "\nLow delay: ");
  }
}
