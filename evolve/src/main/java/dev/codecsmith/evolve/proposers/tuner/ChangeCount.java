package dev.codecsmith.evolve.proposers.tuner;

import dev.codecsmith.evolve.proposers.tuner.TunedPrograms.Tried;
import java.util.List;
import java.util.SplittableRandom;

/**
 * How many constants the next setting changes at once: drawn from 1, 2 to 3, 4 to 7 and so on, each
 * by the square of the share of such changes that were better than the best before them. Few are
 * likelier before anything was tried. Where scores depend on the constants smoothly, changes of
 * many are soon worth most; where an encoder's decisions tip over with each of them, a good setting
 * is lost by changing many, and kept by changing one.
 */
final class ChangeCount {
  private final double[] better;
  private final double[] tries;
  private final int constants;

  private ChangeCount(int constants) {
    this.constants = constants;
    int classes = classOf(constants) + 1;
    better = CovarianceSearch.filled(classes, 1);
    tries = new double[classes];
    for (int i = 0; i < classes; i++) {
      tries[i] = Math.scalb(2.0, i);
    }
  }

  /**
   * By what was tried of a family, in order.
   *
   * @param constants how many the family has, at least 1
   */
  static ChangeCount of(List<Tried> family, int constants) {
    ChangeCount counts = new ChangeCount(constants);
    double best = Double.POSITIVE_INFINITY;
    List<Long> values = List.of();
    for (Tried tried : family) {
      double score = tried.score().orElse(Double.POSITIVE_INFINITY);
      int changed = values.isEmpty() ? 0 : differences(values, tried.values());
      if (changed > 0) {
        counts.tries[classOf(changed)]++;
        counts.better[classOf(changed)] += score < best ? 1 : 0;
      }
      if (values.isEmpty() || score < best) {
        values = tried.values();
        best = score;
      }
    }
    return counts;
  }

  private static int differences(List<Long> one, List<Long> other) {
    int count = 0;
    for (int i = 0; i < one.size(); i++) {
      count += one.get(i).equals(other.get(i)) ? 0 : 1;
    }
    return count;
  }

  private static int classOf(int count) {
    return Integer.SIZE - 1 - Integer.numberOfLeadingZeros(count);
  }

  // The square has the one that helps most drawn most of the time.
  private double weight(int of) {
    return better[of] / tries[of] * (better[of] / tries[of]);
  }

  /** From 1 to all of them. */
  int draw(SplittableRandom random) {
    double sum = 0;
    for (int i = 0; i < tries.length; i++) {
      sum += weight(i);
    }
    double left = random.nextDouble() * sum - weight(0);
    int drawn = 0;
    while (drawn < tries.length - 1 && left > 0) {
      drawn++;
      left -= weight(drawn);
    }
    int least = 1 << drawn;
    return Math.min(constants, least + random.nextInt(least));
  }
}
