package dev.codecsmith.lab;

import dev.codecsmith.store.ExperimentStatus;

/** Told where an evaluation stands; called from several threads. */
public interface EvaluationListener {

  /** A phase began, or went on: {@code done} of {@code total} runs of it have ended. */
  void phase(ExperimentStatus phase, int done, int total);

  /** A listener that looks away. */
  static EvaluationListener none() {
    return (phase, done, total) -> {};
  }
}
