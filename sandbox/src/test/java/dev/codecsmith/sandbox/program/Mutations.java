package dev.codecsmith.sandbox.program;

import java.util.List;
import java.util.Random;

/** Damaged versions of a text: what is drawn follows from the random numbers alone. */
public final class Mutations {
  private static final int MOST_CHANGES = 6;
  private static final int LONGEST_SPAN = 40;
  private static final String ODD =
      "\0\t\r\n \"'\\{}[]:,;=#&*!|>%@`-+.0123456789eE\u00a0\u200b\u2028\ufeff\ud800\udc00é";

  private Mutations() {}

  /**
   * One of the texts with a few changes: spans cut out, doubled, moved or replaced by those of
   * another, characters that are odd, words that mean something to the reader, or an early end.
   *
   * @param words what means something to the reader
   */
  public static String of(List<String> texts, List<String> words, Random random) {
    StringBuilder text = new StringBuilder(pick(texts, random));
    for (int change = random.nextInt(MOST_CHANGES + 1); change > 0; change--) {
      int from = random.nextInt(text.length() + 1);
      int to = Math.min(text.length(), from + random.nextInt(LONGEST_SPAN));
      switch (random.nextInt(7)) {
        case 0 -> text.delete(from, to);
        case 1 -> text.insert(from, text.substring(from, to));
        case 2 -> text.insert(random.nextInt(text.length() + 1), text.substring(from, to));
        case 3 -> text.replace(from, to, pick(words, random));
        case 4 -> text.insert(from, ODD.charAt(random.nextInt(ODD.length())));
        case 5 -> text.replace(from, to, span(pick(texts, random), random));
        default -> {
          if (random.nextInt(4) == 0) {
            text.setLength(from);
          }
        }
      }
    }
    return text.toString();
  }

  private static String span(String text, Random random) {
    int from = random.nextInt(text.length() + 1);
    return text.substring(from, Math.min(text.length(), from + random.nextInt(LONGEST_SPAN)));
  }

  private static String pick(List<String> texts, Random random) {
    return texts.get(random.nextInt(texts.size()));
  }
}
