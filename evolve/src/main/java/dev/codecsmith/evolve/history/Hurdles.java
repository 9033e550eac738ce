package dev.codecsmith.evolve.history;

import dev.codecsmith.lab.evaluation.Cascade;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What programs' short scores are held against, where a campaign has a cascade: the best short
 * score of the experiments that an iteration may learn from, on as many frames, empty if none has
 * one. Only what has a score counts: a program that does well on the first frames and then fails is
 * nothing to be held against. So the first programs after a rise are measured in full, and whatever
 * is the best at any time was.
 */
public final class Hurdles {
  private final Optional<Cascade> cascade;
  private final Map<Integer, Double> byFrames;

  private Hurdles(Optional<Cascade> cascade, Map<Integer, Double> byFrames) {
    this.cascade = cascade;
    this.byFrames = Map.copyOf(byFrames);
  }

  /** None yet. */
  public static Hurdles of(Optional<Cascade> cascade) {
    return new Hurdles(cascade, Map.of());
  }

  /**
   * With what an experiment adds to them.
   *
   * @param iteration of the experiment
   * @param score of the experiment
   * @param shortScore of the experiment
   */
  public Hurdles with(int iteration, Optional<Double> score, Optional<Double> shortScore) {
    if (score.isEmpty() || shortScore.isEmpty()) {
      return this;
    }
    Map<Integer, Double> lowered = new HashMap<>(byFrames);
    lowered.merge(frames(iteration), shortScore.get(), Math::min);
    return new Hurdles(cascade, lowered);
  }

  /** The hurdle for a program of an iteration. */
  public OptionalDouble at(int iteration) {
    Double hurdle = byFrames.get(frames(iteration));
    return hurdle == null ? OptionalDouble.empty() : OptionalDouble.of(hurdle);
  }

  private int frames(int iteration) {
    return cascade.map(each -> each.framesAt(iteration)).orElse(0);
  }
}
