package dev.codecsmith.evolve.archive;

import dev.codecsmith.evolve.random.Dice;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * What all strategies share: members come in the order of their iterations, failed ones breed
 * nothing, and the best is remembered.
 */
abstract class Population implements Archive {

  /** Best score first; the earlier iteration wins a tie. */
  static final Comparator<Member> BEST_FIRST =
      Comparator.comparingDouble((Member m) -> m.score().orElse(Double.POSITIVE_INFINITY))
          .thenComparingInt(Member::iteration);

  protected final ArchiveSettings settings;
  private final String use;
  private Optional<Member> best = Optional.empty();
  private int last;

  /**
   * @param use under which its random numbers are drawn; another one gives another campaign
   */
  Population(ArchiveSettings settings, String use) {
    this.settings = settings;
    this.use = use;
  }

  @Override
  public final void add(Member member) {
    if (member.iteration() <= last) {
      throw new IllegalArgumentException(
          "experiment %s of iteration %d came after iteration %d; members are added by iteration"
              .formatted(member.id(), member.iteration(), last));
    }
    last = member.iteration();
    advance(last);
    if (member.score().isEmpty()) {
      return;
    }
    if (best.isEmpty() || BEST_FIRST.compare(member, best.get()) < 0) {
      best = Optional.of(member);
    }
    keep(member);
  }

  @Override
  public final Choice choose(int iteration) {
    return best.isEmpty()
        ? Choice.none("no program has a score yet")
        : choose(iteration, Dice.of(settings.seed(), iteration, use));
  }

  @Override
  public final Optional<Member> best() {
    return best;
  }

  /** Notes that the member of this iteration is about to be added. */
  void advance(int iteration) {}

  /** Takes a member that has a score. */
  abstract void keep(Member member);

  /** Chooses, knowing that there is a member with a score. */
  abstract Choice choose(int iteration, Dice dice);

  /** A choice of these parents with as many of the candidates as are wanted, in order. */
  protected final Choice choice(List<Member> parents, List<Member> candidates, String reason) {
    List<String> parentIds = parents.stream().map(Member::id).toList();
    SequencedSet<String> inspirations = new LinkedHashSet<>();
    for (Member candidate : candidates) {
      if (inspirations.size() == settings.inspirations()) {
        break;
      }
      if (!parentIds.contains(candidate.id())) {
        inspirations.add(candidate.id());
      }
    }
    return new Choice(parentIds, List.copyOf(inspirations), reason);
  }
}
