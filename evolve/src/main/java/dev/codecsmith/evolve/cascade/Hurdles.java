package dev.codecsmith.evolve.cascade;

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
 * is the best at any time was. Programs of the {@link CheckedSample} have no hurdle to pass.
 */
public final class Hurdles {
  private final Optional<Cascade> cascade;
  private final CheckedSample sample;
  private final Map<Integer, Double> byFrames;

  private Hurdles(Optional<Cascade> cascade, CheckedSample sample, Map<Integer, Double> byFrames) {
    this.cascade = cascade;
    this.sample = sample;
    this.byFrames = Map.copyOf(byFrames);
  }

  /**
   * None yet.
   *
   * @param seed the campaign's
   */
  public static Hurdles of(Optional<Cascade> cascade, long seed) {
    return new Hurdles(cascade, new CheckedSample(seed), Map.of());
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
    return new Hurdles(cascade, sample, lowered);
  }

  /** The hurdle that a program of an iteration has to pass. */
  public OptionalDouble at(int iteration) {
    return isChecked(iteration) ? OptionalDouble.empty() : best(iteration);
  }

  /** The best short score, whether or not the program of an iteration has to pass it. */
  OptionalDouble best(int iteration) {
    Double hurdle = byFrames.get(frames(iteration));
    return hurdle == null ? OptionalDouble.empty() : OptionalDouble.of(hurdle);
  }

  /** Whether the program of an iteration is measured in full whatever its short score is. */
  boolean isChecked(int iteration) {
    return cascade.filter(each -> sample.holds(iteration, each.checked())).isPresent();
  }

  private int frames(int iteration) {
    return cascade.map(each -> each.framesAt(iteration)).orElse(0);
  }
}
