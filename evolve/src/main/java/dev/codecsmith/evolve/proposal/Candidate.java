package dev.codecsmith.evolve.proposal;

import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.store.Failure;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Optional;

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
 * @param fault why there is nothing to run; then the experiment ends as failed with it at once, and
 *     {@code program} holds whatever the proposer got instead of a program
 */
@RecordBuilder
public record Candidate(
    String name,
    Program program,
    String proposer,
    List<String> parents,
    String prompt,
    String reply,
    String reasoning,
    Optional<Failure> fault) {
  public Candidate {
    parents = List.copyOf(parents);
  }

  /** A candidate nobody was asked for in words. */
  public static Candidate of(
      String name, Program program, String proposer, List<String> parents, String reasoning) {
    return CandidateBuilder.builder()
        .name(name)
        .program(program)
        .proposer(proposer)
        .parents(parents)
        .reasoning(reasoning)
        .prompt("")
        .reply("")
        .fault(Optional.empty())
        .build();
  }
}
