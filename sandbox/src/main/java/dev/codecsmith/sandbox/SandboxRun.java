package dev.codecsmith.sandbox;

import java.io.InputStream;
import java.io.OutputStream;

/** One running program. */
public interface SandboxRun extends AutoCloseable {

  /** The program's standard output; it ends where the program ends or where its limit stands. */
  InputStream standardOutput();

  /**
   * The program's standard input, where {@link RunOptions#interactive} asked for one; what is
   * written to any other goes nowhere.
   */
  default OutputStream standardInput() {
    return OutputStream.nullOutputStream();
  }

  /** What the run has used up to now. */
  default RunUsage usage() {
    return RunUsage.UNKNOWN;
  }

  /** Kills the whole process tree now; {@link #await()} then says {@link RunOutcome.Stopped}. */
  void stop();

  /**
   * Waits for the end of the whole tree. May be called again and then says the same.
   *
   * @throws InfrastructureException if the machine kept us from watching the run to its end; the
   *     tree has been killed
   */
  RunResult await() throws InfrastructureException, InterruptedException;

  /** Kills what still runs and frees everything. */
  @Override
  void close();
}
