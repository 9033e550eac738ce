package dev.codecsmith.evolve.edits.reply;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The lines that delimit things in a reply, each in the forms in which models write them. */
public final class Markers {
  private static final Pattern SEARCH =
      Pattern.compile("^(\\s*)<{5,9} ?(?:SEARCH|ORIGINAL)\\b:?\\s*(\\S*)\\s*$");
  private static final Pattern DIVIDER = Pattern.compile("^\\s*={5,9}\\s*$");
  private static final Pattern REPLACE =
      Pattern.compile("^\\s*>{5,9} ?(?:REPLACE|UPDATED)\\b\\s*$");
  private static final Pattern STRAY =
      Pattern.compile("^\\s*(?:<{7} |>{7} |<{5,9} ?[A-Z]+\\s*$|>{5,9} ?[A-Z]+\\s*$).*");
  private static final Pattern FENCE = Pattern.compile("^(\\s*+)(`{3,}+|~{3,}+)([^`]*+)$");
  private static final Pattern FILE_TAG =
      Pattern.compile("^\\s*<file\\s([^>]*)>\\s*$", Pattern.CASE_INSENSITIVE);
  private static final Pattern FILE_TAG_END =
      Pattern.compile("^\\s*</file>\\s*$", Pattern.CASE_INSENSITIVE);
  private static final Pattern DELETION =
      Pattern.compile("^(?:\\*{3} )?(?:DELETE|Delete|REMOVE)(?: FILE| File)?\\s*:\\s*(\\S.*)$");
  private static final Pattern DECLARATION =
      Pattern.compile("^(ENTRY|LANGUAGE|IDEAS?|NAME)\\s*:\\s*(\\S.*)$");
  private static final Pattern FOREIGN =
      Pattern.compile("^(?:@@ .*@@.*|\\*{3} (?:Begin|End) Patch.*|\\*{3} Update File:.*)$");

  private Markers() {}

  /** Where a search/replace block begins. */
  record SearchLine(String indent, Optional<String> path) {}

  /** A fence that opens a block: its indentation, its back-ticks or tildes, what follows them. */
  record Fence(String indent, String ticks, String info) {

    /** Whether the line closes this fence: the same character, as many, nothing else. */
    boolean closedBy(String line) {
      String s = line.strip();
      return s.length() >= ticks.length()
          && s.chars().allMatch(c -> c == ticks.charAt(0))
          && indentOf(line) <= indent.length() + 3;
    }
  }

  /** {@code ENTRY: …} and its like. */
  record Declaration(String word, String value) {}

  static Optional<SearchLine> search(String line) {
    if (!line.contains("<<<<<") || line.length() > 400) {
      return Optional.empty();
    }
    Matcher m = SEARCH.matcher(InvisibleCharacters.trimmed(line));
    return m.matches()
        ? Optional.of(
            new SearchLine(
                m.group(1), Optional.of(m.group(2).replace("`", "")).filter(s -> !s.isEmpty())))
        : Optional.empty();
  }

  static boolean divider(String line) {
    return line.length() < 200 && DIVIDER.matcher(InvisibleCharacters.trimmed(line)).matches();
  }

  static boolean replace(String line) {
    return line.length() < 200 && REPLACE.matcher(InvisibleCharacters.trimmed(line)).matches();
  }

  /** A line that can only be part of an edit and stands where none is. */
  static boolean stray(String line) {
    return (line.contains("<<<<<") || line.contains(">>>>>")) && STRAY.matcher(line).matches();
  }

  /** A line of an edit format that is not read here. */
  static boolean foreign(String line) {
    return FOREIGN.matcher(line.strip()).matches();
  }

  public static Optional<Fence> fence(String line) {
    Matcher m = FENCE.matcher(line);
    return m.matches()
        ? Optional.of(new Fence(m.group(1), m.group(2), shortened(m.group(3).strip())))
        : Optional.empty();
  }

  public static Optional<String> fileTag(String line) {
    Matcher m = FILE_TAG.matcher(line);
    return m.matches() ? Optional.of(PathLine.attribute(m.group(1)).orElse("")) : Optional.empty();
  }

  static boolean fileTagEnd(String line) {
    return FILE_TAG_END.matcher(line).matches();
  }

  static Optional<String> deletion(String line) {
    Matcher m = DELETION.matcher(shortened(PathLine.plain(line)));
    return m.matches() ? Optional.of(m.group(1).strip()) : Optional.empty();
  }

  static Optional<Declaration> declaration(String line) {
    Matcher m = DECLARATION.matcher(shortened(PathLine.plain(line)));
    return m.matches()
        ? Optional.of(new Declaration(m.group(1), m.group(2).strip()))
        : Optional.empty();
  }

  /** The lines inside a fence that is all there is, blank lines aside; else the lines. */
  static List<String> withoutFence(List<String> text) {
    int first = 0;
    int last = text.size();
    while (first < last && text.get(first).isBlank()) {
      first++;
    }
    while (last > first && text.get(last - 1).isBlank()) {
      last--;
    }
    if (last - first < 2) {
      return text;
    }
    Optional<Markers.Fence> fence = fence(text.get(first));
    return fence.isPresent() && fence.get().closedBy(text.get(last - 1))
        ? text.subList(first + 1, last - 1)
        : text;
  }

  static int indentOf(String line) {
    int i = 0;
    while (i < line.length() && Character.isWhitespace(line.charAt(i))) {
      i++;
    }
    return i;
  }

  private static String shortened(String s) {
    return s.length() > 400 ? s.substring(0, 400) : s;
  }
}
