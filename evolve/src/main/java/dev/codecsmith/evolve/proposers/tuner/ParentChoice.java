package dev.codecsmith.evolve.proposers.tuner;

import dev.codecsmith.evolve.history.PastExperiment;
import dev.codecsmith.evolve.proposal.ProposalRequest;
import java.util.Comparator;
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

  /** The tunable programs with the best scores, the earlier of equals first. */
  static ParentChoice best(int count) {
    Comparator<PastExperiment> byScore =
        Comparator.comparingDouble((PastExperiment finished) -> finished.score().orElseThrow())
            .thenComparingInt(PastExperiment::iteration);
    return request ->
        request.history().stream()
            .filter(finished -> finished.score().isPresent())
            .sorted(byScore)
            .filter(finished -> !TunableConstant.of(finished.program()).isEmpty())
            .limit(count)
            .toList();
  }
}
