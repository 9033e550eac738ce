package dev.codecsmith.evolve.proposers;

import dev.codecsmith.evolve.proposal.Candidate;
import dev.codecsmith.evolve.proposal.ProposalRequest;
import dev.codecsmith.evolve.proposal.Proposer;
import dev.codecsmith.sandbox.InfrastructureException;
import java.util.Optional;

/**
 * Lets a cheap proposer work between the proposals of a dear one: after each iteration of the dear
 * one, so many of the cheap one. Model calls find structure, a tuner finds its constants (solution
 * spaces instead of single solutions, arXiv 2508.07932).
 *
 * <p>Whose turn it is follows from the iteration alone ({@link IterationShares}). Who has nothing
 * to propose gives its turn away.
 */
public final class InterleavedProposer implements Proposer {
  private final Proposer dear;
  private final Proposer cheap;
  private final IterationShares turns;

  public InterleavedProposer(Proposer dear, Proposer cheap, IterationShares turns) {
    this.dear = dear;
    this.cheap = cheap;
    this.turns = turns;
  }

  @Override
  public String name() {
    return dear.name() + "+" + cheap.name();
  }

  @Override
  public Optional<Candidate> propose(ProposalRequest request)
      throws InfrastructureException, InterruptedException {
    boolean dearsTurn = turns.isDears(request.iteration());
    Proposer whoseTurn = dearsTurn ? dear : cheap;
    Optional<Candidate> candidate = whoseTurn.propose(request);
    if (candidate.isPresent() || whoseTurn.stopReason().isPresent()) {
      return candidate;
    }
    return (dearsTurn ? cheap : dear).propose(request);
  }

  @Override
  public Optional<String> stopReason() {
    return dear.stopReason().or(cheap::stopReason);
  }
}
