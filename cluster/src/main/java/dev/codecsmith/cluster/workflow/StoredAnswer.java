package dev.codecsmith.cluster.workflow;

import dev.codecsmith.lab.evaluation.Evaluation;
import dev.codecsmith.store.ExperimentStatus;
import java.util.Optional;

/**
 * The answer to an evaluation, which is large and lies among the artifacts, with what makes it
 * found at the server.
 *
 * @param artifact its SHA-256
 * @param status how the experiment ends
 * @param score BD-rate in percent against the main anchor, where there is one
 */
public record StoredAnswer(String artifact, ExperimentStatus status, Optional<Double> score) {
  /** The answer that an artifact holds. */
  public static StoredAnswer of(String artifact, Evaluation evaluation) {
    return new StoredAnswer(
        artifact,
        evaluation.failure().isPresent() ? ExperimentStatus.FAILED : ExperimentStatus.SUCCEEDED,
        evaluation.score());
  }
}
