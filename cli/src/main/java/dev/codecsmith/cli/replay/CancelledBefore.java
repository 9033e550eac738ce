package dev.codecsmith.cli.replay;

import dev.codecsmith.lab.evaluation.Evaluation;
import dev.codecsmith.lab.evaluation.EvaluationListener;
import dev.codecsmith.lab.evaluation.EvaluationRequest;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.evaluation.Evaluations;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.Failure;
import dev.codecsmith.store.FailureKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Evaluations in which what a person cancelled is cancelled again, without being run: so what is
 * proposed behind it is proposed from the same as then.
 */
final class CancelledBefore implements Evaluations {
  private final Evaluations evaluations;
  private final Set<String> cancelled;

  /**
   * @param cancelled ids of experiments
   */
  CancelledBefore(Evaluations evaluations, Set<String> cancelled) {
    this.evaluations = evaluations;
    this.cancelled = Set.copyOf(cancelled);
  }

  @Override
  public void prepare(EvaluationSettings settings, PreparationListener listener)
      throws InfrastructureException, InterruptedException {
    evaluations.prepare(settings, listener);
  }

  @Override
  public Optional<Failure> trial(EvaluationRequest request)
      throws InfrastructureException, InterruptedException {
    return evaluations.trial(request);
  }

  @Override
  public Evaluation evaluate(EvaluationRequest request, EvaluationListener listener)
      throws InfrastructureException, InterruptedException {
    return cancelled.contains(request.experimentId())
        ? cancelled(request)
        : evaluations.evaluate(request, listener);
  }

  private static Evaluation cancelled(EvaluationRequest request) {
    return new Evaluation(
        new Evaluation.Executed("", request.program().sha256(), 0, 0),
        List.of(),
        Map.of(),
        Optional.empty(),
        OptionalDouble.empty(),
        Optional.of(
            new Failure(
                FailureKind.CANCELLED,
                ExperimentStatus.QUEUED,
                "It was cancelled the first time.")),
        Map.of());
  }

  @Override
  public void awaitReady() throws InterruptedException {
    evaluations.awaitReady();
  }
}
