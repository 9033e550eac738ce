package dev.codecsmith.sandbox;

import java.time.Duration;

/**
 * What a run has used up to now.
 *
 * @param cpuTime user and system time of the whole tree
 * @param peakMemoryBytes the highest memory seen so far
 */
public record RunUsage(Duration cpuTime, long peakMemoryBytes) {
  /** Of a run that cannot tell before its end. */
  public static final RunUsage UNKNOWN = new RunUsage(Duration.ZERO, 0);
}
