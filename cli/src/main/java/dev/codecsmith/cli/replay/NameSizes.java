package dev.codecsmith.cli.replay;

import dev.codecsmith.lab.evaluation.Evaluation;
import dev.codecsmith.lab.evaluation.EvaluationListener;
import dev.codecsmith.lab.evaluation.EvaluationRequest;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.evaluation.Evaluations;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.store.Failure;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Evaluations that remember what the names of a program's files take of its size, which records do
 * not hold.
 */
final class NameSizes implements Evaluations {
  private final Evaluations evaluations;
  private final Map<String, Long> sizes = new ConcurrentHashMap<>();

  NameSizes(Evaluations evaluations) {
    this.evaluations = evaluations;
  }

  /** In bytes; 0 for a program that was not measured here. */
  long of(String programSha256) {
    return sizes.getOrDefault(programSha256, 0L);
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
    Evaluation evaluation = evaluations.evaluate(request, listener);
    sizes.put(evaluation.executed().programSha256(), evaluation.executed().nameBytes());
    return evaluation;
  }

  @Override
  public void awaitReady() throws InterruptedException {
    evaluations.awaitReady();
  }
}
