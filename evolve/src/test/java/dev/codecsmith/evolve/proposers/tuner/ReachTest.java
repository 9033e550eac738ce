package dev.codecsmith.evolve.proposers.tuner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.codecsmith.evolve.proposers.tuner.TunedPrograms.Tried;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ReachTest {
  private static final Offset<Double> ROUNDING = within(1e-12);

  private final List<Tried> family = new ArrayList<>();
  private double best = 100;

  private void tried(Optional<Double> score) {
    family.add(new Tried(family.size() + 1, "", List.of((long) family.size()), score));
  }

  private void better(int times) {
    for (int i = 0; i < times; i++) {
      tried(Optional.of(--best));
    }
  }

  private void notBetter(int times) {
    for (int i = 0; i < times; i++) {
      tried(Optional.of(best));
    }
  }

  private double reach() {
    return Reach.of(family);
  }

  @Test
  void itIsLessThanAThirdOfARangeAtFirst() {
    assertThat(reach()).isEqualTo(0.3);
    better(1);
    assertThat(reach()).isEqualTo(0.3);
  }

  @Test
  void twelveTriesInARowWithoutABetterOneHalveIt() {
    better(1);
    notBetter(11);
    assertThat(reach()).isEqualTo(0.3);
    notBetter(1);
    assertThat(reach()).isEqualTo(0.15, ROUNDING);
    notBetter(11);
    better(1);
    notBetter(11);
    assertThat(reach()).isEqualTo(0.15, ROUNDING);
  }

  @Test
  void aSettingThatFailedIsNoBetterOne() {
    better(1);
    for (int i = 0; i < 12; i++) {
      tried(Optional.empty());
    }
    assertThat(reach()).isEqualTo(0.15, ROUNDING);
  }

  @Test
  void threeBetterOnesInARowDoubleItUpToMostOfARange() {
    better(2);
    notBetter(1);
    better(2);
    assertThat(reach()).isEqualTo(0.3);
    better(1);
    assertThat(reach()).isEqualTo(0.6, ROUNDING);
    better(3);
    assertThat(reach()).isEqualTo(0.8, ROUNDING);
    better(3);
    assertThat(reach()).isEqualTo(0.8, ROUNDING);
  }

  @Test
  void whereItWasLeastInVainItBeginsAnewAsWideAsAtFirst() {
    better(1);
    notBetter(48);
    assertThat(reach()).isEqualTo(0.03, ROUNDING);
    notBetter(11);
    assertThat(reach()).isEqualTo(0.03, ROUNDING);
    notBetter(1);
    assertThat(reach()).isEqualTo(0.3);
  }
}
