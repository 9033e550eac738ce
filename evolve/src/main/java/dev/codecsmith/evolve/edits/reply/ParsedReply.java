package dev.codecsmith.evolve.edits.reply;

import java.util.List;

/**
 * A reply taken apart.
 *
 * @param operations in the reply's order
 * @param problems what could not be read, each naming its line
 * @param ignored fenced blocks that were taken for illustrations
 * @param notes what the reply says beside its edits
 * @param thoughts whether thinking was taken out of it
 */
public record ParsedReply(
    List<Operation> operations,
    List<String> problems,
    List<String> ignored,
    ReplyNotes notes,
    boolean thoughts) {
  public ParsedReply {
    operations = List.copyOf(operations);
    problems = List.copyOf(problems);
    ignored = List.copyOf(ignored);
  }
}
