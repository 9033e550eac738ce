package dev.codecsmith.evolve.edits;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.patch.ChangeDelta;
import com.github.difflib.patch.Chunk;
import com.github.difflib.patch.Patch;
import dev.codecsmith.evolve.edits.reply.TextLines;
import dev.codecsmith.sandbox.program.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** What differs between two programs, line by line. */
public final class ProgramDiff {
  /**
   * Between the common beginning and end, above this product of line counts the middle counts as
   * rewritten: Myers' method costs as much, and such a diff tells a reader nothing anyway.
   */
  private static final long MOST_LINE_PAIRS = 1_000_000;

  private ProgramDiff() {}

  /** The files that differ, by path. */
  public static List<FileChange> changes(Program from, Program to) {
    List<FileChange> changes = new ArrayList<>();
    for (String path : paths(from, to)) {
      Optional<String> before = Optional.ofNullable(from.files().get(path));
      Optional<String> after = Optional.ofNullable(to.files().get(path));
      if (!before.equals(after)) {
        changes.add(change(path, before, after));
      }
    }
    return List.copyOf(changes);
  }

  /** A unified diff of all files with {@code context} lines around each change; empty if equal. */
  public static String unified(Program from, Program to, int context) {
    StringBuilder out = new StringBuilder();
    for (String path : paths(from, to)) {
      Optional<String> before = Optional.ofNullable(from.files().get(path));
      Optional<String> after = Optional.ofNullable(to.files().get(path));
      List<String> a = TextLines.of(before.orElse(""));
      List<String> b = TextLines.of(after.orElse(""));
      if (a.equals(b) && before.isPresent() == after.isPresent()) {
        continue;
      }
      String oldName = before.isPresent() ? "a/" + path : "/dev/null";
      String newName = after.isPresent() ? "b/" + path : "/dev/null";
      List<String> lines =
          UnifiedDiffUtils.generateUnifiedDiff(oldName, newName, a, patch(a, b), context);
      lines.forEach(line -> out.append(line).append('\n'));
    }
    return out.toString();
  }

  private static FileChange change(String path, Optional<String> before, Optional<String> after) {
    List<String> a = TextLines.of(before.orElse(""));
    List<String> b = TextLines.of(after.orElse(""));
    if (before.isEmpty()) {
      return new FileChange(path, FileChange.Kind.ADDED, b.size(), 0);
    }
    if (after.isEmpty()) {
      return new FileChange(path, FileChange.Kind.DELETED, 0, a.size());
    }
    int added = 0;
    int removed = 0;
    for (var delta : patch(a, b).getDeltas()) {
      added += delta.getTarget().size();
      removed += delta.getSource().size();
    }
    return new FileChange(path, FileChange.Kind.CHANGED, added, removed);
  }

  private static Patch<String> patch(List<String> a, List<String> b) {
    int shorter = Math.min(a.size(), b.size());
    int head = 0;
    while (head < shorter && a.get(head).equals(b.get(head))) {
      head++;
    }
    int tail = 0;
    while (tail < shorter - head && a.get(a.size() - 1 - tail).equals(b.get(b.size() - 1 - tail))) {
      tail++;
    }
    List<String> oldMiddle = a.subList(head, a.size() - tail);
    List<String> newMiddle = b.subList(head, b.size() - tail);
    if ((long) oldMiddle.size() * newMiddle.size() <= MOST_LINE_PAIRS) {
      return DiffUtils.diff(a, b);
    }
    Patch<String> patch = new Patch<>();
    patch.addDelta(new ChangeDelta<>(new Chunk<>(head, oldMiddle), new Chunk<>(head, newMiddle)));
    return patch;
  }

  private static SortedSet<String> paths(Program from, Program to) {
    SortedSet<String> paths = new TreeSet<>(from.files().keySet());
    paths.addAll(to.files().keySet());
    return paths;
  }
}
