package dev.codecsmith.cli.options;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as people write them. */
final class ByteSize {
  private static final Pattern FORM = Pattern.compile("(\\d{1,9})([KMGT])");
  private static final String UNITS = "KMGT";

  private ByteSize() {}

  /**
   * The bytes of a text such as {@code 20G}; the letter counts in steps of 1024.
   *
   * @throws IllegalArgumentException with a sentence if it is none
   */
  static long parse(String option, String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          option + " must be a size such as 500M or 20G, found '" + text + "'.");
    }
    int steps = UNITS.indexOf(matcher.group(2)) + 1;
    return Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << (10 * steps));
  }
}
