package dev.codecsmith.sandbox.toolchain;

import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.Limits;
import dev.codecsmith.sandbox.SandboxCommand;
import dev.codecsmith.sandbox.program.Program;
import java.nio.file.Path;
import java.util.Optional;

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

  /**
   * The same half for a run that is over in a few seconds, with less effort to make it fast; empty
   * where the language has no such choice. What it writes is the same.
   *
   * @param half what {@link #encode} or {@link #decode} gave
   */
  default Optional<ShortRun> shortRun(SandboxCommand half) {
    return Optional.empty();
  }

  /**
   * A half for a short run.
   *
   * @param command what is run
   * @param setting how it differs from the usual, for the record
   */
  record ShortRun(SandboxCommand command, String setting) {}

  /**
   * The same half, telling on standard error where its time goes; empty where the language knows no
   * such thing. Each line is {@code codecsmith-time samples=N self=N total=N method=NAME}.
   *
   * @param half what {@link #encode} or {@link #decode} gave
   */
  default Optional<SandboxCommand> profiled(SandboxCommand half) {
    return Optional.empty();
  }
}
