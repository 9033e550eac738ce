package dev.codecsmith.evolve.edits;

import dev.codecsmith.sandbox.Program;
import java.util.stream.Collectors;

/**
 * Writes a program as the reply that {@link ProgramEdits} reads it from, whatever it was edited
 * from. A file's last line ends with a line feed afterwards.
 */
public final class ReplyWriter {
  private ReplyWriter() {}

  /**
   * A reply.
   *
   * @param notes prose with {@code NAME:} and {@code IDEA:} lines; a line of it that would be read
   *     as part of an edit is left out
   * @param program what the reply makes
   */
  public static String write(String notes, Program program) {
    StringBuilder out = new StringBuilder();
    out.append(notes.lines().filter(ReplyWriter::isProse).collect(Collectors.joining("\n")));
    out.append("\n\nLANGUAGE: ").append(program.language());
    out.append("\nENTRY: ").append(program.entry()).append("\n\n");
    program.files().forEach((path, text) -> file(path, text, out));
    return out.toString();
  }

  private static boolean isProse(String line) {
    ParsedReply read = ReplyParser.parse(line);
    return read.operations().isEmpty()
        && read.problems().isEmpty()
        && Markers.fence(line).isEmpty()
        && Markers.fileTag(line).isEmpty();
  }

  private static void file(String path, String text, StringBuilder out) {
    int longest = 2;
    int run = 0;
    for (int i = 0; i < text.length(); i++) {
      run = text.charAt(i) == '`' ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    String ticks = "`".repeat(longest + 1);
    out.append("FILE: ").append(path).append('\n').append(ticks).append('\n').append(text);
    out.append(text.isEmpty() || text.endsWith("\n") ? "" : "\n").append(ticks).append("\n\n");
  }
}
