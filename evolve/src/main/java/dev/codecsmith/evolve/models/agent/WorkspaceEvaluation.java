package dev.codecsmith.evolve.models.agent;

import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.program.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** Evaluates what an agent has in its workspace, on clips that it may know of. */
@FunctionalInterface
public interface WorkspaceEvaluation {

  /**
   * What is to be done.
   *
   * @param request what the agent asks for
   * @param program what lies in its folder now
   * @param parent what it was made from
   * @param workspace the agent's folder
   */
  record Asked(
      WorkspaceRequest request, Program program, Optional<Program> parent, Path workspace) {}

  /**
   * What came of a program.
   *
   * @param scored whether there is a figure
   * @param text the figures or the failure, as the agent reads them
   * @param cpuSeconds what the program's encodes and decodes took; what was known before took none
   * @param better a program that is to stand in the place of the agent's, where it asked for one
   */
  record Verdict(boolean scored, String text, double cpuSeconds, Optional<Program> better) {
    public Verdict(boolean scored, String text, double cpuSeconds) {
      this(scored, text, cpuSeconds, Optional.empty());
    }
  }

  /**
   * Builds, runs and measures a program.
   *
   * @param progress told in a line how far it is
   * @throws InfrastructureException if that is not possible now
   * @throws IllegalArgumentException with a sentence if what is asked for makes no sense here
   */
  Verdict evaluate(Asked asked, Consumer<String> progress)
      throws InfrastructureException, InterruptedException;

  /** Puts into an agent's folder what it needs to measure by itself. */
  default void furnish(Path workspace) throws IOException {}
}
