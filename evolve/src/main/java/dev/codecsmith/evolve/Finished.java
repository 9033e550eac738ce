package dev.codecsmith.evolve;

import dev.codecsmith.sandbox.Program;
import dev.codecsmith.store.ExperimentRecord;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** An experiment that ended, with its program. */
public record Finished(ExperimentRecord experiment, Program program) {

  /** The best by score, the earlier one of equals; empty if none has a score. */
  public static Optional<Finished> best(List<Finished> history) {
    return history.stream()
        .filter(finished -> finished.experiment().score().isPresent())
        .min(
            Comparator.comparingDouble(
                    (Finished finished) -> finished.experiment().score().orElseThrow())
                .thenComparingInt(finished -> finished.experiment().iteration()));
  }
}
