package dev.codecsmith.evolve.edits.reply;

import dev.codecsmith.sandbox.program.Program;

/**
 * Bounds on a reply and on the program that comes of it.
 *
 * @param replyChars longest reply that is read, in UTF-16 units
 * @param files most files of a program
 * @param fileChars longest file, in UTF-16 units
 * @param programChars longest program, all files together, in UTF-16 units
 */
public record EditLimits(int replyChars, int files, int fileChars, int programChars) {

  /**
   * Two million characters of reply; as many files as a program may have, of at most 400,000,
   * together 1,000,000.
   */
  public static final EditLimits DEFAULT =
      new EditLimits(2_000_000, Program.MAX_FILES, 400_000, 1_000_000);

  public EditLimits {
    if (replyChars < 1 || files < 1 || fileChars < 1 || programChars < 1) {
      throw new IllegalArgumentException("edit limits must be positive");
    }
  }
}
