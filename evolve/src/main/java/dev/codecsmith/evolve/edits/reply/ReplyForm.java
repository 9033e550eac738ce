package dev.codecsmith.evolve.edits.reply;

import dev.codecsmith.evolve.edits.ReplyWriter;

/** What the prompt asked for, which decides what becomes of files that a reply does not mention. */
public enum ReplyForm {
  /**
   * The whole program: when a reply holds nothing but whole files, they replace the program. A
   * reply with a search/replace block or a deletion is read as {@link #EDITS} all the same.
   */
  WHOLE_PROGRAM,
  /** Edits of the base: files that the reply does not mention stay as they are. */
  EDITS,
  /**
   * A folder with the program in it, to be worked on; the reply holds all that is left there, which
   * is taken byte for byte ({@link ReplyWriter}). Any other reply is read as {@link
   * #WHOLE_PROGRAM}.
   */
  WORKSPACE
}
