package dev.codecsmith.evolve.models.agent;

import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.program.Program;

/** Evaluates what an agent has in its workspace, on clips that it may know of. */
@FunctionalInterface
public interface WorkspaceEvaluation {

  /**
   * What came of a program.
   *
   * @param scored whether it has a score
   * @param text the scorecard or the failure, as the agent reads it
   */
  record Verdict(boolean scored, String text) {}

  /**
   * Builds, runs and measures a program.
   *
   * @throws InfrastructureException if that is not possible now
   */
  Verdict evaluate(Program program) throws InfrastructureException, InterruptedException;
}
