package dev.codecsmith.evolve.outside;

import dev.codecsmith.evolve.proposal.Candidate;
import dev.codecsmith.sandbox.program.Program;
import java.time.Instant;
import java.util.List;

/**
 * A program that somebody outside a campaign proposes to it.
 *
 * @param id its name in the queue; ids are in the order in which they were made
 * @param by who brings it, such as {@code claude-code}: letters, digits and . _ -
 * @param name a short name for people
 * @param program the program
 * @param parents ids of the campaign's experiments that it was made from
 * @param reasoning why it is so
 * @param made when it was brought
 */
public record OutsideProposal(
    String id,
    String by,
    String name,
    Program program,
    List<String> parents,
    String reasoning,
    Instant made) {
  private static final int HASH_DIGITS = 8;
  private static final int MOST_NAME = 40;

  public OutsideProposal {
    parents = List.copyOf(parents);
    if (by.isEmpty() || !by.equals(plain(by))) {
      throw new IllegalArgumentException("Nobody who proposes can be called so.");
    }
  }

  /** A new one. */
  public static OutsideProposal of(
      String by,
      String name,
      Program program,
      List<String> parents,
      String reasoning,
      Instant made) {
    String id =
        "proposal_%013d_%s"
            .formatted(made.toEpochMilli(), program.sha256().substring(0, HASH_DIGITS));
    return new OutsideProposal(id, plain(by), name, program, parents, reasoning, made);
  }

  /** As a part of a proposer's name, which stands in tables and records. */
  private static String plain(String by) {
    String text = by.replaceAll("[^A-Za-z0-9._-]+", "-");
    text = text.substring(0, Math.min(MOST_NAME, text.length()));
    return text.isEmpty() ? "unnamed" : text;
  }

  /**
   * As a candidate.
   *
   * @param passedOn the program, with what of it may be edited from now on
   */
  Candidate candidate(Program passedOn) {
    return Candidate.of(name, passedOn, OutsideProposer.NAME + ":" + by, parents, reasoning);
  }
}
