package dev.codecsmith.evolve.edits;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which paths a generated program may use: relative, below the program's folder, made of plain
 * characters. A leading {@code -} or {@code @} would reach a compiler as an option or a file of
 * options, so names start with a letter, a digit or an underscore.
 */
public final class ProgramPaths {
  private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.+-]*");
  private static final int LONGEST = 200;

  private ProgramPaths() {}

  /** The same path with forward slashes and without a leading {@code ./}. */
  public static String normalise(String path) {
    String slashes = path.strip().replace('\\', '/');
    while (slashes.startsWith("./")) {
      slashes = slashes.substring(2);
    }
    return slashes;
  }

  /** Why a normalised path may not be written; empty if it may. */
  public static Optional<String> problem(String path) {
    if (path.isEmpty()) {
      return Optional.of("the path is empty");
    }
    if (path.length() > LONGEST) {
      return Optional.of("the path is longer than " + LONGEST + " characters");
    }
    if (path.startsWith("/") || path.matches("[A-Za-z]:.*")) {
      return Optional.of("the path is absolute; paths are relative to the program's folder");
    }
    for (String segment : path.split("/", -1)) {
      if (segment.equals("..") || segment.equals(".")) {
        return Optional.of("the path leaves the program's folder or has a '.' in it");
      }
      if (!SEGMENT.matcher(segment).matches()) {
        return Optional.of(
            "'"
                + segment
                + "' is no name a program may use: letters, digits and _ . + - after a first"
                + " letter, digit or _");
      }
    }
    if (path.equalsIgnoreCase("program.json")) {
      return Optional.of("program.json is written by Codecsmith and cannot be edited");
    }
    return Optional.empty();
  }
}
