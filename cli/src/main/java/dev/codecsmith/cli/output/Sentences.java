package dev.codecsmith.cli.output;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.Set;

/** Faults in words for a person, and texts cut to what fits. */
public final class Sentences {
  private Sentences() {}

  /** Words that may begin a message of a library, where it is no sentence of its own. */
  private static final Set<String> BEGINNINGS =
      Set.of("the", "there", "this", "a", "an", "no", "experiment", "iteration", "artifact");

  public static String of(IOException fault) {
    return sentence(words(fault));
  }

  /** With a capital letter, where it begins with a plain word, and a full stop. */
  public static String sentence(String words) {
    String first = words.split(" ", 2)[0];
    String begun =
        BEGINNINGS.contains(first)
            ? Character.toUpperCase(first.charAt(0)) + words.substring(1)
            : words;
    return begun.matches("(?s).*[.?!:]\\s*") || begun.contains("\n") ? begun : begun + ".";
  }

  private static String words(IOException fault) {
    return switch (fault) {
      case NoSuchFileException missing -> "There is no file " + missing.getFile() + ".";
      case AccessDeniedException denied -> "No permission for " + denied.getFile() + ".";
      case FileAlreadyExistsException exists -> exists.getFile() + " exists already.";
      default -> fault.getMessage() == null ? fault.toString() : fault.getMessage();
    };
  }

  public static String firstLine(String text) {
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end);
  }

  /**
   * The text, or its beginning with an ellipsis where it is longer than {@code width} characters.
   */
  public static String shortened(String text, int width) {
    return text.length() <= width ? text : text.substring(0, width - 1) + "…";
  }
}
