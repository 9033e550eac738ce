package dev.codecsmith.evolve.proposers.tuner;

import dev.codecsmith.sandbox.program.EditablePaths;
import dev.codecsmith.sandbox.program.Program;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A constant that a program offers for tuning: an integer, the last number before a comment such as
 * {@code // tune: 4..64} (or {@code # tune: 4..64}) at the end of its line of at most 400
 * characters.
 *
 * @param file the file it stands in
 * @param line its line, from 0
 * @param name the word before the equals sign, for people
 * @param value what it is now, within the range
 * @param low least value allowed
 * @param high greatest value allowed
 * @param start offset of the number in its line
 * @param end offset behind the number
 */
@RecordBuilder
record TunableConstant(
    String file, int line, String name, long value, long low, long high, int start, int end) {

  /** Longer lines hold tables; looking for a constant there might take for ever. */
  private static final int LONGEST_LINE = 400;

  private static final Pattern MARK =
      Pattern.compile(
          "(?://|#|/\\*)\\s*tune:\\s*(-?\\d{1,9})\\s*\\.\\.\\s*(-?\\d{1,9})\\s*(?:\\*/)?\\s*$");
  private static final Pattern ASSIGNED =
      Pattern.compile("(\\w+)\\s*=\\s*\\(?\\s*(-?\\d{1,9})(?![\\w.])");

  /**
   * All tunable constants in files of a program that may be edited, by file and line. A mark with
   * an empty range is none, nor is one whose range lacks the value that the constant has: the mark
   * was then forgotten or is mistaken, and the value is kept, as one that is known to work.
   */
  static List<TunableConstant> of(Program program) {
    EditablePaths editable = EditablePaths.of(program);
    List<TunableConstant> constants = new ArrayList<>();
    program
        .files()
        .forEach((file, text) -> {
          List<String> lines = editable.has(file) ? List.of(text.split("\n", -1)) : List.of();
          for (int line = 0; line < lines.size(); line++) {
            find(file, line, lines.get(line), constants);
          }
        });
    return constants;
  }

  private static void find(String file, int line, String text, List<TunableConstant> constants) {
    Matcher mark = MARK.matcher(text);
    if (text.length() > LONGEST_LINE || !mark.find()) {
      return;
    }
    Matcher assigned = ASSIGNED.matcher(text).region(0, mark.start());
    MatchResult last = null;
    while (assigned.find()) {
      last = assigned.toMatchResult();
    }
    if (last == null) {
      return;
    }
    long value = Long.parseLong(last.group(2));
    long low = Long.parseLong(mark.group(1));
    long high = Long.parseLong(mark.group(2));
    if (low < high && low <= value && value <= high) {
      constants.add(
          TunableConstantBuilder.builder()
              .file(file)
              .line(line)
              .low(low)
              .high(high)
              .name(last.group(1))
              .value(value)
              .start(last.start(2))
              .end(last.end(2))
              .build());
    }
  }

  /** The program with this constant at another value. */
  Program withValue(Program program, long newValue) {
    TreeMap<String, String> files = new TreeMap<>(program.files());
    files.compute(
        file,
        (name, text) -> {
          if (text == null) {
            throw new IllegalArgumentException("The program has no file " + name + ".");
          }
          List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
          String old = lines.get(line);
          lines.set(line, old.substring(0, start) + newValue + old.substring(end));
          return String.join("\n", lines);
        });
    return program.withFiles(files);
  }
}
