package dev.codecsmith.evolve.edits;

import dev.codecsmith.evolve.edits.reply.InvisibleCharacters;
import dev.codecsmith.evolve.edits.reply.Operation;
import dev.codecsmith.evolve.edits.reply.SearchText;
import dev.codecsmith.evolve.edits.reply.TextLines;
import dev.codecsmith.sandbox.program.Program;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A program while the operations of a reply are applied to it one after another. */
final class Workspace {
  private final SortedMap<String, String> files = new TreeMap<>();

  /** What a block without its own path, or with a loose one, may mean. */
  private final SortedMap<String, String> known;

  private final Map<String, Integer> writtenAt = new HashMap<>();
  private final Set<String> edited = new HashSet<>();
  private final List<String> editable;
  private String language;
  private String entry;

  Workspace(Program base, boolean keepFiles) {
    known = base.files();
    editable = base.editable();
    language = base.language();
    entry = base.entry();
    if (keepFiles) {
      files.putAll(base.files());
    }
  }

  Program program() {
    return new Program(language, entry, files, editable);
  }

  /** Applies one operation; what is wrong with it, if anything, in which case nothing changed. */
  Optional<String> apply(Operation operation) {
    return switch (operation) {
      case Operation.WholeFile file -> write(file);
      case Operation.Replacement block -> replace(block);
      case Operation.Deletion deletion -> delete(deletion);
      case Operation.Entry declared -> {
        entry = declared.entry();
        yield Optional.empty();
      }
      case Operation.Language declared -> {
        language = declared.language();
        yield Optional.empty();
      }
    };
  }

  private Optional<String> write(Operation.WholeFile file) {
    String path = ProgramPaths.normalise(file.path().orElse(""));
    String where = "reply line %d, file %s: ".formatted(file.line(), path);
    Optional<String> unsafe = ProgramPaths.problem(path);
    if (unsafe.isPresent()) {
      return unsafe.map(problem -> where + problem + ". " + invisibleIn(path)).map(String::strip);
    }
    Integer before = writtenAt.get(path);
    if (before != null && !file.content().equals(files.get(path))) {
      return Optional.of(
          where
              + "the reply has another text for this file at line %d; send one whole text of it"
                  .formatted(before));
    }
    if (edited.contains(path)) {
      return Optional.of(
          where
              + "the reply already edits this file by a search/replace block, which the whole text would undo; send one or the other");
    }
    writtenAt.put(path, file.line());
    files.put(path, withLineEnd(file.content(), TextLines.lineEnd(known.getOrDefault(path, ""))));
    return Optional.empty();
  }

  private Optional<String> delete(Operation.Deletion deletion) {
    String wanted = ProgramPaths.normalise(deletion.path());
    Optional<String> path = resolve(wanted);
    if (path.isEmpty()) {
      return Optional.of(
          "reply line %d: DELETE: %s names no file of the program. %s%s"
              .formatted(deletion.line(), wanted, invisibleIn(wanted), fileList()));
    }
    if (writtenAt.containsKey(path.get()) || edited.contains(path.get())) {
      return Optional.of(
          "reply line %d: DELETE: %s removes a file that the same reply writes"
              .formatted(deletion.line(), path.get()));
    }
    files.remove(path.get());
    return Optional.empty();
  }

  private Optional<String> replace(Operation.Replacement block) {
    String wanted = ProgramPaths.normalise(block.path().orElse(""));
    String where =
        "block %d (reply line %d)%s: "
            .formatted(block.number(), block.line(), wanted.isEmpty() ? "" : ", file " + wanted);
    if (block.search().stream().allMatch(String::isBlank)) {
      return create(block, wanted).map(where::concat);
    }
    Optional<String> path = wanted.isEmpty() ? onlyFileWith(block) : resolve(wanted);
    if (path.isEmpty()) {
      return Optional.of(
          where
              + (wanted.isEmpty()
                  ? "it has no path, and its SEARCH text does not occur in exactly one file. Put a line FILE: path before it. "
                  : "the program has no such file. " + invisibleIn(wanted))
              + fileList());
    }
    String text = files.getOrDefault(path.get(), "");
    List<String> lines = TextLines.of(text);
    for (SearchText variant : SearchText.variants(block)) {
      List<Integer> places = variant.places(lines);
      if (places.size() == 1) {
        files.put(path.get(), spliced(text, lines, places.getFirst(), variant));
        edited.add(path.get());
        return Optional.empty();
      }
      if (places.size() > 1) {
        return Optional.of(where + tooMany(places, variant.search().size()));
      }
    }
    return Optional.of(where + notFound(block, path.get(), lines));
  }

