package dev.codecsmith.evolve.edits.reply;

import dev.codecsmith.sandbox.PlainText;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Takes a reply apart, line by line from the top. A search/replace marker wins over a fence, since
 * the text between markers may hold fences of its own; a fence's block is a file unless it holds
 * markers; a path comes from the marker, the fence, the line before, or the block's first comment.
 * Whatever looks like part of an edit and cannot be placed becomes a problem that names its line.
 * What stands between marks of thinking is not read ({@link ThinkingMarks}).
 */
public final class ReplyParser {
  private static final Set<String> ILLUSTRATIONS =
      Set.of("text", "txt", "plain", "plaintext", "console", "output", "log", "math", "latex");
  private static final Set<String> PATCHES = Set.of("diff", "patch", "udiff");
  private static final Pattern HUNK =
      Pattern.compile("@@ -\\d++(?:,\\d++)? \\+\\d++(?:,\\d++)? @@");
  private static final int REASONING_CHARS = 8_000;
  private static final String FORM =
      "A block is: a line FILE: path, then <<<<<<< SEARCH, the old lines, =======, the new lines,"
          + " >>>>>>> REPLACE, each marker on a line of its own.";

  private final List<String> lines;
  private final List<Operation> operations = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private final List<String> ignored = new ArrayList<>();
  private final StringBuilder prose = new StringBuilder();
  private final Set<String> ideas = new LinkedHashSet<>();
  private Optional<String> name = Optional.empty();

  /** The path of the last block or {@code FILE:} line, which later blocks without one share. */
  private Optional<String> current = Optional.empty();

  /** A path that stands directly before what comes next. */
  private Optional<String> near = Optional.empty();

  /** The line, from 1, of a {@code FILE:} line that no block has followed yet; 0 if none. */
  private int waiting;

  private int blocks;
  private int at;

  private ReplyParser(List<String> lines) {
    this.lines = lines;
  }

  public static ParsedReply parse(String reply) {
    ThinkingMarks.Answer answer =
        ThinkingMarks.removed(
            TextLines.of(reply.startsWith("\uFEFF") ? reply.substring(1) : reply));
    ReplyParser parser = new ReplyParser(answer.lines());
    answer.unclosed().ifPresent(parser::reportUnclosedThought);
    parser.run();
    String prose = parser.prose.toString().strip();
    String reasoning =
        PlainText.of(
            prose.length() > REASONING_CHARS ? prose.substring(0, REASONING_CHARS) + " …" : prose);
    return new ParsedReply(
        parser.operations,
        parser.problems,
        parser.ignored,
        new ReplyNotes(parser.name, List.copyOf(parser.ideas), reasoning),
        answer.any());
  }

  private void run() {
    while (at < lines.size()) {
      String line = lines.get(at);
      Optional<Markers.Fence> fence = Markers.fence(line);
      Optional<String> fileTag = Markers.fileTag(line);
      if (Markers.search(line).isPresent()) {
        readReplacement();
      } else if (fence.isPresent()) {
        readFence(fence.get());
      } else if (fileTag.isPresent()) {
        readFileTag(fileTag.get());
      } else {
        readProse(line);
        at++;
      }
    }
    reportWaiting();
  }

  private void readProse(String line) {
    if (line.isBlank()) {
      prose.append('\n');
      return;
    }
    if (readPathLine(line)) {
      return;
    }
    near = Optional.empty();
    prose.append(line).append('\n');
    if (Markers.stray(line)) {
      problem(at, "'" + clip(line) + "' stands outside any search/replace block. " + FORM);
    } else if (Markers.foreign(line)) {
      problem(at, "'" + clip(line) + "' belongs to a patch format that is not read. " + FORM);
    } else {
      Markers.deletion(line)
          .ifPresent(path -> operations.add(new Operation.Deletion(path, at + 1)));
      Markers.declaration(line).ifPresent(this::declare);
    }
  }

  /** Whether the line says which file comes next. */
  private boolean readPathLine(String line) {
    Optional<String> explicit = PathLine.explicit(line);
    if (explicit.isPresent()) {
      reportWaiting();
      waiting = at + 1;
      current = explicit;
      near = explicit;
      return true;
    }
    Optional<String> heading = PathLine.heading(line);
    if (heading.isPresent()) {
      near = heading;
      prose.append(line).append('\n');
    }
    return heading.isPresent();
  }

  private void declare(Markers.Declaration declaration) {
    switch (declaration.word()) {
      case "ENTRY" -> operations.add(new Operation.Entry(declaration.value(), at + 1));
      case "LANGUAGE" ->
          operations.add(
              new Operation.Language(declaration.value().toLowerCase(Locale.ROOT), at + 1));
      case "NAME" -> name = Optional.of(PlainText.of(clip(declaration.value())));
      default -> {
        for (String id : declaration.value().split("[,;\\s]+", -1)) {
          if (id.matches("[a-z0-9][a-z0-9-]{0,60}")) {
            ideas.add(id);
          }
        }
      }
    }
  }

