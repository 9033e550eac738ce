package dev.codecsmith.sandbox.toolchain;

import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.Limits;
import dev.codecsmith.sandbox.SandboxCommand;
import dev.codecsmith.sandbox.program.Program;
import java.nio.file.Path;

/** Builds the programs of one language and says how their two halves are started. */
public interface Toolchain {

  /** The language's name, such as {@code java}. */
  String language();

  /** What does the work, for people: a compiler's or an interpreter's version. */
  default String version() {
    return language();
  }

  /**
   * Builds in a sandbox.
   *
   * @param program the sources
   * @param directory an empty folder that receives what the built program needs
   */
  BuildResult build(Program program, Path directory)
      throws InfrastructureException, InterruptedException;

  /** The command that encodes {@code source} (a Y4M file on the host) at {@code quality}. */
  SandboxCommand encode(BuiltProgram program, Path source, int quality, Limits limits);

  /** The command that decodes {@code bitstream} (a file on the host); it sees nothing else. */
  SandboxCommand decode(BuiltProgram program, Path bitstream, Limits limits);
}
