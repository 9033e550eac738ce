package dev.codecsmith.sandbox;

import java.time.Duration;
import java.util.Optional;

/** How a run ended. */
public sealed interface RunOutcome {

  /** Exit code 0. */
  record Finished() implements RunOutcome {}

  /** Another exit code, or a signal such as {@code SIGSEGV}. */
  record Crashed(int exitCode, Optional<String> signal) implements RunOutcome {}

  /** The CPU-time or the wall-time limit was reached. */
  record OutOfTime(Clock clock, Duration limit) implements RunOutcome {
    public enum Clock {
      CPU,
      WALL
    }
  }

  /** The memory limit was reached. */
  record OutOfMemory(long limitBytes) implements RunOutcome {}

  /** More bytes on standard output than allowed. */
  record TooMuchOutput(long limitBytes) implements RunOutcome {}

  /** The program tried what the sandbox denies, where that can be known. */
  record Forbidden(String what) implements RunOutcome {}

  /** The harness stopped it, by {@link SandboxRun#stop()}. */
  record Stopped() implements RunOutcome {}
}
