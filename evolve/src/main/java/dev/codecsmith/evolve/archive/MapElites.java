package dev.codecsmith.evolve.archive;

import dev.codecsmith.evolve.random.Dice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps the best program of every kind (Mouret and Clune: Illuminating search spaces by mapping
 * elites, arXiv 1504.04909): a grid over {@link BehaviourAxis axes}, one member a cell, replaced
 * only by a better one of the same cell. Parents are drawn from all cells alike, but for one choice
 * in four, which improves the best of all.
 */
final class MapElites extends Population {
  private static final double EXPLOITATION = 0.25;

  private final Map<List<Integer>, Integer> places = new HashMap<>();
  private final List<Member> cells = new ArrayList<>();

  MapElites(ArchiveSettings settings) {
    super(settings, "MapElites");
  }

  @Override
  void keep(Member member) {
    List<Integer> cell = cellOf(member);
    Integer place = places.get(cell);
    if (place == null) {
      places.put(cell, cells.size());
      cells.add(member);
    } else if (BEST_FIRST.compare(member, cells.get(place)) < 0) {
      cells.set(place, member);
    }
  }

  @Override
  Choice choose(int iteration, Dice dice) {
    Member best = best().orElseThrow();
    boolean exploit = dice.uniform() < EXPLOITATION;
    Member parent = exploit ? best : cells.get(dice.below(cells.size()));
    List<Member> parents = new ArrayList<>(List.of(parent));
    String reason = (exploit ? "the best, in cell " : "cell ") + describe(parent);
    if (cells.size() > 1 && dice.uniform() < settings.crossoverShare()) {
      Member other = another(parent, dice);
      parents.add(other);
      reason += ", crossed with cell " + describe(other);
    }
    List<Member> inspirations = new ArrayList<>(List.of(best));
    for (int i = 0; i < 2 * settings.inspirations(); i++) {
      inspirations.add(cells.get(dice.below(cells.size())));
    }
    return choice(parents, inspirations, reason);
  }

  @Override
  public List<Member> elites() {
    return cells.stream().sorted(BEST_FIRST).toList();
  }

  private Member another(Member parent, Dice dice) {
    int place = places.getOrDefault(cellOf(parent), 0);
    int other = dice.below(cells.size() - 1);
    return cells.get(other < place ? other : other + 1);
  }

  private List<Integer> cellOf(Member member) {
    return settings.axes().stream().map(axis -> axis.bin(member)).toList();
  }

  private String describe(Member member) {
    List<String> bins = settings.axes().stream().map(a -> a.label() + " " + a.bin(member)).toList();
    return String.join(", ", bins);
  }
}
