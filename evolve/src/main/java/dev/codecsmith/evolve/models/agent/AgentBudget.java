package dev.codecsmith.evolve.models.agent;

import java.time.Duration;
import java.util.function.Supplier;

/** What an agent has left for one question: time until it is stopped, and CPU time. */
final class AgentBudget {
  private final AgentSettings settings;
  private final Supplier<Duration> passed;
  private double usedSeconds;

  /**
   * @param passed how long the agent has been at work
   */
  AgentBudget(AgentSettings settings, Supplier<Duration> passed) {
    this.settings = settings;
    this.passed = passed;
  }

  synchronized boolean isUsedUp() {
    return usedSeconds >= settings.cpuTime().toMillis() / 1e3;
  }

  synchronized void used(double cpuSeconds) {
    usedSeconds += cpuSeconds;
  }

  /** What is left, in a sentence. */
  synchronized String left() {
    Duration time = settings.deadline().minus(passed.get());
    Duration cpu = settings.cpuTime().minusMillis(Math.round(1e3 * usedSeconds));
    return "Left: %s of %s until you are stopped, and %s of %s of CPU time for evaluations."
        .formatted(text(time), text(settings.deadline()), text(cpu), text(settings.cpuTime()));
  }

  /** Such as {@code 12 min 5 s}; nothing below none. */
  static String text(Duration time) {
    long seconds = Math.max(0, time.toSeconds());
    if (seconds < 60) {
      return seconds + " s";
    }
    return seconds % 60 == 0 ? seconds / 60 + " min" : seconds / 60 + " min " + seconds % 60 + " s";
  }
}
