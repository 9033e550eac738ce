package dev.codecsmith.lab.evaluation;

import dev.codecsmith.sandbox.InfrastructureException;

/**
 * Evaluates programs. The campaign loop knows this interface only, not whether the work is done in
 * this process or elsewhere.
 */
public interface Evaluator {

  /**
   * Makes sure that evaluation is possible before anybody is asked for a program: the clips can be
   * read, the sandbox works, the anchors are measured.
   *
   * @throws InfrastructureException if it is not; the message says what to do
   */
  void prepare(EvaluationSettings settings, PreparationListener listener)
      throws InfrastructureException, InterruptedException;

  /**
   * Builds, runs and measures one program.
   *
   * @return what came of it; a fault of the program is a result with a failure, not an exception
   * @throws InfrastructureException if the machine, the disk or a tool failed; the program may be
   *     evaluated again
   */
  Evaluation evaluate(EvaluationRequest request, EvaluationListener listener)
      throws InfrastructureException, InterruptedException;

  /** Told how far the preparation is: {@code done} of {@code total} anchor curves are measured. */
  @FunctionalInterface
  interface PreparationListener {
    void anchors(int done, int total);
  }
}
