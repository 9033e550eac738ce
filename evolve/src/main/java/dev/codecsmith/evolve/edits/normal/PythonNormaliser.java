package dev.codecsmith.evolve.edits.normal;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Normalises Python. Lines stay lines and indentation becomes its depth, so that two spaces and
 * four are the same; inside brackets and after a backslash a line's end is white space. Strings,
 * doc strings among them, stay as they are.
 */
final class PythonNormaliser {
  private final String s;
  private final TokenWriter out = new TokenWriter();
  private final Deque<Integer> indents = new ArrayDeque<>();
  private int i;
  private int brackets;

  PythonNormaliser(String s) {
    this.s = s;
    indents.push(0);
  }

  String run() {
    boolean lineStart = true;
    while (i < s.length()) {
      if (lineStart && brackets == 0) {
        indentation();
        lineStart = false;
        continue;
      }
      char c = s.charAt(i);
      if (c == '\n') {
        lineStart = brackets == 0;
        endLine();
        i++;
      } else if (c == '#') {
        i = lineEnd();
      } else if (c == '\\' && i + 1 < s.length() && s.charAt(i + 1) == '\n') {
        out.space();
        i += 2;
      } else if (Character.isWhitespace(c)) {
        out.space();
        i++;
      } else {
        token(c);
      }
    }
    out.newLine();
    return out.text();
  }

  /** Reads a line's indentation; a line of nothing but a comment has none that counts. */
  private void indentation() {
    int column = 0;
    int k = i;
    while (k < s.length() && (s.charAt(k) == ' ' || s.charAt(k) == '\t' || s.charAt(k) == '\f')) {
      column = s.charAt(k) == '\t' ? (column / 8 + 1) * 8 : column + 1;
      k++;
    }
    i = k;
    if (k == s.length() || s.charAt(k) == '\n' || s.charAt(k) == '#') {
      return;
    }
    while (column < indents.element()) {
      indents.pop();
    }
    if (column > indents.element()) {
      indents.push(column);
    }
    out.newLine();
    out.literal("\u0001".repeat(indents.size() - 1));
  }

  private void endLine() {
    if (brackets > 0) {
      out.space();
    } else {
      out.newLine();
    }
  }

  private void token(char c) {
    int end = i;
    if (c == '"' || c == '\'') {
      String triple = String.valueOf(c).repeat(3);
      end =
          s.startsWith(triple, i)
              ? endOf(triple, i + 3, false)
              : endOf(String.valueOf(c), i + 1, true);
    }
    if (end > i) {
      out.literal(s.substring(i, end));
      i = end;
      return;
    }
    if ("([{".indexOf(c) >= 0) {
      brackets++;
    } else if (")]}".indexOf(c) >= 0) {
      brackets = Math.max(0, brackets - 1);
    }
    out.character(c);
    i++;
  }

  private int endOf(String delimiter, int from, boolean endsAtLine) {
    int k = from;
    while (k < s.length() && !s.startsWith(delimiter, k) && !(endsAtLine && s.charAt(k) == '\n')) {
      k += s.charAt(k) == '\\' ? 2 : 1;
    }
    return Math.min(k + delimiter.length(), s.length());
  }

  private int lineEnd() {
    int end = s.indexOf('\n', i);
    return end < 0 ? s.length() : end;
  }
}
