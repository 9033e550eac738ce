package dev.codecsmith.evolve.archive;

import dev.codecsmith.evolve.random.Dice;
import java.util.List;

/**
 * Always improves on the best program so far; the runners-up inspire. The plain scheme that the
 * elaborate ones have to beat.
 */
final class GreedyRefinement extends Population {
  private final Ranking ranking;

  GreedyRefinement(ArchiveSettings settings) {
    super(settings, "GreedyRefinement");
    ranking = Ranking.byScore(settings.inspirations() + 1);
  }

  @Override
  void keep(Member member) {
    ranking.add(member);
  }

  @Override
  Choice choose(int iteration, Dice dice) {
    return choice(List.of(ranking.get(0)), ranking.members(), "the best so far");
  }

  @Override
  public List<Member> elites() {
    return ranking.members();
  }
}
