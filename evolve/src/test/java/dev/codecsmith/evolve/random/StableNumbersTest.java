package dev.codecsmith.evolve.random;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What was drawn by version 0.1, so that its campaigns can be run again. */
class StableNumbersTest {

  @Test
  void seedsGiveTheNumbersTheyAlwaysGave() {
    assertThat(Seeds.ofIteration(7, 3).nextLong()).isEqualTo(-7734761022408248305L);
    assertThat(Seeds.ofIteration(-1, 1).nextInt(1_000)).isEqualTo(938);
    assertThat(Seeds.ofUse(7, 3).nextInt(1_000_000)).isEqualTo(775_355);
  }

  @Test
  void diceGiveTheNumbersTheyAlwaysGave() {
    Dice dice = Dice.of(7, 3, "ideas");
    assertThat(dice.uniform()).isEqualTo(0.5444023235606266);
    assertThat(dice.below(1_000)).isEqualTo(707);
    assertThat(dice.rank(10)).isZero();
  }
}
