package dev.codecsmith.evolve.proposers.tuner;

import dev.codecsmith.evolve.history.EvaluationHistory;
import dev.codecsmith.evolve.history.HistoryFollower;
import dev.codecsmith.evolve.history.PastExperiment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What became of programs with tunable constants, by family: those that differ in the constants'
 * values only. Of programs that no tuner made, only those are read that were among the best so far.
 */
final class TunedPrograms implements HistoryFollower.Learner<TunedPrograms.Known> {
  private static final int BEST = 3;

  private final Map<String, Family> families = new HashMap<>();
  private final List<Double> best = new ArrayList<>();
  private int learned;

  /**
   * A setting of a family's constants that was tried.
   *
   * @param order of all experiments, from 1
   * @param id the experiment's
   * @param values by file and line
   * @param score BD-rate in percent; empty if it failed
   */
  record Tried(int order, String id, List<Long> values, Optional<Double> score) {
    static final Comparator<Tried> BEST_FIRST =
        Comparator.comparingDouble((Tried tried) -> tried.score().orElse(Double.POSITIVE_INFINITY))
            .thenComparingInt(Tried::order);
  }

  /**
   * Programs that differ in the values of their constants only.
   *
   * @param space of the first of them
   * @param tried in order
   */
  record Family(ConstantSpace space, List<Tried> tried) {
    /** What was tried up to an experiment. */
    private Family upTo(int order) {
      return new Family(space, tried.stream().takeWhile(each -> each.order() <= order).toList());
    }
  }

  /** What was known at some time; what is learned later does not show. */
  record Known(TunedPrograms all, int learned) {
    /** What was tried of a program's family, in order. */
    List<Tried> of(ConstantSpace space) {
      synchronized (all) {
        return Optional.ofNullable(all.families.get(space.family()))
            .map(family -> family.upTo(learned).tried())
            .orElseGet(List::of);
      }
    }

    /** What was tried of other families before an experiment. */
    List<Family> othersBefore(ConstantSpace space, int order) {
      String own = space.family();
      synchronized (all) {
        return all.families.entrySet().stream()
            .filter(each -> !each.getKey().equals(own))
            .sorted(Map.Entry.comparingByKey())
            .map(each -> each.getValue().upTo(Math.min(learned, order - 1)))
            .toList();
      }
    }
  }

  @Override
  public void learn(PastExperiment ended, EvaluationHistory.View history) {
    synchronized (this) {
      learned++;
      if (isOfATuner(ended) || isAmongTheBest(ended)) {
        ConstantSpace space = ConstantSpace.of(ended.program());
        if (!space.isEmpty()) {
          families
              .computeIfAbsent(space.family(), _ -> new Family(space, new ArrayList<>()))
              .tried()
              .add(new Tried(learned, ended.id(), space.values(), ended.scoreOrLikely()));
        }
      }
    }
  }

  private static boolean isOfATuner(PastExperiment ended) {
    return Set.of(TunerProposer.NAME, RandomTuner.NAME).contains(ended.proposer());
  }

  private boolean isAmongTheBest(PastExperiment ended) {
    if (ended.score().isEmpty()) {
      return false;
    }
    double score = ended.score().get();
    best.add(score);
    best.sort(Comparator.naturalOrder());
    if (best.size() > BEST) {
      best.removeLast();
    }
    return best.getLast() >= score;
  }

  @Override
  public Known answer(int iteration) {
    synchronized (this) {
      return new Known(this, learned);
    }
  }
}
