package dev.codecsmith.service.alerts.watch;

import java.time.Duration;

/**
 * How long is waited for channels.
 *
 * @param answer for one attempt
 * @param firstPause after the first attempt that failed; each further pause is twice as long
 * @param longestPause between two attempts
 * @param total for an alert to arrive; then it is given up
 * @param atTheEnd for those on their way when the process ends
 */
record Patience(
    Duration answer,
    Duration firstPause,
    Duration longestPause,
    Duration total,
    Duration atTheEnd) {

  static final Patience STANDARD =
      new Patience(
          Duration.ofSeconds(30),
          Duration.ofSeconds(2),
          Duration.ofMinutes(5),
          Duration.ofHours(6),
          Duration.ofSeconds(5));
}
