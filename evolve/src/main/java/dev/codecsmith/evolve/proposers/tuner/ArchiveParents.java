package dev.codecsmith.evolve.proposers.tuner;

import dev.codecsmith.evolve.archive.Archive;
import dev.codecsmith.evolve.archive.ArchiveSettings;
import dev.codecsmith.evolve.archive.Member;
import dev.codecsmith.evolve.archive.Strategies;
import dev.codecsmith.evolve.history.EvaluationHistory;
import dev.codecsmith.evolve.history.HistoryFollower;
import dev.codecsmith.evolve.history.PastExperiment;
import dev.codecsmith.evolve.proposal.ProposalRequest;
import java.util.List;
import java.util.Optional;

/** Has an archive's strategy choose what a tuner starts from, as it chooses for models. */
public final class ArchiveParents implements ParentChoice {
  private final HistoryFollower<List<String>> parents;

  /**
   * @param strategy one of {@link Strategies#names()}
   * @param mainAnchor the anchor that scores are against
   * @param searchClips the clips that make the score
   * @throws IllegalArgumentException for an unknown strategy
   */
  public ArchiveParents(String strategy, long seed, String mainAnchor, List<String> searchClips) {
    ArchiveSettings settings = ArchiveSettings.defaults(seed);
    List<String> clips = List.copyOf(searchClips);
    this.parents =
        new HistoryFollower<>(
            () -> new Breeding(Strategies.create(strategy, settings), mainAnchor, clips));
  }

  @Override
  public List<PastExperiment> of(ProposalRequest request) {
    return parents.answer(request.history(), request.iteration()).stream()
        .map(request.history()::find)
        .flatMap(Optional::stream)
        .toList();
  }

  private record Breeding(Archive archive, String mainAnchor, List<String> searchClips)
      implements HistoryFollower.Learner<List<String>> {
    @Override
    public void learn(PastExperiment ended, EvaluationHistory.View history) {
      archive.add(Member.of(ended.experiment(), mainAnchor, searchClips));
    }

    @Override
    public List<String> answer(int iteration) {
      return archive.choose(iteration).parents();
    }
  }
}
