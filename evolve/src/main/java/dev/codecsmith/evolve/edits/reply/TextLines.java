package dev.codecsmith.evolve.edits.reply;

import java.util.List;

/** Text as lines, whatever ends them. */
public final class TextLines {
  private TextLines() {}

  /** The lines without their ends; a line end at the text's end begins no further line. */
  public static List<String> of(String text) {
    if (text.isEmpty()) {
      return List.of();
    }
    String plain = text.replace("\r\n", "\n").replace('\r', '\n');
    if (plain.endsWith("\n")) {
      plain = plain.substring(0, plain.length() - 1);
    }
    return List.of(plain.split("\n", -1));
  }

  /** How the text's lines end: by far most often {@code \n}. */
  public static String lineEnd(String text) {
    int first = text.indexOf('\n');
    return first > 0 && text.charAt(first - 1) == '\r' ? "\r\n" : "\n";
  }

  public static boolean endsWithLineEnd(String text) {
    return text.endsWith("\n") || text.endsWith("\r");
  }
}
