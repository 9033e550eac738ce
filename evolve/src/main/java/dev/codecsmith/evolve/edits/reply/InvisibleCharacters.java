package dev.codecsmith.evolve.edits.reply;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Characters that do not show or look like a plain space: no-break and other spaces, tabs,
 * zero-width characters, marks of direction, variation selectors. Two lines that look alike and are
 * not equal mostly differ in these.
 */
public final class InvisibleCharacters {
  private InvisibleCharacters() {}

  /** Whether a character takes no ink. */
  static boolean isInvisible(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.CONTROL,
          Character.FORMAT ->
          true;
      // Joiners, fillers, variation selectors and the Braille blank are letters or marks by type.
      default ->
          codePoint == 0x034F
              || codePoint == 0x115F
              || codePoint == 0x1160
              || codePoint == 0x2800
              || codePoint == 0x3164
              || codePoint == 0xFFA0
              || (codePoint >= 0xFE00 && codePoint <= 0xFE0F)
              || (codePoint >= 0xE0100 && codePoint <= 0xE01EF);
    };
  }

  /** What of a line shows. */
  public static String visible(String line) {
    StringBuilder out = new StringBuilder(line.length());
    line.codePoints().filter(c -> !isInvisible(c)).forEach(out::appendCodePoint);
    return out.toString();
  }

  /** The line without invisible characters around it, spaces and tabs at its beginning excepted. */
  static String trimmed(String line) {
    int begin = 0;
    int end = line.length();
    while (begin < end && isZeroWidth(line.charAt(begin))) {
      begin++;
    }
    while (end > begin && isInvisible(line.charAt(end - 1))) {
      end--;
    }
    return line.substring(begin, end);
  }

  private static boolean isZeroWidth(char c) {
    return c > '~' && Character.getType(c) == Character.FORMAT;
  }

  /** The text with every invisible character but the plain space written out. */
  public static String escaped(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> {
          if (c == '\t') {
            out.append("\\t");
          } else if (c != ' ' && isInvisible(c)) {
            out.append("\\u{").append(Integer.toHexString(c).toUpperCase(Locale.ROOT)).append('}');
          } else {
            out.appendCodePoint(c);
          }
        });
    return out.toString();
  }

  /** The first invisible character in a text that is no plain space, and its column. */
  public static Optional<String> first(String text) {
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int c = text.codePointAt(i);
      if (c != ' ' && isInvisible(c)) {
        return Optional.of("%s at column %d".formatted(name(c), i + 1));
      }
    }
    return Optional.empty();
  }

  /**
   * In which characters two lines differ that look alike or nearly so; empty if they differ in
   * plain letters.
   *
   * @return such as {@code column 5: SEARCH has NO-BREAK SPACE (U+00A0), the file has SPACE
   *     (U+0020)}
   */
  public static Optional<String> difference(String wanted, String found) {
    int at = 0;
    while (at < wanted.length() && at < found.length() && wanted.charAt(at) == found.charAt(at)) {
      at++;
    }
    boolean alike = visible(wanted).equals(visible(found));
    String theirs = runAt(wanted, at, alike);
    String ours = runAt(found, at, alike);
    boolean foreign = isForeign(wanted, at) || isForeign(found, at);
    return (alike || foreign) && !wanted.equals(found)
        ? Optional.of("column %d: SEARCH has %s, the file has %s".formatted(at + 1, theirs, ours))
        : Optional.empty();
  }

  /** Whether a character that no keyboard types stands there, such as a curled quotation mark. */
  private static boolean isForeign(String line, int at) {
    return at < line.length() && line.codePointAt(at) > '~';
  }

  /** The equal invisible characters from a column on, or the one visible character there. */
  private static String runAt(String line, int at, boolean invisibleOnly) {
    if (at >= line.length()) {
      return invisibleOnly ? "nothing" : "the end of the line";
    }
    int c = line.codePointAt(at);
    if (invisibleOnly && !isInvisible(c)) {
      return "nothing";
    }
    int run = at;
    int count = 0;
    while (run < line.length() && line.codePointAt(run) == c) {
      run += Character.charCount(c);
      count++;
    }
    return isInvisible(c) && count > 1 ? count + " × " + name(c) : name(c);
  }

  private static String name(int codePoint) {
    String name = codePoint == '\t' ? "TAB" : String.valueOf(Character.getName(codePoint));
    return "%s (U+%04X)".formatted(name, codePoint);
  }

  /** All lines, of as many as both have, that look alike and are not equal; at most so many. */
  public static List<String> differences(
      List<String> search, List<String> file, int start, int count, int most) {
    List<String> out = new ArrayList<>();
    for (int j = 0; j < count && start + j < file.size() && out.size() < most; j++) {
      String wanted = search.get(j);
      String found = file.get(start + j);
      if (visible(wanted).equals(visible(found))) {
        int number = j;
        difference(wanted, found)
            .ifPresent(difference ->
                out.add(
                    "SEARCH line %d, file line %d, %s"
                        .formatted(number + 1, start + number + 1, difference)));
      }
    }
    return out;
  }
}
