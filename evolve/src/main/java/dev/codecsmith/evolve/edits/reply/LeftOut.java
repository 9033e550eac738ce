package dev.codecsmith.evolve.edits.reply;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Comments that stand for code a model did not write out, such as {@code // ... existing code ...}.
 * Applied as they are they would delete that code.
 */
final class LeftOut {
  private static final Pattern DOTS =
      Pattern.compile(
          "^\\s*(?://+|#+|/\\*+|--|<!--)\\s*[\\[(<]?\\s*(?:\\.{3}|…).*"
              + "\\b(?:existing|unchanged|rest|remaining|remains?|same|before|omitted|previous|"
              + "other|keep|code|here)\\b.*$",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern WORDS =
      Pattern.compile(
          "^\\s*(?://+|#+|/\\*+|--|<!--)\\s*[\\[(<]?\\s*(?:the )?"
              + "(?:rest|remainder|remaining|other|existing)\\b.*"
              + "\\b(?:unchanged|omitted|as before|same as before|stays? the same)\\b.*$",
          Pattern.CASE_INSENSITIVE);

  private LeftOut() {}

  /** The first such line's index in {@code text}, unless {@code known} has the same line. */
  static OptionalInt find(List<String> text, Set<String> known) {
    for (int i = 0; i < text.size(); i++) {
      String line = text.get(i);
      if (line.length() < 300
          && (DOTS.matcher(line).matches() || WORDS.matcher(line).matches())
          && !known.contains(line)) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }
}
