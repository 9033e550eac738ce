package dev.codecsmith.evolve.edits;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What a reply changed.
 *
 * @param changes by path; files that stayed equal are absent
 * @param notes what was read as illustration and not as an edit, for the log
 */
public record EditSummary(List<FileChange> changes, List<String> notes) {
  public EditSummary {
    changes = List.copyOf(changes);
    notes = List.copyOf(notes);
  }

  public int linesAdded() {
    return changes.stream().mapToInt(FileChange::linesAdded).sum();
  }

  public int linesRemoved() {
    return changes.stream().mapToInt(FileChange::linesRemoved).sum();
  }

  /** One line, such as {@code 2 files, +14 −3: A.java (+12 −3), B.java (new, +2)}. */
  public String text() {
    return "%d %s, +%d −%d: %s"
        .formatted(
            changes.size(),
            changes.size() == 1 ? "file" : "files",
            linesAdded(),
            linesRemoved(),
            changes.stream().map(FileChange::text).collect(Collectors.joining(", ")));
  }
}
