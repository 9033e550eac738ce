package dev.codecsmith.evolve.proposers.tuner;

import dev.codecsmith.evolve.history.EvaluationHistory;
import dev.codecsmith.evolve.history.HistoryFollower;
import dev.codecsmith.evolve.history.PastExperiment;
import dev.codecsmith.evolve.proposal.ProposalRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The tunable programs with the best scores, the earlier of equals first. */
public final class BestParents implements ParentChoice {
  private final HistoryFollower<List<PastExperiment>> best;

  /**
   * @param count how many at most
   */
  public BestParents(int count) {
    this.best = new HistoryFollower<>(() -> new Best(count, new ArrayList<>()));
  }

  @Override
  public List<PastExperiment> of(ProposalRequest request) {
    return best.answer(request.history(), request.iteration());
  }

  private record Best(int count, List<PastExperiment> kept)
      implements HistoryFollower.Learner<List<PastExperiment>> {
    private static final Comparator<PastExperiment> BY_SCORE =
        Comparator.comparingDouble((PastExperiment ended) -> ended.score().orElseThrow())
            .thenComparingInt(PastExperiment::iteration);

    @Override
    public void learn(PastExperiment ended, EvaluationHistory.View history) {
      boolean good =
          ended.score().isPresent()
              && (kept.size() < count || BY_SCORE.compare(ended, kept.getLast()) < 0);
      // Whether it is tunable costs its program, which is read from the store.
      if (good && !TunableConstant.of(ended.program()).isEmpty()) {
        kept.add(ended);
        kept.sort(BY_SCORE);
        if (kept.size() > count) {
          kept.removeLast();
        }
      }
    }

    @Override
    public List<PastExperiment> answer(int iteration) {
      return List.copyOf(kept);
    }
  }
}