  /** Reads from the SEARCH line at {@link #at} past its REPLACE line. */
  private void readReplacement() {
    Markers.SearchLine marker = Markers.search(lines.get(at)).orElseThrow();
    int begin = at;
    int number = ++blocks;
    Optional<String> path = marker.path().or(() -> near).or(() -> current);
    follow(path);
    List<String> search = new ArrayList<>();
    List<String> replace = new ArrayList<>();
    boolean divided = false;
    for (at++; at < lines.size(); at++) {
      String line = lines.get(at);
      if (Markers.search(line).isPresent()) {
        problem(
            begin,
            "block %d has no >>>>>>> REPLACE line before the next SEARCH line (line %d). %s"
                .formatted(number, at + 1, FORM));
        return;
      }
      if (Markers.replace(line)) {
        at++;
        if (divided) {
          operations.add(
              new Operation.Replacement(path, search, replace, number, marker.indent(), begin + 1));
          checkLeftOut(replace, Set.copyOf(search), begin + search.size() + 2);
        } else {
          problem(begin, "block " + number + " has no ======= line before REPLACE. " + FORM);
        }
        return;
      }
      if (!Markers.divider(line)) {
        (divided ? replace : search).add(line);
      } else if (divided) {
        problem(
            at,
            "block %d has a second ======= line, so its two halves cannot be told apart; send the whole file instead"
                .formatted(number));
        skipPastReplace();
        return;
      } else {
        divided = true;
      }
    }
    problem(
        begin,
        "block %d has no >>>>>>> REPLACE line: the reply ends inside it, perhaps cut off. %s"
            .formatted(number, FORM));
  }

  private void skipPastReplace() {
    while (at < lines.size() && !Markers.replace(lines.get(at))) {
      at++;
    }
    at++;
  }

  private void readFence(Markers.Fence fence) {
    int begin = at;
    Optional<String> path =
        PathLine.inFenceTag(fence.info())
            .or(() -> near)
            .or(() -> waiting > 0 ? current : Optional.empty());
    if (path.isPresent()) {
      follow(path);
    }
    near = Optional.empty();
    String tag = fence.info().split("[\\s:{,]", 2)[0].toLowerCase(Locale.ROOT);
    readBody(fence::closedBy, fence.indent().length(), "the fenced block")
        .ifPresent(text -> addFile(path, tag, text, begin));
  }

  private void readFileTag(String attribute) {
    int begin = at;
    Optional<String> path =
        Optional.of(attribute).filter(s -> !s.isEmpty()).or(() -> near).or(() -> current);
    follow(path);
    readBody(Markers::fileTagEnd, 0, "the <file> block")
        .ifPresent(text -> addFile(path, "file", Markers.withoutFence(text), begin));
  }

  private void follow(Optional<String> path) {
    current = path;
    near = Optional.empty();
    waiting = 0;
  }

  /**
   * Reads a block's lines past its end.
   *
   * @return the lines, without as much indentation as the block's opening has; empty if the block
   *     held search/replace blocks, which are then read, or never ends
   */
  private Optional<List<String>> readBody(Predicate<String> end, int indent, String what) {
    int begin = at;
    boolean edits = false;
    List<String> text = new ArrayList<>();
    at++;
    while (at < lines.size()) {
      String line = lines.get(at);
      if (end.test(line)) {
        at++;
        return edits ? Optional.empty() : Optional.of(text);
      }
      if (Markers.search(line).isPresent()) {
        if (!edits) {
          edits = true;
          int first = at - text.size();
          for (int i = 0; i < text.size(); i++) {
            readBetweenBlocks(text.get(i), first + i);
          }
        }
        readReplacement();
        continue;
      }
      if (edits) {
        readBetweenBlocks(line, at);
      } else {
        text.add(line.substring(Math.min(indent, Markers.indentOf(line))));
      }
      at++;
    }
    problem(
        begin,
        "%s that begins here never ends; the reply was perhaps cut off. Send the whole block again"
            .formatted(what));
    return Optional.empty();
  }

  private void readBetweenBlocks(String line, int index) {
    if (line.isBlank()) {
      return;
    }
    Optional<String> path =
        PathLine.explicit(line).or(() -> PathLine.heading(line)).or(() -> PathLine.inComment(line));
    if (path.isPresent()) {
      current = path;
    } else {
      problem(
          index,
          "'%s' stands between search/replace blocks and belongs to none. %s"
              .formatted(clip(line), FORM));
    }
  }

  private void addFile(Optional<String> named, String tag, List<String> text, int begin) {
    Optional<String> path =
        named.or(() -> text.isEmpty() ? Optional.empty() : PathLine.inComment(text.getFirst()));
    boolean patch =
        (PATCHES.contains(tag) && (path.isEmpty() || looksLikePatch(text)))
            || text.stream().anyMatch(l -> HUNK.matcher(l).lookingAt());
    if (patch) {
      problem(begin, "this block is a unified diff, which is not read. " + FORM);
    } else if (path.isEmpty() && ILLUSTRATIONS.contains(tag)) {
      ignored.add("the %s block at line %d of the reply".formatted(tag, begin + 1));
    } else {
      if (path.isPresent()) {
        current = path;
      }
      checkLeftOut(text, Set.of(), begin + 1);
      operations.add(new Operation.WholeFile(path, text, begin + 1));
    }
  }

  private static boolean looksLikePatch(List<String> text) {
    return text.stream().anyMatch(l -> l.startsWith("+++ ") || l.startsWith("--- "));
  }

  private void checkLeftOut(List<String> text, Set<String> known, int firstLine) {
    LeftOut.find(text, known)
        .ifPresent(i ->
            problem(
                firstLine + i,
                "'%s' stands for code that was left out, which would delete that code; write it out, or edit just the lines that change"
                    .formatted(clip(text.get(i)))));
  }

  private void reportWaiting() {
    if (waiting > 0) {
      problems.add(
          "reply line %d: FILE: %s is followed by no block; put the file's text in a fenced block below it, or search/replace blocks"
              .formatted(waiting, current.orElse("")));
      waiting = 0;
    }
  }

  private void reportUnclosedThought(int index) {
    problem(
        index,
        "a thought begins here and no mark ends it, so nothing from here on was read; end it before the program, or leave the mark out");
  }

  private void problem(int index, String what) {
    problems.add("reply line %d: %s".formatted(index + 1, what));
  }

  private static String clip(String line) {
    String s = line.strip();
    return s.length() > 120 ? s.substring(0, 120) + " …" : s;
  }
}
