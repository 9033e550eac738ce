package dev.codecsmith.evolve.models.agent;

import java.time.Duration;

/**
 * How an agent is run.
 *
 * @param name what it is called
 * @param command its command line, as a shell takes it
 * @param evaluations how many evaluations it may have for one question
 * @param deadline after this long it is stopped, and what it has left by then counts
 */
public record AgentSettings(String name, String command, int evaluations, Duration deadline) {
  public AgentSettings {
    if (evaluations < 0 || deadline.isNegative() || deadline.isZero()) {
      throw new IllegalArgumentException(
          "An agent needs time, and 0 or more evaluations; found %d in %s."
              .formatted(evaluations, deadline));
    }
  }
}
