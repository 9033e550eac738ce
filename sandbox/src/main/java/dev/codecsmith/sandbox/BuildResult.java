package dev.codecsmith.sandbox;

/** How a build ended. */
public sealed interface BuildResult {

  /** The program can be run. */
  record Built(BuiltProgram program, RunResult run) implements BuildResult {}

  /**
   * The compiler refused it or broke a limit.
   *
   * @param message the compiler's messages, with the program's own file names
   */
  record CompileError(String message, RunResult run) implements BuildResult {}
}
