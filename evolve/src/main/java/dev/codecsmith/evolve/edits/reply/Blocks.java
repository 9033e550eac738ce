package dev.codecsmith.evolve.edits.reply;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Where the blocks of a reply begin and end: fences, search/replace blocks, file tags. */
final class Blocks {
  private Blocks() {}

  /** Whether a block begins with the line. */
  static boolean begins(String line) {
    return Markers.search(line).isPresent()
        || Markers.fence(line).isPresent()
        || Markers.fileTag(line).isPresent();
  }

  /** Whether the line can be read as a part of edits: a path of its own or a SEARCH line. */
  static boolean isPartOfEdits(String line) {
    return Markers.search(line).isPresent()
        || PathLine.explicit(line).isPresent()
        || Markers.fileTag(line).isPresent();
  }

  /** Whether a block lacks the line that should end it. */
  static boolean isCutShort(List<String> lines, int begin, OptionalInt end) {
    return end.isEmpty()
        || (Markers.search(lines.get(begin)).isPresent()
            && !Markers.replace(lines.get(end.getAsInt())));
  }

  /** The last line, from 0, of the block that begins at a line; empty if it never ends. */
  static OptionalInt end(List<String> lines, int begin) {
    if (Markers.search(lines.get(begin)).isPresent()) {
      return endOfReplacement(lines, begin);
    }
    Optional<Markers.Fence> fence = Markers.fence(lines.get(begin));
    for (int at = begin + 1; at < lines.size(); at++) {
      String line = lines.get(at);
      boolean ends = fence.isPresent() ? fence.get().closedBy(line) : Markers.fileTagEnd(line);
      if (ends) {
        return OptionalInt.of(at);
      }
      if (Markers.search(line).isPresent()) {
        // What stands between its markers is a program's text, fences too.
        OptionalInt inner = endOfReplacement(lines, at);
        if (inner.isEmpty()) {
          return inner;
        }
        at = inner.getAsInt();
      }
    }
    return OptionalInt.empty();
  }

  /** A block that has no end of its own ends before the next one. */
  private static OptionalInt endOfReplacement(List<String> lines, int begin) {
    for (int at = begin + 1; at < lines.size(); at++) {
      if (Markers.replace(lines.get(at))) {
        return OptionalInt.of(at);
      }
      if (Markers.search(lines.get(at)).isPresent()) {
        return OptionalInt.of(at - 1);
      }
    }
    return OptionalInt.empty();
  }
}
