package dev.codecsmith.evolve.ideas;

import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which ideas a campaign tried, with what effect. It follows from the finished experiments: start
 * from {@link #EMPTY} and add the outcomes of each, by iteration.
 *
 * @param effects by the idea's id
 */
public record IdeaLog(SortedMap<String, Effect> effects) {
  /** Nothing tried yet. */
  public static final IdeaLog EMPTY = new IdeaLog(new TreeMap<>());

  public IdeaLog {
    effects = Collections.unmodifiableSortedMap(new TreeMap<>(effects));
  }

  /**
   * What came of an idea.
   *
   * @param tries experiments that declared it
   * @param failures those of them that failed
   * @param improved those of them that beat their best parent
   * @param measured those of them that have a change
   * @param sumOfChanges in points of BD-rate, over the measured ones
   * @param bestChange the lowest change; empty if none was measured
   */
  public record Effect(
      int tries,
      int failures,
      int improved,
      int measured,
      double sumOfChanges,
      Optional<Double> bestChange) {

    static final Effect NONE = new Effect(0, 0, 0, 0, 0, Optional.empty());

    /** Whether it was given a fair try, twice at least, and never helped. */
    public boolean bad() {
      return tries >= 2 && improved == 0 && failures + measured >= 2;
    }

    Effect plus(IdeaOutcome outcome) {
      Optional<Double> change = outcome.change();
      return new Effect(
          tries + 1,
          failures + (outcome.failed() ? 1 : 0),
          improved + (change.filter(c -> c < 0).isPresent() ? 1 : 0),
          measured + (change.isPresent() ? 1 : 0),
          sumOfChanges + change.orElse(0.0),
          bestChange.isEmpty() ? change : bestChange.map(b -> Math.min(b, change.orElse(b))));
    }

    /**
     * Such as {@code tried 3 times: 1 failed, best −4.2, mean −1.0 points of BD-rate}.
     *
     * @param points what changes are in, such as {@code points of BD-rate}
     */
    public String text(String points) {
      StringBuilder out = new StringBuilder("tried " + (tries == 1 ? "once" : tries + " times"));
      String separator = ": ";
      if (failures > 0) {
        out.append(separator).append(failures).append(" failed");
        separator = ", ";
      }
      if (measured > 0) {
        out.append(separator)
            .append(
                String.format(
                    Locale.ROOT,
                    "best %+.1f, mean %+.1f %s",
                    bestChange.orElseThrow(),
                    sumOfChanges / measured,
                    points));
      }
      return out.toString();
    }
  }

  public IdeaLog plus(IdeaOutcome outcome) {
    SortedMap<String, Effect> next = new TreeMap<>(effects);
    next.merge(outcome.idea(), Effect.NONE.plus(outcome), (old, first) -> old.plus(outcome));
    return new IdeaLog(next);
  }

  public Optional<Effect> effect(String idea) {
    return Optional.ofNullable(effects.get(idea));
  }
}
