package dev.codecsmith.evolve.proposers;

import dev.codecsmith.evolve.proposal.Candidate;
import dev.codecsmith.evolve.proposal.ProposalRequest;
import dev.codecsmith.evolve.proposal.Proposer;
import dev.codecsmith.sandbox.InfrastructureException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Asks the first proposer until it has nothing left, then the second, and so on. */
public final class ProposerChain implements Proposer {
  private final List<Proposer> proposers;

  public ProposerChain(List<Proposer> proposers) {
    this.proposers = List.copyOf(proposers);
  }

  @Override
  public String name() {
    return proposers.stream().map(Proposer::name).collect(Collectors.joining(","));
  }

  @Override
  public Optional<Candidate> propose(ProposalRequest request)
      throws InfrastructureException, InterruptedException {
    for (Proposer proposer : proposers) {
      Optional<Candidate> candidate = proposer.propose(request);
      if (candidate.isPresent() || proposer.stopReason().isPresent()) {
        return candidate;
      }
    }
    return Optional.empty();
  }

  @Override
  public Optional<String> stopReason() {
    return proposers.stream().flatMap(proposer -> proposer.stopReason().stream()).findFirst();
  }
}
