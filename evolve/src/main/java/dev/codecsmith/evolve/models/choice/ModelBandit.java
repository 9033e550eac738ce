package dev.codecsmith.evolve.models.choice;

import dev.codecsmith.evolve.random.Seeds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Shares calls among models so that those which improve most per dollar get most of them.
 *
 * <p>The idea is UCB1 (Auer, Cesa-Bianchi, Fischer 2002, "Finite-time Analysis of the Multiarmed
 * Bandit Problem") with the upper bound divided by the model's mean price of a call, as c-UCB of
 * Xia, Ding, Zhang, Yu, Qin 2015 ("Budgeted Bandit Problems with Continuous Random Costs") does:
 *
 * <pre>index = (mean improvement / best improvement + c · sqrt(2 ln n / n_i)) / mean cost</pre>
 *
 * <p>so a cheap model is explored more often than an expensive one, which is what a budget wants. A
 * model that has not been tried comes first. When the cost of any call is unknown, dollars cannot
 * be compared and improvement per call decides. No model counts as cheaper than a hundredth of the
 * most expensive one, lest a free one shut all others out.
 *
 * <p>The choice is a pure function of seed and history: no state, no clock.
 */
public final class ModelBandit {
  private static final double CHEAPEST = 0.01;

  private final List<String> models;
  private final double exploration;
  private final long seed;

  /**
   * @param models the names to choose from, at least one, no two equal
   * @param exploration c above; 1 is UCB1, 0 always takes the best so far
   * @param seed of the order in which untried models come and of ties
   */
  public ModelBandit(List<String> models, double exploration, long seed) {
    if (models.isEmpty() || models.stream().distinct().count() != models.size()) {
      throw new IllegalArgumentException("a bandit needs models with different names: " + models);
    }
    if (!(exploration >= 0)) {
      throw new IllegalArgumentException("exploration must not be negative: " + exploration);
    }
    this.models = List.copyOf(models);
    this.exploration = exploration;
    this.seed = seed;
  }

  /**
   * The model to ask next.
   *
   * @param ended what came of calls that have ended; those of other models are ignored
   * @param underWay models of calls that have not ended; they count as calls without improvement,
   *     so that calls made side by side spread
   */
  public String choose(ModelRecord ended, List<String> underWay) {
    Map<String, Arm> arms = new LinkedHashMap<>();
    for (String model : shuffled(ended.calls() + underWay.size())) {
      arms.put(model, new Arm(ended.of(model)));
    }
    for (String model : underWay) {
      Arm arm = arms.get(model);
      if (arm != null) {
        arm.calls++;
      }
    }
    return arms.entrySet().stream()
        .filter(arm -> arm.getValue().calls == 0)
        .findFirst()
        .or(() -> best(arms, ended.costsKnown()))
        .orElseThrow()
        .getKey();
  }

  private Optional<Map.Entry<String, Arm>> best(Map<String, Arm> arms, boolean costsKnown) {
    double best = arms.values().stream().mapToDouble(Arm::meanImprovement).max().orElse(0);
    double highest = arms.values().stream().mapToDouble(Arm::meanDollars).max().orElse(0);
    int calls = arms.values().stream().mapToInt(arm -> arm.calls).sum();
    return arms.entrySet().stream()
        .max(
            Comparator.comparingDouble(entry -> {
              Arm arm = entry.getValue();
              double gain = best > 0 ? arm.meanImprovement() / best : 0;
              double bonus = exploration * Math.sqrt(2 * Math.log(calls) / arm.calls);
              double cost =
                  costsKnown && highest > 0 ? Math.max(arm.meanDollars() / highest, CHEAPEST) : 1;
              return (gain + bonus) / cost;
            }));
  }

  /** Another order for each length of history, the same for the same one. */
  private List<String> shuffled(int round) {
    SplittableRandom random = Seeds.ofUse(seed, round);
    List<String> order = new ArrayList<>(models);
    for (int i = order.size() - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      String swapped = order.get(i);
      order.set(i, order.get(j));
      order.set(j, swapped);
    }
    return order;
  }

  /** What is known of a model. */
  private static final class Arm {
    private final ModelRecord.Sum ended;
    private int calls;

    Arm(ModelRecord.Sum ended) {
      this.ended = ended;
      this.calls = ended.calls();
    }

    private double meanImprovement() {
      return calls == 0 ? 0 : ended.improvement() / calls;
    }

    private double meanDollars() {
      return ended.calls() == 0 ? 0 : ended.dollars() / ended.calls();
    }
  }
}
