package dev.codecsmith.evolve.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.codecsmith.lab.race.Spreads;
import dev.codecsmith.store.race.Race;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RaceExperienceTest {
  /** A rival at -10 %, and looks that promise so much less or more. */
  private static Race race(double firstFrames, double firstQualities) {
    return new Race(
        "exp_iter1_a",
        -10,
        List.of(
            new Race.Look(Race.Stage.FIRST_FRAMES, 8, firstFrames, 3),
            new Race.Look(Race.Stage.FIRST_QUALITIES, 4, firstQualities, 1)),
        false,
        false,
        0);
  }

  @Test
  void beforeAnythingWasRacedTheAssumptionHolds() {
    assertThat(RaceExperience.NONE.spreads()).isEqualTo(Spreads.ASSUMED);
    assertThat(RaceExperience.NONE.with(Optional.empty(), Optional.of(1.0)))
        .isEqualTo(RaceExperience.NONE);
  }

  @Test
  void afterARiseLooksAtFewerFramesTellNothingOfThoseAtMore() {
    RaceExperience races =
        RaceExperience.NONE.with(Optional.of(race(-1.5, -2.25)), Optional.of(-12.0)).afterRise();
    assertThat(races.spreads().firstFrames()).isEqualTo(Spreads.ASSUMED.firstFrames());
    assertThat(races.spreads().firstQualities()).isNotEqualTo(Spreads.ASSUMED.firstQualities());
  }

  @Test
  void spreadsAreWhatLooksWereOffBySoFar() {
    RaceExperience races = RaceExperience.NONE;
    for (int i = 0; i < 996; i++) {
      // The program ends 2 below its rival: the one look was off by 0.5, the other by 0.25.
      races = races.with(Optional.of(race(-1.5, -2.25)), Optional.of(-12.0));
    }
    assertThat(races.spreads().firstFrames())
        .isCloseTo(Math.sqrt((4 * 9 + 996 * 0.25) / 1000), within(1e-9));
    assertThat(races.spreads().firstQualities())
        .isCloseTo(Math.sqrt((4 * 2.25 + 996 * 0.0625) / 1000), within(1e-9));
  }

  @Test
  void whatWasLeftTellsNothingOfHowFarItsLooksWereOff() {
    assertThat(RaceExperience.NONE.with(Optional.of(race(9, 9)), Optional.empty()))
        .isEqualTo(RaceExperience.NONE);
  }
}
