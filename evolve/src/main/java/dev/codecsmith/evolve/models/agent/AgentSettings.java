package dev.codecsmith.evolve.models.agent;

import java.time.Duration;

/**
 * How an agent is run.
 *
 * @param name what it is called
 * @param command its command line, as a shell takes it
 * @param cpuTime how much CPU time all its evaluations for one question may take; the one that
 *     exceeds it is finished
 * @param deadline after this long it is stopped, and what it has left by then counts
 */
public record AgentSettings(String name, String command, Duration cpuTime, Duration deadline) {
  public AgentSettings {
    if (cpuTime.isNegative() || deadline.isNegative() || deadline.isZero()) {
      throw new IllegalArgumentException(
          "An agent needs time, and no less than no CPU time; found %s of it in %s."
              .formatted(cpuTime, deadline));
    }
  }
}
