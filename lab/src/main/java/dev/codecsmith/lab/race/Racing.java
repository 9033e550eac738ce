package dev.codecsmith.lab.race;

import dev.codecsmith.store.race.Race;
import java.util.Locale;
import org.hipparchus.distribution.continuous.NormalDistribution;

/**
 * How sure a race has to be. Two looks are taken, one at the first frames and one at whole clips at
 * some QUALITY values, and each may be wrong half as often as the race (Bonferroni), so that a
 * program that is better than its rival is left with a probability of {@code errorRate} at most, as
 * far as the spreads are known.
 *
 * <p>That is a promise to each program that is better, as a test's level of significance is. It is
 * none about those that are left: how many of these were better depends on how many better ones
 * there were to begin with, which no look tells.
 *
 * @param errorRate the probability with which a program that is better may be left, above 0 and
 *     below 0.5
 * @param checkedShare the share of all programs that is measured in full whatever the looks say, so
 *     that it is known how often they are wrong; from 0 to 1
 */
public record Racing(double errorRate, double checkedShare) {
  public static final double USUAL_ERROR_RATE = 0.05;

  private static final NormalDistribution NORMAL = new NormalDistribution();

  public Racing {
    if (!(errorRate > 0 && errorRate < 0.5)) {
      throw new IllegalArgumentException(
          "A race's error rate is a number above 0 and below 0.5, such as 0.05, found "
              + errorRate
              + ".");
    }
    if (!(checkedShare >= 0 && checkedShare <= 1)) {
      throw new IllegalArgumentException(
          "The share of programs that a race measures in full all the same is a number from 0 to 1,"
              + " such as 0.1, found "
              + checkedShare
              + ".");
    }
  }

  /**
   * By how many points of percent the gap is wider than looks make it for a better program, but for
   * half the error rate; 0 or below where the program is not left.
   */
  public double overThresholdBy(Race.Look look) {
    return look.gap()
        - NORMAL.inverseCumulativeProbability(1 - errorRate / Race.Stage.values().length)
            * look.spread();
  }

  /** Why a program is not measured further. */
  public String sentence(Race race) {
    Race.Look look = race.last();
    return String.format(
        Locale.ROOT,
        "On %s it is %+.2f points of percent beside %s, whose score is %+.2f %% (%d points of the one"
            + " held against those of the other; lower is better), and such a difference is off"
            + " by %.2f (standard deviation). A program that is better would look so far behind"
            + " with a probability of at most %.1f %%, so this one is not measured in full.",
        switch (look.stage()) {
          case FIRST_FRAMES -> "the first frames of the search clips";
          case FIRST_QUALITIES -> "the search clips at the QUALITY values that are measured first";
        },
        look.gap(),
        race.against(),
        race.againstScore(),
        look.pairs(),
        look.spread(),
        100 * errorRate / Race.Stage.values().length);
  }
}
