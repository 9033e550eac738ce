package dev.codecsmith.lab.bits;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What an encoder wrote to standard error, its report of bits apart from the rest. A report is one
 * line a frame:
 *
 * <pre>codecsmith-bits frame=12 type=B bits=3456 motion=800 residual=2100</pre>
 *
 * in any order of the frames, frame, type and bits first, then syntax elements. Hostile text costs
 * no more than its length.
 *
 * @param lines what follows {@code codecsmith-bits} on each line of the report
 * @param rest all other lines
 */
public record StandardErrorReport(List<String> lines, String rest) {
  private static final String MARK = "codecsmith-bits ";
  private static final int LONGEST_LINE = 1000;
  private static final int MOST_TYPES = 8;

  /** A line that is not in the form. */
  private static final class WrongLineException extends Exception {
    private static final long serialVersionUID = 1;

    WrongLineException(String why) {
      super(why);
    }
  }

  public static StandardErrorReport of(String standardError) {
    if (!standardError.contains(MARK)) {
      return new StandardErrorReport(List.of(), standardError);
    }
    List<String> lines = new ArrayList<>();
    StringBuilder rest = new StringBuilder();
    standardError
        .lines()
        .forEach(line -> {
          if (line.startsWith(MARK)) {
            lines.add(line.substring(MARK.length()));
          } else {
            rest.append(line).append('\n');
          }
        });
    return new StandardErrorReport(List.copyOf(lines), rest.toString());
  }

  /**
   * Holds the report against the bitstream.
   *
   * @param frames how many the clip has
   * @param bitstreamBytes the bitstream's size
   * @return empty if nothing is reported
   */
  public Optional<BitsReport> check(int frames, long bitstreamBytes) {
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    long all = 8 * bitstreamBytes;
    List<ReportedFrame> told = new ArrayList<>();
    for (String line : lines) {
      try {
        told.add(frame(line));
      } catch (WrongLineException e) {
        return Optional.of(
            BitsReport.refused(
                all, "Line " + (told.size() + 1) + " of the report: " + e.getMessage() + "."));
      }
    }
    told.sort((one, other) -> Integer.compare(one.frame(), other.frame()));
    Optional<String> fault = fault(told, frames, all);
    return Optional.of(
        fault.isPresent()
            ? BitsReport.refused(all, fault.get())
            : new BitsReport(all, told, Optional.empty()));
  }

  private static Optional<String> fault(List<ReportedFrame> told, int frames, long all) {
    long sum = 0;
    Set<String> elements = new HashSet<>();
    for (int i = 0; i < told.size(); i++) {
      ReportedFrame frame = told.get(i);
      if (i > 0 && told.get(i - 1).frame() == frame.frame()) {
        return Optional.of("Frame " + frame.frame() + " is reported twice.");
      }
      if (frame.frame() >= frames) {
        return Optional.of(
            "Frame "
                + frame.frame()
                + " is reported, and the clip has "
                + frames
                + ", counted from 0.");
      }
      sum += frame.bits();
      elements.addAll(frame.elements().keySet());
    }
    if (told.size() < frames) {
      return Optional.of(
          told.size()
              + " of "
              + frames
              + " frames are reported. All must be; of standard error the last 64 KiB are kept.");
    }
    if (sum > all) {
      return Optional.of(
          "The frames have " + sum + " bits together, and the bitstream " + all + ".");
    }
    if (elements.size() > ReportedFrame.MOST_ELEMENTS) {
      return Optional.of(
          "The report tells of more than " + ReportedFrame.MOST_ELEMENTS + " syntax elements.");
    }
    Set<String> types = told.stream().map(ReportedFrame::type).collect(Collectors.toSet());
    return types.size() > MOST_TYPES
        ? Optional.of("The report tells of more than " + MOST_TYPES + " types of frames.")
        : Optional.empty();
  }

  private static ReportedFrame frame(String line) throws WrongLineException {
    if (line.length() > LONGEST_LINE) {
      throw new WrongLineException("it is longer than " + LONGEST_LINE + " characters");
    }
    String[] words = line.strip().split(" +", -1);
    if (words.length < 3) {
      throw new WrongLineException("it is not frame=N type=WORD bits=N, then NAME=BITS each");
    }
    long frame = number("frame", words[0]);
    String type = value("type", words[1]);
    long bits = number("bits", words[2]);
    SortedMap<String, Long> elements = new TreeMap<>();
    for (int i = 3; i < words.length; i++) {
      int equals = Math.max(0, words[i].indexOf('='));
      String name = words[i].substring(0, equals);
      if (elements.put(name, number(name, words[i])) != null) {
        throw new WrongLineException("an element is told twice");
      }
    }
    try {
      return new ReportedFrame(Math.toIntExact(frame), type, bits, elements);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new WrongLineException(String.valueOf(e.getMessage()));
    }
  }

  private static String value(String name, String word) throws WrongLineException {
    if (!word.startsWith(name + "=")) {
      throw new WrongLineException("where " + name + "= is due stands something else");
    }
    return word.substring(name.length() + 1);
  }

  /** Digits only: no sign, no other script's. */
  private static long number(String name, String word) throws WrongLineException {
    String digits = value(name, word);
    if (digits.isEmpty()
        || digits.length() > 13
        || !digits.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
      throw new WrongLineException("a figure is not an integer from 0 of at most 13 digits");
    }
    return Long.parseLong(digits);
  }
}
