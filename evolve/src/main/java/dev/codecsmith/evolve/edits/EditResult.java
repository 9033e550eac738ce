package dev.codecsmith.evolve.edits;

import dev.codecsmith.evolve.edits.reply.ReplyNotes;
import dev.codecsmith.sandbox.program.Program;

/** What became of a reply: the whole of it applied, or none of it. */
public sealed interface EditResult {

  /**
   * The new program.
   *
   * @param program the program after all edits
   * @param summary what changed against the base
   * @param notes what the reply says beside its edits
   */
  record Applied(Program program, EditSummary summary, ReplyNotes notes) implements EditResult {}

  /**
   * Nothing was applied.
   *
   * @param message every problem found, worded for the model that wrote the reply
   */
  record Rejected(String message) implements EditResult {}
}
