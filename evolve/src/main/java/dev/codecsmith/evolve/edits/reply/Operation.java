package dev.codecsmith.evolve.edits.reply;

import java.util.List;
import java.util.Optional;

/** One thing that a reply asks for, in the order in which it asks. */
public sealed interface Operation {

  /** The line of the reply where it begins, from 1. */
  int line();

  /** A file's whole text; without a path where the reply gave none. */
  record WholeFile(Optional<String> path, List<String> text, int line) implements Operation {
    public String content() {
      return text.isEmpty() ? "" : String.join("\n", text) + "\n";
    }
  }

  /**
   * Lines to be found exactly once, and lines to stand in their place.
   *
   * @param number which block of the reply it is, from 1
   * @param indent white space before the SEARCH marker
   */
  record Replacement(
      Optional<String> path,
      List<String> search,
      List<String> replace,
      int number,
      String indent,
      int line)
      implements Operation {}

  /** A file to be removed. */
  record Deletion(String path, int line) implements Operation {}

  /** {@code ENTRY: …}: what is started. */
  record Entry(String entry, int line) implements Operation {}

  /** {@code LANGUAGE: …}. */
  record Language(String language, int line) implements Operation {}
}
