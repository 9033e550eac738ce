package dev.codecsmith.evolve.edits.reply;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The places where models write a file's path: headings, fence tags, first-line comments. */
final class PathLine {
  private static final Pattern LIST_OR_HEADING = Pattern.compile("^(?:#{1,6}|[-*+>]|\\d+[.)])\\s+");
  private static final Pattern LABEL =
      Pattern.compile(
          "^(?:new |modified |updated |changed |edited )?"
              + "(?:file ?name|file ?path|file|path|create|edit|modify|update|in)\\s*(?::\\s*|\\s+)",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern REMARK = Pattern.compile("\\s*\\([^()]*\\)$");
  private static final Pattern EXPLICIT = Pattern.compile("^FILE(?:NAME|PATH)?\\s*:\\s*(.*)$");
  private static final Pattern PATH =
      Pattern.compile(
          "[^\\s<>\"'`|*?,;(){}=]*[^\\s<>\"'`|*?,;(){}=.:/]\\.[A-Za-z][A-Za-z0-9+]{0,9}");
  private static final Pattern COMMENT =
      Pattern.compile("^\\s*(?://+|#+|--|;+|/\\*+|<!--)\\s*(.*?)\\s*(?:\\*+/|-->)?\\s*$");
  private static final Pattern ATTRIBUTE =
      Pattern.compile("(?:path|file|filename|name|title|src)\\s*=\\s*[\"']?([^\\s\"'>]+)[\"']?");

  private PathLine() {}

  /** The path of a {@code FILE: …} line, whatever it may be. */
  static Optional<String> explicit(String line) {
    Matcher m = EXPLICIT.matcher(plain(line.length() > 300 ? line.substring(0, 300) : line));
    return m.matches() ? Optional.of(withoutRemark(m.group(1).strip())) : Optional.empty();
  }

  /** The path of a line that is nothing but a path, with a label or mark-up at most. */
  static Optional<String> heading(String line) {
    if (line.length() > 300) {
      return Optional.empty();
    }
    String s = withoutRemark(plain(line));
    s = LABEL.matcher(s).replaceFirst("");
    if (s.endsWith(":")) {
      s = s.substring(0, s.length() - 1);
    }
    return asPath(withoutRemark(s.strip()));
  }

  /**
   * The path in what follows a fence's back-ticks, as {@code java:A.java} or {@code path=A.java}.
   */
  static Optional<String> inFenceTag(String info) {
    Optional<String> attribute = attribute(info);
    if (attribute.isPresent()) {
      return attribute;
    }
    for (String word : info.strip().split("\\s+", -1)) {
      Optional<String> whole = asPath(word.substring(word.indexOf(':') + 1));
      if (whole.isPresent()) {
        return whole;
      }
    }
    return Optional.empty();
  }

  static Optional<String> attribute(String text) {
    Matcher m = ATTRIBUTE.matcher(text);
    return m.find() ? Optional.of(m.group(1)) : Optional.empty();
  }

  /** The path in a comment that says nothing else. */
  static Optional<String> inComment(String line) {
    Matcher m = line.length() > 300 ? null : COMMENT.matcher(line);
    return m != null && m.matches() ? heading(m.group(1)) : Optional.empty();
  }

  /** The line without list marks, emphasis and back-ticks. */
  static String plain(String line) {
    String s = LIST_OR_HEADING.matcher(line.strip()).replaceFirst("");
    return s.replace("**", "").replace("`", "").strip();
  }

  private static String withoutRemark(String s) {
    return REMARK.matcher(s).replaceFirst("").strip();
  }

  private static Optional<String> asPath(String s) {
    return PATH.matcher(s).matches() ? Optional.of(s) : Optional.empty();
  }
}
