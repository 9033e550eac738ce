package dev.codecsmith.sandbox;

import java.time.Duration;
import java.util.List;

/**
 * What the kernel says of a finished run.
 *
 * @param outcome how it ended
 * @param cpuTime user and system time of the whole tree
 * @param wallTime from start to end
 * @param peakMemoryBytes the highest resident memory of the tree
 * @param standardError its last 64 KiB
 * @param limits the limits asked for
 * @param enforcedBy what held them, such as {@code cgroup v1: memory} or {@code rlimit: cpu}
 */
public record RunResult(
    RunOutcome outcome,
    Duration cpuTime,
    Duration wallTime,
    long peakMemoryBytes,
    String standardError,
    Limits limits,
    List<String> enforcedBy) {
  public RunResult {
    enforcedBy = List.copyOf(enforcedBy);
  }

  /**
   * The limits in force and what held them, in words for the person or the model that has to repair
   * the program.
   */
  public String limitsInForce() {
    return OutcomeWords.limits(limits, enforcedBy);
  }

  /** The result of a program that was refused before anything ran. */
  public static RunResult refused(String why, Limits limits) {
    return new RunResult(
        new RunOutcome.Forbidden(why), Duration.ZERO, Duration.ZERO, 0, why, limits, List.of());
  }
}
