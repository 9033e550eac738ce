package dev.codecsmith.sandbox;

import java.util.regex.Pattern;

/**
 * Text from outside made safe to show: what could move a terminal's cursor, change its colours or
 * turn the direction of writing becomes a visible mark. Line feeds and tabs stay.
 */
public final class PlainText {
  private static final Pattern ACTIVE =
      Pattern.compile(
          "[\\p{Cc}\\u2028\\u2029\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069&&[^\n\t]]");
  private static final char MARK = '\uFFFD';

  private PlainText() {}

  /** The text with a mark in the place of each character that does something. */
  public static String of(String text) {
    String lines = text.replace("\r\n", "\n");
    return ACTIVE.matcher(lines).replaceAll(String.valueOf(MARK));
  }
}
