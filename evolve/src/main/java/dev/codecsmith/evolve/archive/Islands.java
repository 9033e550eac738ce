package dev.codecsmith.evolve.archive;

import dev.codecsmith.evolve.random.Dice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Populations that breed apart, so that one early success does not become everyone's ancestor, and
 * now and then send their best on. Iteration N belongs to island N mod the number of islands: its
 * parent is drawn there by rank, and its program goes there. A program without parents is a
 * founder: the best of them seeds every island, so that none has to begin with a weak one, and
 * those that are far behind it breed nothing. While there are fewer than two children for each
 * island, each comes from the best of all: where proposals are few and expensive, nothing has shown
 * yet that another program is worth one. Every so many iterations each island's best is copied to
 * the next one around a ring. A crossover's second parent comes from another island.
 */
final class Islands extends Population {
  /** Points by which another founder may be behind the best one and still breed. */
  private static final double FAR_BEHIND = 15;

  /** So many for each island have the best program of all as their parent. */
  private static final int CHILDREN_OF_THE_BEST = 2;

  private final List<Ranking> islands;
  private Optional<Member> bestFounder = Optional.empty();
  private int migrations;
  private int children;

  Islands(ArchiveSettings settings) {
    super(settings, "Islands");
    islands =
        Stream.generate(() -> Ranking.byScore(settings.islandSize()))
            .limit(settings.islands())
            .toList();
  }

  @Override
  void advance(int iteration) {
    // Iteration 1 is the first, so a full interval lies before each migration.
    int due = (iteration - 1) / settings.migrationInterval();
    while (migrations < due) {
      migrate();
      migrations++;
    }
  }

  @Override
  void keep(Member member) {
    Ranking home = islands.get(islandOf(member.iteration()));
    if (!member.parents().isEmpty()) {
      children++;
      home.add(member);
    } else if (bestFounder.isEmpty() || BEST_FIRST.compare(member, bestFounder.get()) < 0) {
      seed(member);
    } else if (!isFarBehind(member)) {
      home.add(member);
    }
  }

  /** A founder that is better than those before takes their place where they are not at home. */
  private void seed(Member founder) {
    for (int i = 0; i < islands.size(); i++) {
      Ranking island = islands.get(i);
      if (bestFounder.isPresent() && islandOf(bestFounder.get().iteration()) != i) {
        island.remove(bestFounder.get());
      }
      island.add(founder);
    }
    bestFounder = Optional.of(founder);
    for (Ranking island : islands) {
      island.members().stream()
          .filter(member -> member.parents().isEmpty() && isFarBehind(member))
          .toList()
          .forEach(island::remove);
    }
  }

  private boolean isFarBehind(Member founder) {
    return founder.score().orElseThrow()
        > bestFounder.orElseThrow().score().orElseThrow() + FAR_BEHIND;
  }

  @Override
  Choice choose(int iteration, Dice dice) {
    if (children < CHILDREN_OF_THE_BEST * islands.size()) {
      return choice(List.of(best().orElseThrow()), elites(), "few children yet: the best program");
    }
    int home = islandOf(iteration);
    Ranking island = islands.get(home);
    String reason = "island " + (home + 1) + " of " + islands.size();
    if (island.size() == 0) {
      return choice(
          List.of(best().orElseThrow()), List.of(), reason + ", still empty: the best program");
    }
    Member parent = island.get(dice.rank(island.size()));
    List<Member> parents = new ArrayList<>(List.of(parent));
    List<Member> foreign = bestElsewhere(home, parent);
    if (!foreign.isEmpty() && dice.uniform() < settings.crossoverShare()) {
      parents.add(foreign.get(dice.below(foreign.size())));
      reason += ", crossed with another island";
    }
    List<Member> inspirations = new ArrayList<>(island.members());
    if (!foreign.isEmpty()) {
      inspirations.add(Math.min(1, inspirations.size()), foreign.get(dice.below(foreign.size())));
    }
    return choice(parents, inspirations, reason);
  }

  @Override
  public List<Member> elites() {
    return islands.stream()
        .flatMap(i -> i.members().stream())
        .distinct()
        .sorted(BEST_FIRST)
        .toList();
  }

  /** The best of each other island that is not the parent itself, which may have migrated. */
  private List<Member> bestElsewhere(int home, Member parent) {
    List<Member> best = new ArrayList<>();
    for (int i = 0; i < islands.size(); i++) {
      if (i != home && islands.get(i).size() > 0 && !islands.get(i).get(0).equals(parent)) {
        best.add(islands.get(i).get(0));
      }
    }
    return best;
  }

  private void migrate() {
    List<List<Member>> leaving =
        islands.stream().map(i -> i.members().stream().limit(1).toList()).toList();
    for (int i = 0; i < islands.size(); i++) {
      Ranking next = islands.get((i + 1) % islands.size());
      leaving.get(i).forEach(next::add);
    }
  }

  private int islandOf(int iteration) {
    return Math.floorMod(iteration, islands.size());
  }
}
