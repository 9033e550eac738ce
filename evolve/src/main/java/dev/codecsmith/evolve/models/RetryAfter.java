package dev.codecsmith.evolve.models;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads how long a server asks to be left alone: {@code retry-after-ms}, or {@code Retry-After} in
 * seconds or as a date (RFC 9110, section 10.2.3). A value that is neither is ignored.
 */
final class RetryAfter {
  private RetryAfter() {}

  static Optional<Duration> of(Function<String, List<String>> headers, Instant now) {
    return first(headers, "retry-after-ms")
        .flatMap(RetryAfter::number)
        .map(millis -> Duration.ofNanos((long) (millis * 1e6)))
        .or(() -> first(headers, "retry-after").flatMap(value -> secondsOrDate(value, now)))
        .filter(Duration::isPositive);
  }

  private static Optional<Duration> secondsOrDate(String value, Instant now) {
    return number(value)
        .map(seconds -> Duration.ofNanos((long) (seconds * 1e9)))
        .or(() -> date(value).map(date -> Duration.between(now, date)));
  }

  private static Optional<Double> number(String value) {
    try {
      return Optional.of(Double.parseDouble(value)).filter(Double::isFinite);
    } catch (NumberFormatException notANumber) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> date(String value) {
    try {
      return Optional.of(
          ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException notADate) {
      return Optional.empty();
    }
  }

  private static Optional<String> first(Function<String, List<String>> headers, String name) {
    return headers.apply(name).stream().findFirst();
  }
}
