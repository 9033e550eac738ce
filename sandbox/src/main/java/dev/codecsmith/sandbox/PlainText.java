package dev.codecsmith.sandbox;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Text from outside made safe to show: the one place that knows which characters do something
 * instead of showing something, and how long a text may be.
 *
 * <p>File names, manifests, compilers' messages, programs' standard error, models' replies,
 * servers' errors and stored records all come from outside. A character in them that could move a
 * terminal's cursor, change its colours, turn the direction of writing or stand unseen between
 * others is shown as its escape, such as <code>&#92;u001B</code>. The escape is that of JSON, so a
 * JSON document whose strings are treated so means what it meant.
 */
public final class PlainText {
  /** The most characters of a name: a file, a key, a word that somebody typed. */
  private static final int LONGEST_NAME = 120;

  /** The most characters of a line in a passage; longer ones are no prose and no source code. */
  private static final int LONGEST_LINE = 2_000;

  /**
   * Shown as nothing, or as a part of the character before, though Unicode counts them as letters
   * or marks: fillers, variation selectors, joiners.
   */
  private static final List<int[]> UNSEEN =
      List.of(
          new int[] {0x034F, 0x034F},
          new int[] {0x115F, 0x1160},
          new int[] {0x17B4, 0x17B5},
          new int[] {0x180B, 0x180F},
          new int[] {0x2800, 0x2800},
          new int[] {0x3164, 0x3164},
          new int[] {0xFE00, 0xFE0F},
          new int[] {0xFFA0, 0xFFA0},
          new int[] {0xE0000, 0xE0FFF});

  private static final Pattern LINE_END = Pattern.compile("\r?\n");

  private PlainText() {}

  /**
   * Whether the character does something instead of showing something; line feed and tab do not.
   */
  public static boolean isActive(int codePoint) {
    if (codePoint < 0x7F) {
      return codePoint < ' ' && codePoint != '\n' && codePoint != '\t';
    }
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> UNSEEN.stream().anyMatch(range -> range[0] <= codePoint && codePoint <= range[1]);
    };
  }

  /** The text of several lines with each active character as its escape. */
  public static String of(String text) {
    String lines = text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n");
    if (lines.codePoints().noneMatch(PlainText::isActive)) {
      return lines;
    }
    StringBuilder plain = new StringBuilder(lines.length() + 64);
    lines.codePoints().forEach(each -> append(plain, each, isActive(each)));
    return plain.toString();
  }

  /** As {@link #of} on one line: line feeds and tabs become spaces; at most so many characters. */
  public static String line(String text, int most) {
    return of(shortened(text, most).replace("\r\n", " ").replace('\n', ' ').replace('\t', ' '));
  }

  /** A name in quotes, however long and whatever is in it. */
  public static String quoted(String name) {
    StringBuilder plain = new StringBuilder("\"");
    shortened(name, LONGEST_NAME)
        .codePoints()
        .forEach(each -> append(plain, each, isActive(each) || each == '\n' || each == '\t'));
    return plain.append('"').toString();
  }

  /** As {@link #of} with no line of thousands of characters, and at most about so many in all. */
  public static String passage(String text, int most) {
    String whole =
        LINE_END
            .splitAsStream(text)
            .map(line -> shortened(line, LONGEST_LINE))
            .collect(Collectors.joining("\n", "", text.endsWith("\n") ? "\n" : ""));
    String plain = of(whole);
    if (plain.length() <= most) {
      return plain;
    }
    int half = most / 2;
    return plain.substring(0, boundary(plain, half))
        + "\n[…]\n"
        + plain.substring(boundary(plain, plain.length() - half));
  }

  /** The beginning of a text that is too long, and how long it is. */
  private static String shortened(String text, int most) {
    return text.length() <= most
        ? text
        : text.substring(0, boundary(text, most)) + "… [" + text.length() + " characters]";
  }

  /** A place at or before which a character of two code units is not cut in half. */
  private static int boundary(String text, int at) {
    return at > 0 && Character.isHighSurrogate(text.charAt(at - 1)) ? at - 1 : at;
  }

  private static void append(StringBuilder plain, int codePoint, boolean escaped) {
    if (!escaped) {
      plain.appendCodePoint(codePoint);
      return;
    }
    for (char unit : Character.toChars(codePoint)) {
      plain.append(String.format("\\u%04X", (int) unit));
    }
  }
}
