package dev.codecsmith.lab.race;

import dev.codecsmith.store.race.Race;

/**
 * How far the gap of a look is from the difference of the scores: standard deviations in points of
 * percent, above 0.
 */
public record Spreads(double firstFrames, double firstQualities) {
  /** What is assumed before a campaign has seen any. */
  public static final Spreads ASSUMED = new Spreads(3, 1.5);

  public Spreads {
    if (!(firstFrames > 0) || !(firstQualities > 0)) {
      throw new IllegalArgumentException(
          "Spreads are above 0, found " + firstFrames + " and " + firstQualities + ".");
    }
  }

  public double of(Race.Stage stage) {
    return switch (stage) {
      case FIRST_FRAMES -> firstFrames;
      case FIRST_QUALITIES -> firstQualities;
    };
  }
}
