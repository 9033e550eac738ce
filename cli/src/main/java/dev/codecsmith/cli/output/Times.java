package dev.codecsmith.cli.output;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times as people write them. */
public final class Times {
  private static final Pattern PARTS =
      Pattern.compile("(?:(\\d{1,6})d)?(?:(\\d{1,6})h)?(?:(\\d{1,6})m)?(?:(\\d{1,9})s)?");

  private Times() {}

  /**
   * Reads {@code 45s}, {@code 90m}, {@code 8h}, {@code 1h30m}, {@code 2d}; {@code 0} is no time.
   *
   * @param what the option or key, for the message
   * @throws IllegalArgumentException with a sentence
   */
  public static Duration parse(String what, String text) {
    String plain = text.replace(" ", "");
    Matcher parts = PARTS.matcher(plain);
    if (plain.equals("0")) {
      return Duration.ZERO;
    }
    if (plain.isEmpty() || !parts.matches()) {
      throw new IllegalArgumentException(
          what + " takes a time such as 45s, 90m, 8h or 1h30m, found '" + text + "'.");
    }
    return Duration.ofDays(number(parts.group(1)))
        .plusHours(number(parts.group(2)))
        .plusMinutes(number(parts.group(3)))
        .plusSeconds(number(parts.group(4)));
  }

  /** A moment for people: ISO 8601 in UTC, to the second. */
  public static String at(Instant moment) {
    return moment.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static long number(@Nullable String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }
}
