package dev.codecsmith.evolve.proposers;

import dev.codecsmith.evolve.Finished;
import dev.codecsmith.evolve.ProposalRequest;
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
  List<Finished> of(ProposalRequest request);

  /** The tunable programs with the best scores, the earlier of equals first. */
  static ParentChoice best(int count) {
    Comparator<Finished> byScore =
        Comparator.comparingDouble((Finished finished) -> finished.score().orElseThrow())
            .thenComparingInt(Finished::iteration);
    return request ->
        request.history().stream()
            .filter(finished -> finished.score().isPresent())
            .sorted(byScore)
            .filter(finished -> !TunableConstant.of(finished.program()).isEmpty())
            .limit(count)
            .toList();
  }
}
