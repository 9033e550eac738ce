package dev.codecsmith.evolve.proposers.tuner;

import dev.codecsmith.evolve.history.PastExperiment;
import dev.codecsmith.evolve.proposal.ProposalRequest;
import java.util.List;

/** Which of the finished programs a tuner starts from. */
@FunctionalInterface
public interface ParentChoice {

  /**
   * The programs to start from, the likeliest first; empty to start from the library.
   *
   * <p>Depends on the request alone. May be asked for several iterations at once.
   */
  List<PastExperiment> of(ProposalRequest request);
}
