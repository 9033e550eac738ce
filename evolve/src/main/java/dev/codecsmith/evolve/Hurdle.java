package dev.codecsmith.evolve;

import dev.codecsmith.store.ExperimentRecord;
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
  public static OptionalDouble of(Stream<ExperimentRecord> known) {
    return known
        .filter(experiment -> experiment.score().isPresent())
        .flatMap(experiment -> experiment.shortScore().stream())
        .mapToDouble(Double::doubleValue)
        .min();
  }
}
