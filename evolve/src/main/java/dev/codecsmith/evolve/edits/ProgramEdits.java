package dev.codecsmith.evolve.edits;

import dev.codecsmith.evolve.edits.reply.EditLimits;
import dev.codecsmith.evolve.edits.reply.Operation;
import dev.codecsmith.evolve.edits.reply.ParsedReply;
import dev.codecsmith.evolve.edits.reply.ReplyForm;
import dev.codecsmith.evolve.edits.reply.ReplyNotes;
import dev.codecsmith.evolve.edits.reply.ReplyParser;
import dev.codecsmith.evolve.edits.reply.TextLines;
import dev.codecsmith.evolve.edits.reply.UnnamedFiles;
import dev.codecsmith.sandbox.PlainText;
import dev.codecsmith.sandbox.program.EditablePaths;
import dev.codecsmith.sandbox.program.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Applies a model's reply to a program. A reply holds whole files, search/replace blocks,
 * deletions, or a mixture; the blocks are applied in order, each to what the ones before it left.
 * Either all of it is applied or nothing is, and then every problem is named at once, so that one
 * more turn of the model can mend them all.
 *
 * <p>A SEARCH text is looked for as whole lines, equal to the last space (line ends aside), and
 * must occur exactly once. Only where it occurs nowhere as written is it tried without the mark-up
 * that models wrap around it: a fence inside the marker lines, or the markers' own indentation.
 */
public final class ProgramEdits {
  private static final int MOST_OPERATIONS = 1_000;
  private static final int PROBLEMS_SHOWN = 20;
  private static final int PROBLEM_CHARS = 8_000;

  private static final Pattern LANGUAGE = Pattern.compile("[a-z][a-z0-9+#-]{0,20}");
  private static final Pattern ENTRY = Pattern.compile("[A-Za-z0-9_$.][A-Za-z0-9_$./+:-]{0,199}");
  private static final Pattern UNUSABLE =
      Pattern.compile(
          "[\\x00-\\x08\\x0B\\x0E-\\x1F\\x7F]|[\\uD800-\\uDBFF](?![\\uDC00-\\uDFFF])|(?<![\\uD800-\\uDBFF])[\\uDC00-\\uDFFF]");

  private ProgramEdits() {}

  /** {@link #apply(String, Program, ReplyForm, EditLimits)} with {@link EditLimits#DEFAULT}. */
  public static EditResult apply(String reply, Program base, ReplyForm form) {
    return apply(reply, base, form, EditLimits.DEFAULT);
  }

  /**
   * Reads a reply and applies it.
   *
   * @param reply the model's text as it came
   * @param base what is edited; a program without files where there is no parent, whose language
   *     and entry then stand unless the reply says {@code LANGUAGE:} or {@code ENTRY:}. A reply
   *     that touches a file that may not be edited has a problem
   * @param form what the prompt asked for
   * @param limits bounds on the reply and on the new program
   * @return the new program, or every problem of the reply; never throws on any text
   */
  public static EditResult apply(String reply, Program base, ReplyForm form, EditLimits limits) {
    if (reply.length() > limits.replyChars()) {
      return new EditResult.Rejected(
          "The reply has %d characters; at most %d are read. Send less: edits instead of whole files, or fewer files."
              .formatted(reply.length(), limits.replyChars()));
    }
    Optional<ReplyWriter.Written> written =
        form == ReplyForm.WORKSPACE ? ReplyWriter.read(reply) : Optional.empty();
    if (written.isPresent()) {
      return asWritten(written.get(), base, limits);
    }
    ParsedReply parsed = ReplyParser.parse(reply);
    List<String> problems = new ArrayList<>(parsed.problems());
    List<Operation> operations = UnnamedFiles.named(parsed.operations(), base, problems);
    boolean edits =
        operations.stream()
            .anyMatch(o -> o instanceof Operation.Replacement || o instanceof Operation.Deletion);
    boolean files = operations.stream().anyMatch(Operation.WholeFile.class::isInstance);
    if (!edits && !files && problems.isEmpty()) {
      return new EditResult.Rejected(nothingFound(parsed));
    }
    boolean keep = form == ReplyForm.EDITS || edits;
    Workspace workspace = new Workspace(base, keep);
    if (operations.size() > MOST_OPERATIONS) {
      return new EditResult.Rejected(
          "The reply has %d edits; at most %d are applied. Send whole files instead."
              .formatted(operations.size(), MOST_OPERATIONS));
    }
    int lookedAt = 0;
    // Finding out what is wrong with a block costs the most, and no more are shown.
    while (lookedAt < operations.size() && problems.size() < PROBLEMS_SHOWN) {
      workspace.apply(operations.get(lookedAt++)).ifPresent(problems::add);
    }
    int left = operations.size() - lookedAt;
    Program program = workspace.program();
    if (problems.isEmpty()) {
      check(program, base, edits && keep, limits, problems);
    }
    if (!problems.isEmpty()) {
      return new EditResult.Rejected(
          message(problems)
              + (left == 0 ? "" : "\nThe last %d edits were not looked at.\n".formatted(left)));
    }
    return new EditResult.Applied(
        program,
        new EditSummary(ProgramDiff.changes(base, program), parsed.ignored()),
        parsed.notes());
  }

