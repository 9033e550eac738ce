package dev.codecsmith.evolve.edits.reply;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes a model's thinking out of its reply, where the server left it there: what a model drafts
 * and discards is no part of its answer. Lines stay where they are, so that a problem still names
 * the line of the reply.
 *
 * <p>A mark in a program's text is text: within a fenced block or a search/replace block marks
 * count only where that text shows that the block was itself part of the thinking. Nor does a mark
 * between quotation marks or back-ticks count. A closing mark without an opening one ends a thought
 * that the prompt's template had begun; an opening mark without a closing one begins a thought that
 * lasts to the end. Where a reply comes in the channels of OpenAI's harmony format, the final one
 * is the answer.
 */
public final class ThinkingMarks {
  private static final String TAG =
      "((?:[a-z]{1,10}:)?(?:think|thinking|thoughts?|thought_process|reason|reasoning|reflection|scratchpad|analysis))";
  private static final Pattern OPENING =
      Pattern.compile(
          "<"
              + TAG
              + "(?:\\s[^<>/]{0,100})?>|\\[(think)]|◁(think)▷|<\\|begin_of_(thought)\\|>|<\\|start_(thinking)\\|>",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern CLOSING =
      Pattern.compile(
          "</\\s?"
              + TAG
              + "\\s?>|\\[/(think)]|◁/(think)▷|<\\|end_of_(thought)\\|>|<\\|end_(thinking)\\|>",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern CHANNEL =
      Pattern.compile("(?:<\\|start\\|>assistant)?<\\|channel\\|>");
  private static final Pattern FINAL_CHANNEL =
      Pattern.compile("<\\|channel\\|>final(?:\\s*<\\|constrain\\|>[^<>]{0,100})?<\\|message\\|>");
  private static final Set<Character> QUOTES = Set.of('"', '\'', '`');

  private final List<String> lines;
  private OptionalInt unclosed = OptionalInt.empty();

  /** The first line that is not known to be empty. */
  private int cleared;

  /** Names of marks of which no closing one follows any more; "" stands for all of them. */
  private final Set<String> neverClosed = new HashSet<>();

  /** Where a mark stands: line and first column, and the column behind it. */
  private record Mark(int line, int begin, int end, String name) {}

  /**
   * A reply without its thinking.
   *
   * @param lines as many as before, empty where nothing but thinking stood
   * @param unclosed the line, from 0, of an opening mark that nothing closes though edits follow it
   * @param any whether there was any thinking
   */
  record Answer(List<String> lines, OptionalInt unclosed, boolean any) {}

  private ThinkingMarks(List<String> lines) {
    this.lines = new ArrayList<>(lines);
  }

  /** A reply's text without its thinking, with as many lines as before. */
  public static String removed(String reply) {
    return String.join("\n", removed(TextLines.of(reply)).lines());
  }

  static Answer removed(List<String> lines) {
    ThinkingMarks marks = new ThinkingMarks(lines);
    marks.run();
    return new Answer(marks.lines, marks.unclosed, !marks.lines.equals(lines));
  }

  private void run() {
    int at = behindOtherChannels();
    while (at < lines.size()) {
      if (Blocks.begins(lines.get(at))) {
        OptionalInt end = Blocks.end(lines, at);
        Optional<Mark> ended = endOfThought(at, end);
        if (ended.isPresent()) {
          removeUpTo(ended.get());
          at = ended.get().line();
        } else if (end.isEmpty()) {
          return;
        } else {
          removeThoughtsWithEdits(at + 1, end.getAsInt());
          at = end.getAsInt() + 1;
        }
      } else {
        at = prose(at);
      }
    }
  }

  /** Removes what comes before the final channel; returns where to go on. */
  private int behindOtherChannels() {
    int first = 0;
    while (first < lines.size() && lines.get(first).isBlank()) {
      first++;
    }
    if (first == lines.size() || !CHANNEL.matcher(lines.get(first).strip()).lookingAt()) {
      return 0;
    }
    Mark begin = new Mark(first, 0, 0, "");
    for (int at = first; at < lines.size(); at++) {
      Matcher last = FINAL_CHANNEL.matcher(lines.get(at));
      if (last.find()) {
        remove(begin, new Mark(at, last.start(), last.end(), ""));
        return at;
      }
    }
    removeFrom(begin);
    return lines.size();
  }

  /** Reads a line outside all blocks; returns where to go on. */
  private int prose(int at) {
    int from = 0;
    while (true) {
      String line = lines.get(at);
      Optional<Mark> opening = mark(OPENING, at, from);
      Optional<Mark> closing =
          lastClosing(at, from, opening.map(Mark::begin).orElse(line.length()));
      if (closing.isPresent()) {
        removeUpTo(closing.get());
        // What is left of the line may begin a block.
        return at;
      } else if (opening.isEmpty()) {
        return at + 1;
      } else {
        Mark open = opening.get();
        Optional<Mark> close = closingOf(open);
        if (close.isPresent()) {
          remove(open, close.get());
          return close.get().line();
        }
        if (line.substring(0, open.begin()).isBlank()) {
          removeFrom(open);
          return lines.size();
        }
        from = open.end();
      }
    }
  }

  /**
   * The last closing mark of a line between two columns. All before it end the same thought; to
   * take them one by one would cost the square of their number.
   */
  private Optional<Mark> lastClosing(int at, int from, int to) {
    Optional<Mark> last = Optional.empty();
    Optional<Mark> next = mark(CLOSING, at, from);
    while (next.isPresent() && next.get().begin() < to) {
      last = next;
      next = mark(CLOSING, at, next.get().end());
    }
    return last;
  }

  /** The next closing mark of the same name; of any name, if there is none. */
  private Optional<Mark> closingOf(Mark open) {
    return closingOf(open, open.name()).or(() -> closingOf(open, ""));
  }

  /** Remembers what it did not find, so that many marks do not cost their square. */
  private Optional<Mark> closingOf(Mark open, String name) {
    if (neverClosed.contains(name) || neverClosed.contains("")) {
      return Optional.empty();
    }
    for (int at = open.line(); at < lines.size(); at++) {
      int from = at == open.line() ? open.end() : 0;
      for (Optional<Mark> close = mark(CLOSING, at, from);
          close.isPresent();
          close = mark(CLOSING, at, close.get().end())) {
        if (name.isEmpty() || close.get().name().equals(name)) {
          return close;
        }
      }
    }
    neverClosed.add(name);
    return Optional.empty();
  }

  /**
   * The last closing mark on a line of its own within a block that shows that the block was part of
   * a thought: the block has no end of its own, or further edits begin in it behind the mark. Not
   * so where an opening mark stands before it in the block.
   */
  private Optional<Mark> endOfThought(int begin, OptionalInt end) {
    int last = end.orElse(lines.size() - 1);
    int to = last;
    for (int at = begin + 1; at <= last && to == last; at++) {
      to = alone(OPENING, at).isPresent() ? at : last;
    }
    boolean editsFollow = Blocks.isCutShort(lines, begin, end);
    for (int at = last; at > begin; at--) {
      if (editsFollow && at <= to) {
        Optional<Mark> close = alone(CLOSING, at);
        if (close.isPresent()) {
          return close;
        }
      }
      editsFollow |= Blocks.isPartOfEdits(lines.get(at));
    }
    return Optional.empty();
  }

  /** Within a fence around everything: thoughts between marks on lines of their own with edits. */
  private void removeThoughtsWithEdits(int from, int to) {
    Optional<Mark> open = Optional.empty();
    boolean edits = false;
    for (int at = from; at < to; at++) {
      Optional<Mark> opening = alone(OPENING, at);
      Optional<Mark> closing = alone(CLOSING, at);
      if (opening.isPresent()) {
        open = opening;
        edits = false;
      } else if (closing.isPresent() && open.isPresent()) {
        if (edits) {
          remove(open.get(), closing.get());
        }
        open = Optional.empty();
      } else {
        edits |= Blocks.isPartOfEdits(lines.get(at));
      }
    }
  }

  private Optional<Mark> alone(Pattern pattern, int at) {
    return mark(pattern, at, 0)
        .filter(mark -> lines.get(at).strip().length() == mark.end() - mark.begin());
  }

  /** The first mark in a line from a column on that does not stand between quotation marks. */
  private Optional<Mark> mark(Pattern pattern, int at, int from) {
    String line = lines.get(at);
    if (line.indexOf('<') < 0 && line.indexOf('[') < 0 && line.indexOf('◁') < 0) {
      return Optional.empty();
    }
    Matcher m = pattern.matcher(line);
    for (int next = from; m.find(next); next = m.end()) {
      boolean quoted =
          m.start() > 0
              && m.end() < line.length()
              && QUOTES.contains(line.charAt(m.start() - 1))
              && line.charAt(m.start() - 1) == line.charAt(m.end());
      if (!quoted) {
        return Optional.of(new Mark(at, m.start(), m.end(), name(m)));
      }
    }
    return Optional.empty();
  }

  private static String name(Matcher m) {
    for (int group = 1; group <= m.groupCount(); group++) {
      String name = m.group(group);
      if (name != null) {
        return name.toLowerCase(Locale.ROOT);
      }
    }
    return "";
  }

  private void removeUpTo(Mark close) {
    remove(new Mark(Math.min(cleared, close.line()), 0, 0, ""), close);
    cleared = close.line();
  }

  private void remove(Mark open, Mark close) {
    String before = lines.get(open.line()).substring(0, open.begin());
    String after = lines.get(close.line()).substring(close.end());
    for (int at = open.line(); at < close.line(); at++) {
      lines.set(at, "");
    }
    if (open.line() == close.line()) {
      lines.set(close.line(), before + after);
    } else {
      lines.set(open.line(), before);
      lines.set(close.line(), after);
    }
  }

  /** A thought that never ends is only worth a word where edits would be lost with it. */
  private void removeFrom(Mark open) {
    boolean edits = false;
    for (int at = open.line(); at < lines.size(); at++) {
      edits |= Blocks.begins(lines.get(at)) || Blocks.isPartOfEdits(lines.get(at));
      lines.set(at, "");
    }
    unclosed = edits ? OptionalInt.of(open.line()) : OptionalInt.empty();
  }
}
