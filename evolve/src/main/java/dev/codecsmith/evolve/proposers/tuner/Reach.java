package dev.codecsmith.evolve.proposers.tuner;

import dev.codecsmith.evolve.proposers.tuner.TunedPrograms.Tried;
import java.util.List;

/** How far from the best setting the next one may lie, as a share of a constant's range. */
final class Reach {
  private static final double FIRST = 0.3;
  private static final double LEAST = 0.03;
  private static final double MOST = 0.8;

  /** So many tries without a better one halve it. */
  private static final int FAILURES = 12;

  /** So many better ones behind each other double it. */
  private static final int SUCCESSES = 3;

  private Reach() {}

  /** By what was tried of a family, in order. */
  static double of(List<Tried> family) {
    double reach = FIRST;
    double best = Double.POSITIVE_INFINITY;
    int failures = 0;
    int successes = 0;
    for (Tried tried : family) {
      double score = tried.score().orElse(Double.POSITIVE_INFINITY);
      boolean better = score < best;
      best = Math.min(best, score);
      successes = better ? successes + 1 : 0;
      failures = better ? 0 : failures + 1;
      if (successes == SUCCESSES) {
        reach = Math.min(MOST, 2 * reach);
        successes = 0;
      } else if (failures == FAILURES) {
        // The smallest is followed by the first again: near the best there is nothing left.
        reach = reach <= LEAST ? FIRST : Math.max(LEAST, reach / 2);
        failures = 0;
      }
    }
    return reach;
  }
}