  /** A program that is there as a whole is taken as it is: it may have been measured so. */
  private static EditResult asWritten(
      ReplyWriter.Written written, Program base, EditLimits limits) {
    List<String> problems = new ArrayList<>();
    Program program = written.program().withEditable(base.editable());
    program.fault().ifPresent(problems::add);
    check(program, base, false, limits, problems);
    return problems.isEmpty()
        ? new EditResult.Applied(
            program,
            new EditSummary(ProgramDiff.changes(base, program), List.of()),
            ReplyNotes.of(written.notes()))
        : new EditResult.Rejected(message(problems));
  }

  /**
   * What somebody left of a program in a workspace, with all that may not be edited as it was;
   * empty if the reply holds no whole program.
   */
  public static Optional<Program> restored(String reply, Program base) {
    return ReplyWriter.read(reply)
        .map(written -> EditablePaths.of(base).restored(base, written.program()));
  }

  private static void check(
      Program program, Program base, boolean edited, EditLimits limits, List<String> problems) {
    if (edited && !program.language().equals(base.language())) {
      problems.add(
          "LANGUAGE: %s changes the language of a %s program by edits; send the whole program"
              .formatted(program.language(), base.language()));
    }
    if (!LANGUAGE.matcher(program.language()).matches()) {
      problems.add("'" + program.language() + "' is no name of a language");
    }
    if (!ENTRY.matcher(program.entry()).matches()) {
      problems.add(
          "the program's entry is '%s'; say what is started on a line of its own, such as ENTRY: codec.Main"
              .formatted(program.entry()));
    }
    if (program.files().isEmpty()) {
      problems.add("the program has no file left");
    }
    if (program.files().size() > limits.files()) {
      problems.add(
          "the program has %d files; at most %d are allowed"
              .formatted(program.files().size(), limits.files()));
    }
    long total = 0;
    for (var file : program.files().entrySet()) {
      String path = file.getKey();
      String text = file.getValue();
      total += text.length();
      if (text.length() > limits.fileChars()) {
        problems.add(
            "%s has %d characters; at most %d are allowed in a file"
                .formatted(path, text.length(), limits.fileChars()));
      }
      Matcher unusable = UNUSABLE.matcher(text);
      if (!text.equals(base.files().get(path)) && unusable.find()) {
        problems.add(
            "%s, line %d: a character that no source file has (U+%04X)"
                .formatted(
                    path,
                    TextLines.of(text.substring(0, unusable.start()) + "x").size(),
                    (int) unusable.group().charAt(0)));
      }
      String folder = path + "/";
      if (program.files().tailMap(folder).keySet().stream()
          .findFirst()
          .filter(next -> next.startsWith(folder))
          .isPresent()) {
        problems.add(path + " is a file and a folder at once");
      }
    }
    if (total > limits.programChars()) {
      problems.add(
          "the program has %d characters; at most %d are allowed"
              .formatted(total, limits.programChars()));
    }
    EditablePaths.of(base).breach(base, program).ifPresent(problems::add);
    if (problems.isEmpty() && program.equals(base)) {
      problems.add("the reply changes nothing: the program is the same as before");
    }
  }

  private static String nothingFound(ParsedReply parsed) {
    StringBuilder out =
        new StringBuilder("The reply holds no program: no file and no search/replace block.");
    if (!parsed.ignored().isEmpty()) {
      out.append(" Taken for illustrations: ")
          .append(String.join(", ", parsed.ignored()))
          .append('.');
    }
    if (parsed.thoughts()) {
      out.append(" What stands between marks of thinking is not read.");
    }
    return out.append(
            " Write each file as a line FILE: path followed by a fenced block with its whole text.")
        .toString();
  }

  private static String message(List<String> problems) {
    StringBuilder out = new StringBuilder("Nothing was applied. ");
    out.append(
        problems.size() == 1
            ? "The reply has a problem:\n"
            : "The reply has %d problems:\n".formatted(problems.size()));
    int shown = Math.min(problems.size(), PROBLEMS_SHOWN);
    for (int i = 0; i < shown; i++) {
      String problem = PlainText.of(problems.get(i)).strip();
      out.append('\n').append(i + 1).append(". ");
      out.append(problem, 0, Math.min(problem.length(), PROBLEM_CHARS)).append('\n');
    }
    if (shown < problems.size()) {
      out.append("\n… and ").append(problems.size() - shown).append(" more.\n");
    }
    return out.toString();
  }
}
