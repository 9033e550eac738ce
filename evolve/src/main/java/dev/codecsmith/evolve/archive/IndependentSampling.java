package dev.codecsmith.evolve.archive;

import dev.codecsmith.evolve.random.Dice;
import java.util.List;

/** Starts every candidate afresh: the floor that any use of history has to beat. */
final class IndependentSampling extends Population {

  IndependentSampling(ArchiveSettings settings) {
    super(settings, "IndependentSampling");
  }

  @Override
  void keep(Member member) {}

  @Override
  Choice choose(int iteration, Dice dice) {
    return Choice.none("independent of all before it");
  }

  @Override
  public List<Member> elites() {
    return best().stream().toList();
  }
}
