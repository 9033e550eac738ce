package dev.codecsmith.sandbox.toolchain;

import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.Limits;
import dev.codecsmith.sandbox.PlainText;
import dev.codecsmith.sandbox.RunOutcome;
import dev.codecsmith.sandbox.RunResult;
import dev.codecsmith.sandbox.run.LimitShell;
import java.io.IOException;

/** Turns the end of a compiler's run into the end of a build. */
public final class BuildJudge {
  /** As much as a run keeps of its standard error. */
  private static final int LONGEST_MESSAGE = 64 * 1024;

  /** Makes the built program once the compiler has accepted it. */
  public interface Built {
    BuiltProgram get() throws IOException;
  }

  private BuildJudge() {}

  /** A program that no compiler was asked about. */
  public static BuildResult refuse(String fault, Limits limits, String programSha256) {
    return new BuildResult.CompileError(fault, RunResult.refused(fault, limits), programSha256);
  }

  /**
   * Tells how a build ended.
   *
   * @param sourceFolder the program's folder as the compiler saw it, which its messages name
   * @param programSha256 what went into the build, see {@link BuildResult#programSha256()}
   */
  public static BuildResult judge(
      RunResult run, String sourceFolder, String programSha256, Built built)
      throws InfrastructureException {
    String said =
        PlainText.passage(run.standardError().replace(sourceFolder, ""), LONGEST_MESSAGE).strip();
    return switch (run.outcome()) {
      case RunOutcome.Finished _ -> {
        try {
          yield new BuildResult.Built(built.get(), run);
        } catch (IOException e) {
          throw new InfrastructureException(
              "The built program cannot be read: " + e.getMessage(), e);
        }
      }
      case RunOutcome.Crashed crashed
          when crashed.signal().isEmpty() && crashed.exitCode() != LimitShell.COULD_NOT_LIMIT ->
          new BuildResult.CompileError(
              said.isEmpty() ? "The compiler ended with " + crashed.exitCode() + "." : said,
              run,
              programSha256);
      case RunOutcome other ->
          new BuildResult.CompileError(
              "The compiler was stopped: "
                  + other.sentence()
                  + "\n"
                  + run.limitsInForce()
                  + (said.isEmpty() ? "" : "\n" + said),
              run,
              programSha256);
    };
  }
}
