package dev.codecsmith.evolve.prompts;

import dev.codecsmith.sandbox.program.Program;

/**
 * A reply that did not work, to be mended in the same conversation.
 *
 * @param reason what went wrong
 * @param error the exact error
 * @param attempt which repair this asks for, from 1
 * @param attempts how many there may be
 * @param current what edits in the next reply apply to: the program with the broken reply applied,
 *     or the one before if the reply could not be applied
 */
public record RepairRequest(
    Reason reason, String error, int attempt, int attempts, Program current) {

  /** What went wrong. */
  public enum Reason {
    /** The reply could not be applied, so nothing of it was. */
    REJECTED,
    /** The program does not compile. */
    BUILD,
    /** The program fails on the first small frames. */
    SMOKE,
    /** The program is one that was tried before. */
    DUPLICATE
  }
}
