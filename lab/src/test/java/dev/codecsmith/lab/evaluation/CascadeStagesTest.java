package dev.codecsmith.lab.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.lab.evaluation.Cascade.Rise;
import dev.codecsmith.lab.race.Racing;
import dev.codecsmith.store.json.Json;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CascadeStagesTest {
  private static Cascade rising(Rise... rises) {
    return new Cascade(
        8, List.of(30, 70), 50, Optional.of(new Racing(0.05, 0.1)), List.of(rises), 0);
  }

  @Test
  void moreFramesAreLookedAtFromARiseOn() {
    Cascade cascade = rising(new Rise(20, 24), new Rise(40, 60));
    assertThat(List.of(1, 19, 20, 39, 40, 1000).stream().map(cascade::framesAt))
        .containsExactly(8, 8, 24, 24, 60, 60);
    assertThat(cascade.at(20))
        .isEqualTo(new Cascade(24, List.of(30, 70), 50, Optional.of(new Racing(0.05, 0.1))));
    assertThat(cascade.checking(0.2).at(20)).isEqualTo(cascade.at(20).checking(0.2));
    assertThat(cascade.stages()).containsExactly(cascade.at(1), cascade.at(20), cascade.at(40));
  }

  @Test
  void withoutRisesItIsTheSameAllAlong() {
    assertThat(rising().at(7)).isEqualTo(rising());
    assertThat(rising().stages()).containsExactly(rising());
  }

  @Test
  void itIsWrittenAndRead() {
    Cascade cascade = rising(new Rise(20, 24));
    assertThat(Json.read(Json.write(cascade), Cascade.class)).isEqualTo(cascade);
    assertThat(Json.write(rising())).doesNotContain("rises");
  }

  @Test
  void risesThatDoNotRiseAreRefused() {
    assertThatThrownBy(() -> rising(new Rise(20, 8)))
        .hasMessageContaining("found 8 frames from iteration 20 on behind 8 frames");
    assertThatThrownBy(() -> rising(new Rise(1, 24))).hasMessageContaining("later iteration");
    assertThatThrownBy(() -> rising(new Rise(20, 24), new Rise(20, 60)))
        .hasMessageContaining("found 60 frames from iteration 20 on behind 24 frames");
  }
}
