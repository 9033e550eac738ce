package dev.codecsmith.lab.evaluation;

import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.store.ExperimentStatus;

/** Told where an evaluation stands; called from several threads. */
public interface EvaluationListener {

  /**
   * A phase began, or went on: {@code done} of {@code total} runs of it have ended.
   *
   * @throws InfrastructureException if the evaluation is to end at once, since its result would be
   *     in vain; the evaluation ends with this fault
   */
  void phase(ExperimentStatus phase, int done, int total) throws InfrastructureException;

  /** A listener that looks away. */
  static EvaluationListener none() {
    return (phase, done, total) -> {};
  }
}