  private Optional<String> create(Operation.Replacement block, String path) {
    if (!TextLines.of(files.getOrDefault(path, "")).stream().allMatch(String::isBlank)) {
      return Optional.of(
          "its SEARCH is empty, which creates a file, but %s exists. To add lines, SEARCH for the lines beside them and repeat those in REPLACE"
              .formatted(path));
    }
    Optional<String> unsafe = ProgramPaths.problem(path);
    if (unsafe.isEmpty()) {
      files.put(path, String.join("\n", block.replace()) + (block.replace().isEmpty() ? "" : "\n"));
      edited.add(path);
    }
    return unsafe;
  }

  private static String spliced(String text, List<String> lines, int at, SearchText found) {
    String lineEnd = TextLines.lineEnd(text);
    List<String> result = new ArrayList<>(lines.subList(0, at));
    result.addAll(found.replace());
    result.addAll(lines.subList(at + found.search().size(), lines.size()));
    String joined = String.join(lineEnd, result);
    return result.isEmpty() || !TextLines.endsWithLineEnd(text) ? joined : joined + lineEnd;
  }

  private static String withLineEnd(String text, String lineEnd) {
    return lineEnd.equals("\n") ? text : text.replace("\n", lineEnd);
  }

  private static String tooMany(List<Integer> places, int length) {
    String at =
        places.stream()
            .limit(8)
            .map(i -> length == 1 ? "" + (i + 1) : (i + 1) + "-" + (i + length))
            .collect(Collectors.joining(", "));
    return "its SEARCH text occurs %d times (lines %s%s); it must occur exactly once. Add neighbouring lines until only one place fits"
        .formatted(places.size(), at, places.size() > 8 ? ", …" : "");
  }

  private String notFound(Operation.Replacement block, String path, List<String> lines) {
    StringBuilder out =
        new StringBuilder(
            "its SEARCH text occurs nowhere in %s (0 matches); it must occur exactly once, equal to the last space."
                .formatted(path));
    if (edited.contains(path)) {
      out.append(" (Blocks before it in the reply already changed this file.)");
    }
    SearchText asWritten = new SearchText(block.search(), block.replace());
    files.forEach((other, text) -> {
      List<Integer> places = asWritten.places(TextLines.of(text));
      if (!other.equals(path) && !places.isEmpty()) {
        out.append(" It does occur in %s, line %d.".formatted(other, places.getFirst() + 1));
      }
    });
    List<Integer> already = new SearchText(block.replace(), List.of()).places(lines);
    if (!already.isEmpty()) {
      out.append(" Its REPLACE text is already there, line %d.".formatted(already.getFirst() + 1));
    }
    return out.append('\n').append(NearestLines.describe(block.search(), lines)).toString();
  }

  /** The file of that path, or the only one whose path ends so. */
  private Optional<String> resolve(String wanted) {
    if (files.containsKey(wanted)) {
      return Optional.of(wanted);
    }
    List<String> fits =
        wanted.isEmpty()
            ? List.of()
            : files.keySet().stream().filter(f -> f.endsWith("/" + wanted)).toList();
    return fits.size() == 1 ? Optional.of(fits.getFirst()) : Optional.empty();
  }

  private Optional<String> onlyFileWith(Operation.Replacement block) {
    if (files.size() == 1) {
      return Optional.of(files.firstKey());
    }
    List<String> fits =
        files.keySet().stream()
            .filter(f ->
                SearchText.variants(block).stream()
                    .anyMatch(v -> !v.places(TextLines.of(files.getOrDefault(f, ""))).isEmpty()))
            .toList();
    return fits.size() == 1 ? Optional.of(fits.getFirst()) : Optional.empty();
  }

  /** A sentence on a character in a path that nobody sees, with a space behind it; else nothing. */
  private static String invisibleIn(String path) {
    return InvisibleCharacters.first(path)
        .map(which -> "The path has a character that does not show, " + which + ". ")
        .orElse("");
  }

  private String fileList() {
    return files.isEmpty()
        ? "The program has no files."
        : "Its files are: " + files.keySet().stream().limit(40).collect(Collectors.joining(", "));
  }
}
