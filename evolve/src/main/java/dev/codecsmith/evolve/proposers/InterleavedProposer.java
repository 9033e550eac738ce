package dev.codecsmith.evolve.proposers;

import dev.codecsmith.evolve.proposal.Candidate;
import dev.codecsmith.evolve.proposal.ProposalRequest;
import dev.codecsmith.evolve.proposal.Proposer;
import dev.codecsmith.sandbox.InfrastructureException;
import java.util.Optional;

/**
 * Lets a tuner work between the proposals of models: after each iteration of the models, so many of
 * the tuner. Model calls find structure, a tuner finds its constants (solution spaces instead of
 * single solutions, arXiv 2508.07932).
 *
 * <p>Whose turn it is follows from the iteration alone ({@link IterationShares}). Who has nothing
 * to propose gives its turn away.
 */
public final class InterleavedProposer implements Proposer {
  private final Proposer models;
  private final Proposer tuner;
  private final IterationShares turns;

  public InterleavedProposer(Proposer models, Proposer tuner, IterationShares turns) {
    this.models = models;
    this.tuner = tuner;
    this.turns = turns;
  }

  @Override
  public String name() {
    return models.name() + "+" + tuner.name();
  }

  @Override
  public Optional<Candidate> propose(ProposalRequest request)
      throws InfrastructureException, InterruptedException {
    boolean byModel = turns.isByModel(request.iteration());
    Proposer whoseTurn = byModel ? models : tuner;
    Optional<Candidate> candidate = whoseTurn.propose(request);
    if (candidate.isPresent() || whoseTurn.stopReason().isPresent()) {
      return candidate;
    }
    return (byModel ? tuner : models).propose(request);
  }

  @Override
  public Optional<String> stopReason() {
    return models.stopReason().or(tuner::stopReason);
  }
}
