package dev.codecsmith.evolve.proposers;

/**
 * Which iterations of a campaign are its models', where a tuner works between them and others come
 * before. It follows from the iteration alone.
 *
 * @param first the first iteration of the models, from 1
 * @param between iterations of the tuner after each of the models, from 0
 */
public record IterationShares(int first, int between) {
  /** Every iteration is the models'. */
  public static final IterationShares ALL = new IterationShares(1, 0);

  public IterationShares {
    if (first < 1 || between < 0) {
      throw new IllegalArgumentException(
          "The first turn must be at least 1 and the turns between 0 or more, found %d and %d."
              .formatted(first, between));
    }
  }

  /** Whether an iteration is planned to be proposed by a model. */
  public boolean isByModel(int iteration) {
    return iteration >= first && (iteration - first) % (between + 1) == 0;
  }
}
