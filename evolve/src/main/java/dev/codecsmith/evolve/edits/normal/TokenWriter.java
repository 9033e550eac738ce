package dev.codecsmith.evolve.edits.normal;

/** Writes tokens with a single space only where leaving it out might join two of them. */
final class TokenWriter {
  private static final String JOINING = "+-<>=&|!*/%^:.?@#~$'\"";

  private final StringBuilder out = new StringBuilder();
  private boolean space;

  /** Notes white space or a comment before the next token. */
  void space() {
    space = true;
  }

  void newLine() {
    if (!out.isEmpty() && last() != '\n') {
      out.append('\n');
    }
    space = false;
  }

  /** Writes text as it is, such as a string with its quotes. */
  void literal(String text) {
    if (!text.isEmpty()) {
      separate(text.charAt(0));
    }
    out.append(text);
  }

  void character(char c) {
    separate(c);
    out.append(c);
  }

  String text() {
    return out.toString();
  }

  private void separate(char next) {
    if (space && !out.isEmpty() && needed(last(), next)) {
      out.append(' ');
    }
    space = false;
  }

  private char last() {
    return out.charAt(out.length() - 1);
  }

  private static boolean needed(char left, char right) {
    if (left == '\n') {
      return false;
    }
    boolean leftWord = word(left);
    boolean rightWord = word(right);
    if (leftWord && rightWord) {
      return true;
    }
    boolean digitDot =
        (left == '.' && Character.isDigit(right)) || (Character.isDigit(left) && right == '.');
    boolean prefix = leftWord && (right == '"' || right == '\'');
    return digitDot || prefix || (JOINING.indexOf(left) >= 0 && JOINING.indexOf(right) >= 0);
  }

  private static boolean word(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c > 127;
  }
}
