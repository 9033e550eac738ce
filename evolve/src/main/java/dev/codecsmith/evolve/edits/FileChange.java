package dev.codecsmith.evolve.edits;

/**
 * One file's change.
 *
 * @param path the file
 * @param kind what happened to it
 * @param linesAdded lines that only the new text has
 * @param linesRemoved lines that only the old text has
 */
public record FileChange(String path, Kind kind, int linesAdded, int linesRemoved) {

  /** What happened to a file. */
  public enum Kind {
    ADDED,
    CHANGED,
    DELETED
  }

  /** Such as {@code src/Main.java (+12 −3)}. */
  public String text() {
    return switch (kind) {
      case ADDED -> "%s (new, +%d)".formatted(path, linesAdded);
      case CHANGED -> "%s (+%d −%d)".formatted(path, linesAdded, linesRemoved);
      case DELETED -> "%s (deleted, −%d)".formatted(path, linesRemoved);
    };
  }
}
