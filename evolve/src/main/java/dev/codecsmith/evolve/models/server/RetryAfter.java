package dev.codecsmith.evolve.models.server;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads how long a server asks to be left alone: {@code retry-after-ms}, or {@code Retry-After} in
 * seconds or as a date (RFC 9110, section 10.2.3), also as {@code 20s}, {@code 1m30s}, {@code
 * 500ms} and as a time of ISO 8601, as some servers write it. A value that is none of these is
 * ignored.
 */
final class RetryAfter {
  private static final List<DateTimeFormatter> DATES =
      List.of(
          DateTimeFormatter.RFC_1123_DATE_TIME,
          DateTimeFormatter.ISO_OFFSET_DATE_TIME,
          DateTimeFormatter.ISO_INSTANT);
  private static final String NUMBER = "(\\d{1,9}(?:\\.\\d{1,9})?)";
  private static final Pattern UNITS =
      Pattern.compile(
          Stream.of("d", "h", "m", "s", "ms")
              .map(unit -> "(?:" + NUMBER + unit + ")?")
              .collect(Collectors.joining()));

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
        .or(() -> withUnits(value))
        .or(() -> date(value).map(date -> Duration.between(now, date)));
  }

  private static Optional<Duration> withUnits(String value) {
    Matcher units = UNITS.matcher(value.strip().toLowerCase(Locale.ROOT));
    if (value.isBlank() || !units.matches()) {
      return Optional.empty();
    }
    double seconds =
        86_400 * group(units, 1)
            + 3_600 * group(units, 2)
            + 60 * group(units, 3)
            + group(units, 4)
            + group(units, 5) / 1_000;
    return Optional.of(Duration.ofNanos((long) (seconds * 1e9)));
  }

  private static double group(Matcher units, int group) {
    return Optional.ofNullable(units.group(group)).map(Double::parseDouble).orElse(0.0);
  }

  private static Optional<Double> number(String value) {
    try {
      return Optional.of(Double.parseDouble(value)).filter(Double::isFinite);
    } catch (NumberFormatException notANumber) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> date(String value) {
    for (DateTimeFormatter form : DATES) {
      try {
        return Optional.of(form.parse(value.strip(), Instant::from));
      } catch (DateTimeException another) {
        // The next form.
      }
    }
    return Optional.empty();
  }

  private static Optional<String> first(Function<String, List<String>> headers, String name) {
    return headers.apply(name).stream().findFirst();
  }
}
