package dev.codecsmith.sandbox.toolchain;

import dev.codecsmith.sandbox.RunResult;
import dev.codecsmith.sandbox.program.Program;

/** How a build ended. */
public sealed interface BuildResult {

  /**
   * What was built, named as {@link Program#sha256()} names a program, but by the bytes that went
   * into the build; of a program that was refused unbuilt, by those that were looked at.
   */
  String programSha256();

  /** The program can be run. */
  record Built(BuiltProgram program, RunResult run) implements BuildResult {
    @Override
    public String programSha256() {
      return program.programSha256();
    }
  }

  /**
   * The compiler refused it or broke a limit.
   *
   * @param message the compiler's messages, with the program's own file names
   * @param programSha256 see {@link BuildResult#programSha256()}
   */
  record CompileError(String message, RunResult run, String programSha256) implements BuildResult {}
}
