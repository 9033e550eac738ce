package dev.codecsmith.evolve.proposers.tuner;

import dev.codecsmith.evolve.archive.Archive;
import dev.codecsmith.evolve.archive.ArchiveSettings;
import dev.codecsmith.evolve.archive.Member;
import dev.codecsmith.evolve.archive.Strategies;
import dev.codecsmith.evolve.history.PastExperiment;
import dev.codecsmith.evolve.proposal.ProposalRequest;
import java.util.List;

/** Has an archive's strategy choose what a tuner starts from, as it chooses for models. */
public final class ArchiveParents implements ParentChoice {
  private final String strategy;
  private final ArchiveSettings settings;
  private final String mainAnchor;
  private final List<String> searchClips;

  private Archive archive;
  private int added;

  /**
   * @param strategy one of {@link Strategies#names()}
   * @param mainAnchor the anchor that scores are against
   * @param searchClips the clips that make the score
   * @throws IllegalArgumentException for an unknown strategy
   */
  public ArchiveParents(String strategy, long seed, String mainAnchor, List<String> searchClips) {
    this.strategy = strategy;
    this.settings = ArchiveSettings.defaults(seed);
    this.mainAnchor = mainAnchor;
    this.searchClips = List.copyOf(searchClips);
    this.archive = Strategies.create(strategy, settings);
  }

  @Override
  public synchronized List<PastExperiment> of(ProposalRequest request) {
    List<PastExperiment> history = request.history();
    if (history.size() < added) {
      archive = Strategies.create(strategy, settings);
      added = 0;
    }
    for (PastExperiment finished : history.subList(added, history.size())) {
      // Counted one by one, since the next record may be one that cannot be read just now.
      archive.add(Member.of(finished.experiment(), mainAnchor, searchClips));
      added++;
    }
    return archive.choose(request.iteration()).parents().stream()
        .flatMap(id -> history.stream().filter(finished -> finished.id().equals(id)))
        .toList();
  }
}
