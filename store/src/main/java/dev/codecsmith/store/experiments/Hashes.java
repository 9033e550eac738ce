package dev.codecsmith.store.experiments;

import java.util.ArrayList;
import java.util.List;

/** Finds SHA-256 names in text, whatever the text's form. */
public final class Hashes {
  private static final int LENGTH = 64;

  private Hashes() {}

  /** Every run of exactly 64 lower-case hex digits, as often as it comes. */
  public static List<String> in(String text) {
    List<String> hashes = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || !isHex(text.charAt(i))) {
        if (i - start == LENGTH) {
          hashes.add(text.substring(start, i));
        }
        start = i + 1;
      }
    }
    return hashes;
  }

  private static boolean isHex(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  }
}
