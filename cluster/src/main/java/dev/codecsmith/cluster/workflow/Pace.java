package dev.codecsmith.cluster.workflow;

import java.time.Duration;

/**
 * How soon a lost worker is noticed, and how often a fault is tried again.
 *
 * @param silence a worker that gives no sign of life for so long has lost its step, which another
 *     does
 * @param pause before a step is tried again the first time; it doubles from time to time
 * @param attempts of a step that ends with a fault of the machine; after the last the job ends with
 *     the fault. Attempts that were lost with their worker are not counted here
 */
public record Pace(Duration silence, Duration pause, int attempts) {
  public static final Pace STANDARD = new Pace(Duration.ofSeconds(30), Duration.ofSeconds(1), 5);
}
