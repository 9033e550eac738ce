package dev.codecsmith.evolve;

import dev.codecsmith.sandbox.Program;
import dev.codecsmith.store.ExperimentRecord;
import java.util.function.Supplier;

/** An experiment that ended, and its program, which need not be in memory. */
public final class Finished {
  private final ExperimentRecord experiment;
  private final Supplier<Program> program;

  /**
   * @param program gives the same program each time
   */
  public Finished(ExperimentRecord experiment, Supplier<Program> program) {
    this.experiment = experiment;
    this.program = program;
  }

  public ExperimentRecord experiment() {
    return experiment;
  }

  /**
   * The program that was measured.
   *
   * @throws java.io.UncheckedIOException if it cannot be read from the store
   */
  public Program program() {
    return program.get();
  }

  Finished showing(ExperimentRecord other) {
    return new Finished(other, program);
  }
}
