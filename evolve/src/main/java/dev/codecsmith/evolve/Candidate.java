package dev.codecsmith.evolve;

import dev.codecsmith.sandbox.Program;
import java.util.List;

/**
 * A program with where it comes from.
 *
 * @param name a short name for people
 * @param program the program
 * @param proposer who made it
 * @param parents ids of the experiments it was made from; empty for a program made from nothing
 * @param prompt what the proposer was asked; empty where nobody was asked
 * @param reply what it answered; empty where nobody was asked
 * @param reasoning why it is so, in a sentence or more
 */
public record Candidate(
    String name,
    Program program,
    String proposer,
    List<String> parents,
    String prompt,
    String reply,
    String reasoning) {
  public Candidate {
    parents = List.copyOf(parents);
  }

  /** A candidate nobody was asked for in words. */
  public static Candidate of(
      String name, Program program, String proposer, List<String> parents, String reasoning) {
    return new Candidate(name, program, proposer, parents, "", "", reasoning);
  }
}
