package dev.codecsmith.evolve.campaign;

import dev.codecsmith.evolve.history.PastExperiment;
import dev.codecsmith.store.ExperimentRecord;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** What a program's short score is held against, where a campaign has a cascade. */
public final class Hurdle {
  private Hurdle() {}

  /**
   * The best short score of those experiments; empty if none has one. Only what has a score counts:
   * a program that does well on the first frames and then fails is nothing to be held against.
   *
   * @param known the experiments that the program's iteration may learn from
   */
  static OptionalDouble of(Stream<PastExperiment> known) {
    return known
        .flatMap(finished -> candidate(finished.score(), finished.shortScore()).stream())
        .mapToDouble(Double::doubleValue)
        .min();
  }

  /**
   * The lower of a hurdle and what an experiment adds to it.
   *
   * @param before over the experiments before
   */
  public static OptionalDouble lowered(OptionalDouble before, ExperimentRecord experiment) {
    Optional<Double> candidate = candidate(experiment.score(), experiment.shortScore());
    if (candidate.isEmpty()) {
      return before;
    }
    return OptionalDouble.of(Math.min(before.orElse(candidate.get()), candidate.get()));
  }

  private static Optional<Double> candidate(Optional<Double> score, Optional<Double> shortScore) {
    return score.isPresent() ? shortScore : Optional.empty();
  }
}
