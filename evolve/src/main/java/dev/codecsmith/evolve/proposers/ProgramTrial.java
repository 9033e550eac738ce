package dev.codecsmith.evolve.proposers;

import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.store.Failure;
import java.util.Optional;

/** Builds a program and tries it on a few small frames, before an experiment is made of it. */
@FunctionalInterface
public interface ProgramTrial {

  /** The program's fault; empty if it builds and runs. The same each time for the same program. */
  Optional<Failure> fault(Program program) throws InfrastructureException, InterruptedException;

  /** Finds no fault: a broken program becomes an experiment that fails. */
  static ProgramTrial none() {
    return program -> Optional.empty();
  }
}
