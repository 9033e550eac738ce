package dev.codecsmith.evolve.history;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a program's short score is held against, where a campaign has a cascade: the best short
 * score of the experiments that its iteration may learn from, empty if none has one. Only what has
 * a score counts: a program that does well on the first frames and then fails is nothing to be held
 * against.
 */
public final class Hurdle {
  private Hurdle() {}

  /**
   * The lower of a hurdle and what an experiment adds to it.
   *
   * @param before over the experiments before
   * @param score of the experiment
   * @param shortScore of the experiment
   */
  public static OptionalDouble lowered(
      OptionalDouble before, Optional<Double> score, Optional<Double> shortScore) {
    return score.isEmpty() || shortScore.isEmpty()
        ? before
        : OptionalDouble.of(Math.min(before.orElse(shortScore.get()), shortScore.get()));
  }
}
