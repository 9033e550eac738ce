package dev.codecsmith.evolve.cascade;

import dev.codecsmith.evolve.random.Seeds;

/**
 * Which programs are measured in full whatever is seen of them before, so that it is known how
 * often such looks are wrong. What is drawn for a small share is drawn for a larger one too.
 *
 * @param seed the campaign's
 */
public record CheckedSample(long seed) {
  /**
   * Whether the program of an iteration is one of them.
   *
   * @param share of all programs, from 0 to 1
   */
  public boolean holds(int iteration, double share) {
    return Seeds.ofIteration(~seed, iteration).nextDouble() < share;
  }
}
