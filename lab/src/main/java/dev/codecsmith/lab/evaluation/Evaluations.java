package dev.codecsmith.lab.evaluation;

import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.store.Failure;
import java.util.Optional;

/**
 * What a campaign asks for: programs and clips that it has at hand, evaluated it knows not where.
 */
public interface Evaluations {

  /**
   * Makes sure that evaluation is possible before anybody is asked for a program: the clips can be
   * read, the sandbox works, the anchors are measured.
   *
   * @throws InfrastructureException if it is not; the message says what to do
   * @throws IllegalArgumentException if no program can be scored on one of the clips, in a sentence
   */
  void prepare(EvaluationSettings settings, PreparationListener listener)
      throws InfrastructureException, InterruptedException;

  /**
   * Builds a program and codes the smoke frames with it. An {@link #evaluate evaluation} of the
   * same program that is asked for in the same way may go on from there.
   *
   * @return the program's fault; empty if it builds and runs
   */
  Optional<Failure> trial(EvaluationRequest request)
      throws InfrastructureException, InterruptedException;

  /**
   * Builds, runs and measures one program.
   *
   * @return what came of it; a fault of the program is a result with a failure, not an exception
   * @throws InfrastructureException if the machine, the disk or a tool failed; unless that is
   *     lasting, the program may be evaluated again
   */
  Evaluation evaluate(EvaluationRequest request, EvaluationListener listener)
      throws InfrastructureException, InterruptedException;

  /** Waits until programs can be evaluated; before that it is in vain to ask anybody for one. */
  default void awaitReady() throws InterruptedException {}

  /** Told how far the preparation is: {@code done} of {@code total} anchor curves are known. */
  @FunctionalInterface
  interface PreparationListener {
    void anchors(int done, int total);
  }
}
