package dev.codecsmith.sandbox.program;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.codecsmith.sandbox.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which files of a program a search may change, add and delete; all others must stay as they are,
 * byte for byte.
 *
 * @param paths relative paths of files, or of folders with a slash at their end, which stand for
 *     all files below; none where everything may be edited
 */
public record EditablePaths(List<String> paths) {
  /** Everything may be edited. */
  public static final EditablePaths ALL = new EditablePaths(List.of());

  private static final int MOST_NAMED = 5;

  /**
   * @throws IllegalArgumentException with a sentence if a path cannot be one of a program's
   */
  public EditablePaths {
    paths = List.copyOf(paths);
    for (String path : paths) {
      String name = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
      if (!Program.isPath(name) || name.equals(ProgramManifest.FILE_NAME)) {
        throw new IllegalArgumentException(
            "'editable' names "
                + PlainText.quoted(path)
                + ", which is no path of a program's source: name a file such as codec/Filter.java,"
                + " or a folder with a slash at its end, such as codec/entropy/, relative to the"
                + " program's folder and without wildcards.");
      }
    }
  }

  /** Those that a program says of itself, or that the campaign has given to it. */
  public static EditablePaths of(Program program) {
    return program.editable().isEmpty() ? ALL : new EditablePaths(program.editable());
  }

  @JsonIgnore
  public boolean isAll() {
    return paths.isEmpty();
  }

  /** Whether a file of that path may be edited, be it there or not. */
  public boolean has(String file) {
    return isAll() || paths.stream().anyMatch(path -> matches(path, file));
  }

  /** Whether the program has a file that may be edited. */
  public boolean hasAnyOf(Program program) {
    return program.files().keySet().stream().anyMatch(this::has);
  }

  private static boolean matches(String path, String file) {
    return path.endsWith("/") ? file.startsWith(path) : file.equals(path);
  }

  /** The first of the paths, as a sentence, that stands for no file of the program. */
  public Optional<String> missing(Program program) {
    return paths.stream()
        .filter(path -> program.files().keySet().stream().noneMatch(file -> matches(path, file)))
        .findFirst()
        .map(path ->
            "'editable' names "
                + path
                + ", which the program lacks"
                + (program.files().tailMap(path + "/").keySet().stream()
                        .findFirst()
                        .filter(file -> file.startsWith(path + "/"))
                        .isPresent()
                    ? "; a folder is named with a slash at its end: " + path + "/."
                    : ". Its files are "
                        + some(List.copyOf(program.files().keySet()), 8 * MOST_NAMED)
                        + "."));
  }

  /**
   * What a program that was made of another one does to files that may not be edited, in one
   * sentence; empty if it leaves them alone.
   */
  public Optional<String> breach(Program before, Program after) {
    if (isAll()) {
      return Optional.empty();
    }
    SortedSet<String> all = new TreeSet<>(before.files().keySet());
    all.addAll(after.files().keySet());
    List<String> touched = new ArrayList<>();
    if (!before.language().equals(after.language()) || !before.entry().equals(after.entry())) {
      touched.add("changes the program's language or entry");
    }
    for (String file : all) {
      String old = before.files().get(file);
      String now = after.files().get(file);
      if (!has(file) && !Objects.equals(old, now)) {
        touched.add((old == null ? "adds " : now == null ? "deletes " : "changes ") + file);
      }
    }
    return touched.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "This "
                + some(touched, MOST_NAMED)
                + ", but only "
                + inWords()
                + " may be edited; everything else must stay as it is, byte for byte.");
  }

  /** What was made of a program, with all that may not be edited as it was. */
  public Program restored(Program before, Program after) {
    SortedMap<String, String> files = new TreeMap<>(after.files());
    files.keySet().removeIf(file -> !has(file));
    before
        .files()
        .forEach((file, text) -> {
          if (!has(file)) {
            files.put(file, text);
          }
        });
    return before.withFiles(files);
  }

  /** Such as {@code codec/Filter.java and files below codec/entropy/}. */
  public String inWords() {
    return some(
        paths.stream()
            .map(path -> path.endsWith("/") ? "files below " + path : path)
            .collect(Collectors.toList()),
        Integer.MAX_VALUE);
  }

  private static String some(List<String> words, int most) {
    List<String> shown = words.size() <= most ? words : new ArrayList<>(words.subList(0, most));
    if (words.size() > most) {
      shown.add(words.size() - most + " more");
    }
    int last = shown.size() - 1;
    return last == 0
        ? shown.getFirst()
        : String.join(", ", shown.subList(0, last)) + " and " + shown.get(last);
  }
}
