package dev.codecsmith.evolve.proposers.tuner;

import dev.codecsmith.evolve.proposers.tuner.TunedPrograms.Tried;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was tried of a family, as points with values that a regression can use: of many the best and
 * the newest. No value is further from the best than {@value #WORST} times as far as the middle
 * one; a setting that failed has that.
 */
final class Observations {
  private static final int MOST = 100;
  private static final int NEWEST = 20;
  private static final double WORST = 3;

  private final List<double[]> points;
  private final double[] values;

  private Observations(List<double[]> points, double[] values) {
    this.points = points;
    this.values = values;
  }

  /** The process that explains them by lengths in each direction, and noise. */
  GaussianProcess explainedBy(double[] lengths, double noise) {
    return new GaussianProcess(points, values, lengths, noise);
  }

  static Observations of(ConstantSpace space, List<Tried> family) {
    Map<List<Long>, Tried> once = new LinkedHashMap<>();
    family.forEach(tried -> once.putIfAbsent(tried.values(), tried));
    Collection<Tried> kept = kept(new ArrayList<>(once.values()));
    double[] scores =
        kept.stream()
            .flatMap(tried -> tried.score().stream())
            .mapToDouble(Double::doubleValue)
            .sorted()
            .toArray();
    double best = scores.length == 0 ? 0 : scores[0];
    double middle = scores.length == 0 ? 0 : scores[scores.length / 2];
    double worst = best + Math.max(WORST * (middle - best), 0.1);
    return new Observations(
        kept.stream().map(tried -> space.point(tried.values())).toList(),
        kept.stream().mapToDouble(tried -> Math.min(worst, tried.score().orElse(worst))).toArray());
  }

  private static Collection<Tried> kept(List<Tried> all) {
    if (all.size() <= MOST) {
      return all;
    }
    List<Tried> older = new ArrayList<>(all.subList(0, all.size() - NEWEST));
    older.sort(Tried.BEST_FIRST);
    List<Tried> kept = new ArrayList<>(older.subList(0, MOST - NEWEST));
    kept.addAll(all.subList(all.size() - NEWEST, all.size()));
    return kept;
  }
}
