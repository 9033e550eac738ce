package dev.codecsmith.evolve.cascade;

import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.ExperimentSummary;
import dev.codecsmith.store.Failure;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.race.Race;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the figures of a cascade need to know of an experiment.
 *
 * @param score BD-rate in percent; empty unless succeeded
 * @param shortScore of the first frames; empty where these were not measured
 * @param race with a rival; empty where there was none
 * @param cpuSeconds of all that was measured; empty where nothing was
 * @param leftByMargin whether it was measured no further, as its short score was too far behind
 */
public record CascadeLine(
    int iteration,
    Optional<Double> score,
    Optional<Double> shortScore,
    Optional<Race> race,
    OptionalDouble cpuSeconds,
    boolean leftByMargin) {

  /** Of an experiment as a list has it. */
  public static CascadeLine of(ExperimentSummary experiment) {
    return new CascadeLine(
        experiment.iteration(),
        experiment.score(),
        experiment.result().shortScore(),
        experiment.result().race(),
        experiment
            .result()
            .cpu()
            .map(cpu -> OptionalDouble.of(cpu.encodeSeconds() + cpu.decodeSeconds()))
            .orElse(OptionalDouble.empty()),
        isLeftByMargin(experiment));
  }

  private static boolean isLeftByMargin(ExperimentSummary experiment) {
    return experiment.result().race().filter(Race::left).isEmpty()
        && experiment
            .result()
            .failure()
            .filter(failure -> failure.kind() == FailureKind.DOMINATED)
            .map(Failure::phase)
            .equals(Optional.of(ExperimentStatus.SCREENING));
  }
}
