package dev.codecsmith.evolve.edits;

import dev.codecsmith.evolve.edits.reply.TextLines;
import dev.codecsmith.sandbox.program.Program;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Applies what {@link ProgramDiff#unified} wrote, and nothing else: every line that the diff shows
 * of the old program must be there, where it says.
 */
public final class ProgramPatch {
  private static final Pattern HUNK =
      Pattern.compile("@@ -(\\d+)(?:,(\\d+))? \\+\\d+(?:,(\\d+))? @@");
  private static final String NOTHING = "/dev/null";

  private final List<String> lines;
  private int at;

  private ProgramPatch(List<String> lines) {
    this.lines = lines;
  }

  /**
   * The files of the program that a diff leads to; texts end with a line end.
   *
   * @param from what it was made from; without files for a program written anew
   * @throws IllegalArgumentException if it does not fit
   */
  public static Map<String, String> apply(Map<String, String> from, String diff) {
    return new ProgramPatch(TextLines.of(diff)).applied(from);
  }

  /** As {@link #apply(Map, String)}. */
  public static Program apply(Program from, String diff) {
    return Program.of(from.language(), from.entry(), apply(from.files(), diff));
  }

  private Map<String, String> applied(Map<String, String> from) {
    Map<String, String> files = new HashMap<>(from);
    while (at < lines.size()) {
      String oldName = header("--- ");
      String newName = header("+++ ");
      List<String> old =
          oldName.equals(NOTHING)
              ? List.of()
              : TextLines.of(files.getOrDefault(path(oldName, "a/"), ""));
      List<String> changed = hunks(old);
      if (!oldName.equals(NOTHING)) {
        files.remove(path(oldName, "a/"));
      }
      if (!newName.equals(NOTHING)) {
        files.put(path(newName, "b/"), changed.isEmpty() ? "" : String.join("\n", changed) + "\n");
      }
    }
    return new TreeMap<>(files);
  }

  private List<String> hunks(List<String> old) {
    List<String> changed = new ArrayList<>();
    int copied = 0;
    while (at < lines.size() && lines.get(at).startsWith("@@ ")) {
      Matcher head = HUNK.matcher(lines.get(at));
      if (!head.matches()) {
        throw wrong("has a wrong hunk");
      }
      at++;
      int before = count(head.group(2));
      int after = count(head.group(3));
      int start = Integer.parseInt(head.group(1)) - (before == 0 ? 0 : 1);
      if (start < copied || start > old.size()) {
        throw wrong("has a hunk out of its order");
      }
      changed.addAll(old.subList(copied, start));
      copied = start;
      while (before > 0 || after > 0) {
        String line = at < lines.size() ? lines.get(at) : "";
        char kind = line.isEmpty() ? '?' : line.charAt(0);
        if (kind == ' ' || kind == '-') {
          if (copied >= old.size() || !old.get(copied).equals(line.substring(1))) {
            throw wrong("shows a line that is not there");
          }
          copied++;
          before--;
        }
        if (kind == ' ' || kind == '+') {
          changed.add(line.substring(1));
          after--;
        }
        if (" -+".indexOf(kind) < 0 || before < 0 || after < 0) {
          throw wrong("has a hunk of another length");
        }
        at++;
      }
    }
    changed.addAll(old.subList(copied, old.size()));
    return changed;
  }

  private static int count(@Nullable String group) {
    return group == null ? 1 : Integer.parseInt(group);
  }

  private String header(String mark) {
    if (at >= lines.size() || !lines.get(at).startsWith(mark)) {
      throw wrong("should have a line that begins with " + mark.strip());
    }
    String name = lines.get(at).substring(mark.length());
    at++;
    return name;
  }

  private static String path(String name, String prefix) {
    return name.startsWith(prefix) ? name.substring(prefix.length()) : name;
  }

  private IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException("the diff " + what + " at its line " + (at + 1));
  }
}
