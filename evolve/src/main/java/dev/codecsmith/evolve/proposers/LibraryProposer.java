package dev.codecsmith.evolve.proposers;

import dev.codecsmith.evolve.proposal.Candidate;
import dev.codecsmith.evolve.proposal.ProposalRequest;
import dev.codecsmith.evolve.proposal.Proposer;
import dev.codecsmith.sandbox.program.Program;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** Proposes ready programs, one after the other, until all were proposed. */
public final class LibraryProposer implements Proposer {
  public static final String NAME = "library";

  private final List<Map.Entry<String, Program>> programs;

  /**
   * @param programs by name, in the order in which they are proposed
   */
  public LibraryProposer(SequencedMap<String, Program> programs) {
    this.programs = List.copyOf(programs.sequencedEntrySet());
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Optional<Candidate> propose(ProposalRequest request) {
    return programs.stream()
        .filter(entry -> !request.proposed().hasContentOf(entry.getValue()))
        .findFirst()
        .map(entry ->
            Candidate.of(
                entry.getKey(),
                entry.getValue(),
                NAME,
                List.of(),
                "The program '" + entry.getKey() + "' from the library."));
  }
}
