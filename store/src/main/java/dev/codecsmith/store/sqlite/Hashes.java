package dev.codecsmith.store.sqlite;

import java.util.Set;

/** Finds SHA-256 names in text, whatever the text's form. */
final class Hashes {
  private static final int LENGTH = 64;

  private Hashes() {}

  /** Adds every run of exactly 64 lower-case hex digits. */
  static void collect(String text, Set<String> hashes) {
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || !isHex(text.charAt(i))) {
        if (i - start == LENGTH) {
          hashes.add(text.substring(start, i));
        }
        start = i + 1;
      }
    }
  }

  private static boolean isHex(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  }
}
