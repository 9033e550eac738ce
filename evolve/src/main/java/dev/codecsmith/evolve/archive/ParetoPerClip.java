package dev.codecsmith.evolve.archive;

import dev.codecsmith.evolve.random.Dice;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Keeps who is best at something: for each clip its few best programs, less those that another one
 * beats or equals on every clip. A parent is drawn in proportion to the clips it leads; a
 * crossover's second parent leads where the first one lags most, and so do the inspirations. After
 * the candidate selection of GEPA (arXiv 2507.19457).
 */
final class ParetoPerClip extends Population {
  private static final int KEPT_PER_CLIP = 4;

  private final SortedMap<String, Ranking> clips = new TreeMap<>();

  ParetoPerClip(ArchiveSettings settings) {
    super(settings, "ParetoPerClip");
  }

  @Override
  void keep(Member member) {
    member
        .clipScores()
        .keySet()
        .forEach(clip ->
            clips
                .computeIfAbsent(
                    clip,
                    c ->
                        new Ranking(
                            KEPT_PER_CLIP,
                            m -> m.clipScores().getOrDefault(c, Double.POSITIVE_INFINITY)))
                .add(member));
  }

  @Override
  Choice choose(int iteration, Dice dice) {
    Map<Member, Double> front = front();
    if (front.isEmpty()) {
      return choice(List.of(best().orElseThrow()), List.of(), "the best; no clip has a figure");
    }
    Member parent = draw(front, dice);
    List<Member> champions = championsWhereLagging(parent);
    List<Member> parents = new ArrayList<>(List.of(parent));
    String reason = "leads on " + String.join(", ", ledBy(parent));
    if (!champions.isEmpty() && dice.uniform() < settings.crossoverShare()) {
      parents.add(champions.getFirst());
      reason += ", crossed with the leader on " + String.join(", ", ledBy(champions.getFirst()));
    }
    return choice(parents, champions, reason);
  }

  @Override
  public List<Member> elites() {
    return front().keySet().stream().sorted(BEST_FIRST).toList();
  }

  /** The members that no other one dominates, with the sum over clips of 1 / (rank + 1). */
  private Map<Member, Double> front() {
    Map<Member, Double> weights = new LinkedHashMap<>();
    for (Ranking clip : clips.values()) {
      for (int rank = 0; rank < clip.size(); rank++) {
        weights.merge(clip.get(rank), 1.0 / (rank + 1), Double::sum);
      }
    }
    List<Member> all = List.copyOf(weights.keySet());
    weights.keySet().removeIf(member -> all.stream().anyMatch(other -> dominates(other, member)));
    return weights;
  }

  private boolean dominates(Member a, Member b) {
    boolean better = false;
    for (String clip : clips.keySet()) {
      double x = a.clipScores().getOrDefault(clip, Double.POSITIVE_INFINITY);
      double y = b.clipScores().getOrDefault(clip, Double.POSITIVE_INFINITY);
      if (x > y) {
        return false;
      }
      better |= x < y;
    }
    return better;
  }

  private static Member draw(Map<Member, Double> weights, Dice dice) {
    double left = dice.uniform() * weights.values().stream().mapToDouble(w -> w).sum();
    Member drawn = weights.keySet().iterator().next();
    for (Map.Entry<Member, Double> entry : weights.entrySet()) {
      drawn = entry.getKey();
      left -= entry.getValue();
      if (left < 0) {
        break;
      }
    }
    return drawn;
  }

  /** The leaders of the clips that the member does not lead, where it lags most first. */
  private List<Member> championsWhereLagging(Member member) {
    record Lag(double percent, Member champion) {}
    List<Lag> lags = new ArrayList<>();
    clips.forEach((clip, ranking) -> {
      Member champion = ranking.get(0);
      double own = member.clipScores().getOrDefault(clip, Double.POSITIVE_INFINITY);
      double lag = own - champion.clipScores().getOrDefault(clip, 0.0);
      if (!champion.equals(member) && lag > 0) {
        lags.add(new Lag(lag, champion));
      }
    });
    lags.sort(Comparator.comparingDouble(Lag::percent).reversed());
    return lags.stream().map(Lag::champion).distinct().toList();
  }

  private List<String> ledBy(Member member) {
    List<String> led =
        clips.entrySet().stream()
            .filter(e -> e.getValue().get(0).equals(member))
            .map(Map.Entry::getKey)
            .toList();
    return led.isEmpty() ? List.of("no clip, but close on some") : led;
  }
}
