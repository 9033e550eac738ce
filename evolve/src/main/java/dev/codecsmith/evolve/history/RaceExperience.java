package dev.codecsmith.evolve.history;

import dev.codecsmith.lab.race.Spreads;
import dev.codecsmith.store.race.Race;
import java.util.Optional;

/**
 * How far the looks of races were off: the difference between a look's gap and that of the scores,
 * over all programs that were measured in full after a look. What is assumed beforehand counts as
 * much as {@value #PRIOR} programs.
 */
record RaceExperience(Sum firstFrames, Sum firstQualities) {
  private static final int PRIOR = 4;

  /**
   * Below this, in points of percent, measuring the same twice would tell more than a look does.
   */
  private static final double LEAST = 0.05;

  static final RaceExperience NONE = new RaceExperience(new Sum(0, 0), new Sum(0, 0));

  /** Of squares. */
  record Sum(int count, double squares) {
    private Sum with(double difference) {
      return new Sum(count + 1, squares + difference * difference);
    }

    private double spread(double assumed) {
      return Math.max(LEAST, Math.sqrt((PRIOR * assumed * assumed + squares) / (PRIOR + count)));
    }
  }

  /**
   * With one more experiment.
   *
   * @param race of the experiment, if there was one
   * @param score of the experiment, if it has one
   */
  RaceExperience with(Optional<Race> race, Optional<Double> score) {
    if (race.isEmpty() || score.isEmpty()) {
      return this;
    }
    double truth = score.get() - race.get().againstScore();
    return new RaceExperience(
        added(firstFrames, race.get(), Race.Stage.FIRST_FRAMES, truth),
        added(firstQualities, race.get(), Race.Stage.FIRST_QUALITIES, truth));
  }

  /** What it is for looks at more frames: those at fewer tell nothing of them. */
  RaceExperience afterRise() {
    return new RaceExperience(new Sum(0, 0), firstQualities);
  }

  private static Sum added(Sum sum, Race race, Race.Stage stage, double truth) {
    return race.at(stage).map(look -> sum.with(truth - look.gap())).orElse(sum);
  }

  Spreads spreads() {
    return new Spreads(
        firstFrames.spread(Spreads.ASSUMED.firstFrames()),
        firstQualities.spread(Spreads.ASSUMED.firstQualities()));
  }
}
