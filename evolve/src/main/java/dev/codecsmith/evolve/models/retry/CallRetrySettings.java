package dev.codecsmith.evolve.models.retry;

import dev.codecsmith.evolve.random.Seeds;
import java.time.Duration;
import java.util.Optional;

/**
 * How patiently a call is tried again. The n-th pause is drawn from the upper half of {@code
 * firstWait · 2^(n-1)}, at most {@code longestWait}; a server's Retry-After is waited out in full
 * with the same draw on top, so that parallel calls do not come back all at once.
 *
 * @param firstWait the first pause before jitter
 * @param longestWait the longest pause before jitter
 * @param deadline no attempt begins later than this after the call began
 * @param unreachableDeadline the same while the server has never been connected to; shorter,
 *     because a mistyped address is likelier than a server that comes back
 * @param malformedAttempts how many attempts may end in a malformed reply; each may be paid for
 */
public record CallRetrySettings(
    Duration firstWait,
    Duration longestWait,
    Duration deadline,
    Duration unreachableDeadline,
    int malformedAttempts) {

  public CallRetrySettings {
    if (!firstWait.isPositive() || longestWait.compareTo(firstWait) < 0) {
      throw new IllegalArgumentException(
          "pauses must be positive and grow: " + firstWait + " to " + longestWait);
    }
    if (malformedAttempts < 1) {
      throw new IllegalArgumentException("malformedAttempts must be at least 1");
    }
  }

  public static CallRetrySettings defaults() {
    return new CallRetrySettings(
        Duration.ofSeconds(1),
        Duration.ofSeconds(60),
        Duration.ofMinutes(30),
        Duration.ofMinutes(1),
        3);
  }

  /**
   * The pause after a failed attempt: the same for the same call and number, in whatever order
   * calls are made.
   *
   * @param callHash tells calls apart
   * @param attempt number of the attempt that failed, from 1
   * @param retryAfter what the server asked for
   */
  Duration pause(String callHash, int attempt, Optional<Duration> retryAfter) {
    long doubled = firstWait.toNanos() << Math.min(attempt - 1, 20);
    long whole = doubled <= 0 ? longestWait.toNanos() : Math.min(doubled, longestWait.toNanos());
    long call = callHash.hashCode() * 31L + attempt;
    long drawn = whole / 2 + Seeds.ofUse(0, call).nextLong(whole / 2 + 1);
    return retryAfter.orElse(Duration.ZERO).plusNanos(drawn);
  }
}
