package dev.codecsmith.evolve.edits;

import dev.codecsmith.evolve.edits.reply.Markers;
import dev.codecsmith.evolve.edits.reply.ParsedReply;
import dev.codecsmith.evolve.edits.reply.ReplyParser;
import dev.codecsmith.sandbox.program.Program;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Writes a whole program as a reply, and reads it back as it was, to the last line end and whatever
 * its files hold. A person reads such a reply like any other; what makes it exact is that each file
 * says how many characters it has, and that nothing is searched for in them.
 */
public final class ReplyWriter {
  private static final String BEGIN = "The program, as it was left:";
  private static final String LANGUAGE = "LANGUAGE: ";
  private static final String ENTRY = "ENTRY: ";
  private static final String FILE = "FILE: ";

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
    out.append("\n\n").append(BEGIN).append("\n\n");
    out.append(LANGUAGE).append(program.language()).append('\n');
    out.append(ENTRY).append(program.entry()).append("\n\n");
    program.files().forEach((path, text) -> file(path, text, out));
    return out.toString();
  }

  /**
   * What {@link #write} wrote.
   *
   * @param program the program that was written
   * @param notes what was written before it
   */
  record Written(Program program, String notes) {}

  /** Reads a reply that {@link #write} wrote; empty for any other. */
  static Optional<Written> read(String reply) {
    int begin = reply.startsWith(BEGIN) ? 0 : reply.indexOf("\n" + BEGIN + "\n") + 1;
    if (!reply.startsWith(BEGIN + "\n", begin)) {
      return Optional.empty();
    }
    Reader reader = new Reader(reply, begin + BEGIN.length() + 2);
    Optional<Program> program = reader.program();
    return program.map(read -> new Written(read, reply.substring(0, begin)));
  }

  private static boolean isProse(String line) {
    ParsedReply read = ReplyParser.parse(line);
    return read.operations().isEmpty()
        && read.problems().isEmpty()
        && !line.strip().equals(BEGIN)
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
    out.append(FILE).append(path).append('\n');
    out.append(ticks).append(' ').append(text.length()).append(" characters\n").append(text);
    out.append(text.isEmpty() || text.endsWith("\n") ? "" : "\n").append(ticks).append("\n\n");
  }

  /** Reads from a place on; each step is empty if what stands there is something else. */
  private static final class Reader {
    private final String reply;
    private int at;

    Reader(String reply, int at) {
      this.reply = reply;
      this.at = at;
    }

    Optional<Program> program() {
      Optional<String> language = lineAfter(LANGUAGE);
      Optional<String> entry = lineAfter(ENTRY);
      if (language.isEmpty() || entry.isEmpty() || !skip("\n")) {
        return Optional.empty();
      }
      SortedMap<String, String> files = new TreeMap<>();
      while (at < reply.length()) {
        Optional<String> path = lineAfter(FILE);
        Optional<String> text = path.isPresent() ? text() : Optional.empty();
        if (text.isEmpty() || files.put(path.get(), text.get()) != null) {
          return Optional.empty();
        }
      }
      return Optional.of(new Program(language.get(), entry.get(), files));
    }

    private Optional<String> text() {
      int ticks = 0;
      while (at + ticks < reply.length() && reply.charAt(at + ticks) == '`') {
        ticks++;
      }
      String fence = "`".repeat(ticks);
      Optional<String> size = lineAfter(fence + " ");
      if (size.isEmpty() || !size.get().matches("\\d{1,9} characters")) {
        return Optional.empty();
      }
      int length = Integer.parseInt(size.get().substring(0, size.get().indexOf(' ')));
      if (length > reply.length() - at) {
        return Optional.empty();
      }
      String text = reply.substring(at, at + length);
      at += length;
      String end = (text.isEmpty() || text.endsWith("\n") ? "" : "\n") + fence + "\n\n";
      return skip(end) ? Optional.of(text) : Optional.empty();
    }

    /** The rest of the line that begins here, if it begins so. */
    private Optional<String> lineAfter(String begin) {
      int end = reply.indexOf('\n', at);
      if (end < 0 || !skip(begin)) {
        return Optional.empty();
      }
      String rest = reply.substring(at, end);
      at = end + 1;
      return Optional.of(rest);
    }

    private boolean skip(String expected) {
      boolean there = reply.startsWith(expected, at);
      at += there ? expected.length() : 0;
      return there;
    }
  }
}
