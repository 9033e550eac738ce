package dev.codecsmith.evolve.edits.normal;

/**
 * Normalises Java, C, C++, Rust and their kin. Strings, characters, text blocks and raw strings
 * stay as they are; a preprocessor line keeps its end and its single spaces, since both count
 * there.
 */
final class BraceNormaliser {
  private final String s;
  private final boolean rust;
  private final TokenWriter out = new TokenWriter();
  private int i;

  BraceNormaliser(String s, boolean rust) {
    this.s = s;
    this.rust = rust;
  }

  String run() {
    boolean lineStart = true;
    while (i < s.length()) {
      char c = s.charAt(i);
      if (c == '\n') {
        out.space();
        lineStart = true;
        i++;
      } else if (Character.isWhitespace(c)) {
        out.space();
        i++;
      } else if (c == '#' && lineStart && !rust) {
        directive();
      } else if (s.startsWith("//", i)) {
        i = lineEnd(i);
        out.space();
      } else if (s.startsWith("/*", i)) {
        skipBlockComment();
        out.space();
      } else {
        lineStart = false;
        token(c);
      }
    }
    return out.text();
  }

  private void token(char c) {
    int end = literalEnd(c);
    if (end > i) {
      out.literal(s.substring(i, end));
      i = end;
    } else {
      out.character(c);
      i++;
    }
  }

  /** The end of the literal that begins here; {@link #i} if none does. */
  private int literalEnd(char c) {
    if (s.startsWith("\"\"\"", i)) {
      return endOf("\"\"\"", i + 3, true);
    }
    if (c == '"') {
      return rawStringStart() >= 0 ? rawStringEnd() : quoteEnd('"', !rust);
    }
    if (c == '\'') {
      return rust && !rustCharacter() ? i : quoteEnd('\'', true);
    }
    return i;
  }

  /**
   * Where the prefix of a raw string (R, r, r#) that ends at this quote begins; -1 if none does.
   */
  private int rawStringStart() {
    int k = i - 1;
    while (rust && k >= 0 && s.charAt(k) == '#') {
      k--;
    }
    char prefix = rust ? 'r' : 'R';
    return k >= 0 && s.charAt(k) == prefix ? k : -1;
  }

  private int rawStringEnd() {
    if (rust) {
      return endOf("\"" + "#".repeat(i - 1 - rawStringStart()), i + 1, false);
    }
    int open = s.indexOf('(', i);
    return open < 0 || open - i > 17
        ? quoteEnd('"', true)
        : endOf(")" + s.substring(i + 1, open) + "\"", open + 1, false);
  }

  /** Whether a quote in Rust begins a character and not a lifetime. */
  private boolean rustCharacter() {
    return (i + 1 < s.length() && s.charAt(i + 1) == '\\')
        || (i + 2 < s.length() && s.charAt(i + 2) == '\'')
        || (i + 3 < s.length()
            && Character.isHighSurrogate(s.charAt(i + 1))
            && s.charAt(i + 3) == '\'');
  }

  private int quoteEnd(char quote, boolean endsAtLine) {
    int k = i + 1;
    while (k < s.length() && s.charAt(k) != quote && !(endsAtLine && s.charAt(k) == '\n')) {
      k += s.charAt(k) == '\\' ? 2 : 1;
    }
    return Math.min(k + 1, s.length());
  }

  private int endOf(String delimiter, int from, boolean escapes) {
    int k = from;
    while (k < s.length() && !s.startsWith(delimiter, k)) {
      k += escapes && s.charAt(k) == '\\' ? 2 : 1;
    }
    return Math.min(k + delimiter.length(), s.length());
  }

  private void skipBlockComment() {
    int depth = 1;
    i += 2;
    while (i < s.length() && depth > 0) {
      if (s.startsWith("*/", i)) {
        depth--;
        i += 2;
      } else if (rust && s.startsWith("/*", i)) {
        depth++;
        i += 2;
      } else {
        i++;
      }
    }
  }

  private void directive() {
    out.newLine();
    StringBuilder line = new StringBuilder();
    boolean more = true;
    while (more && i < s.length()) {
      int end = lineEnd(i);
      String part = s.substring(i, end);
      more = part.endsWith("\\");
      line.append(more ? part.substring(0, part.length() - 1) : part).append(' ');
      i = Math.min(end + 1, s.length());
    }
    String text = line.toString();
    int comment = text.indexOf("//");
    boolean plain = comment > 0 && text.indexOf('"') < 0 && !text.contains("/*");
    out.literal((plain ? text.substring(0, comment) : text).strip().replaceAll("\\s+", " "));
    out.newLine();
  }

  private int lineEnd(int from) {
    int end = s.indexOf('\n', from);
    return end < 0 ? s.length() : end;
  }
}
