package dev.codecsmith.sandbox;

import java.time.Duration;
import java.util.Optional;

/**
 * How a run ended. Where several things went wrong the first of this order is told: stopped, too
 * much output, out of time, out of memory, forbidden, crashed.
 */
public sealed interface RunOutcome {

  /** Exit code 0. */
  record Finished() implements RunOutcome {}

  /**
   * Another exit code, or a signal such as {@code SIGSEGV}.
   *
   * @param exitCode 128 plus its number where a signal ended it
   */
  record Crashed(int exitCode, Optional<String> signal) implements RunOutcome {}

  /** The CPU-time or the wall-time limit was reached. */
  record OutOfTime(Clock clock, Duration limit) implements RunOutcome {
    /** Which clock ran out. */
    public enum Clock {
      CPU,
      WALL
    }
  }

  /** The memory limit was reached. */
  record OutOfMemory(long limitBytes) implements RunOutcome {}

  /** More bytes on standard output than allowed. */
  record TooMuchOutput(long limitBytes) implements RunOutcome {}

  /**
   * The program tried what the sandbox denies, where that can be known.
   *
   * @param what a clause such as {@code a system call that no codec needs}
   */
  record Forbidden(String what) implements RunOutcome {}

  /** The harness stopped it, by {@link SandboxRun#stop()}. */
  record Stopped() implements RunOutcome {}

  /** The outcome in one sentence, for the person or the model that has to repair the program. */
  default String sentence() {
    return OutcomeWords.sentence(this);
  }
}
