package dev.codecsmith.evolve.proposers.tuner;

import dev.codecsmith.evolve.proposers.tuner.CovarianceSearch.Box;
import dev.codecsmith.evolve.proposers.tuner.TunedPrograms.Known;
import dev.codecsmith.evolve.proposers.tuner.TunedPrograms.Tried;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Finds the setting of a program's constants that promises most. A Gaussian process over what was
 * tried of the program foretells scores, and CMA-ES finds the setting of the lowest score that is
 * likely, by a bound that is drawn anew each time, so that settings which are measured side by side
 * differ (Snoek, Larochelle and Adams: Practical Bayesian Optimization of Machine Learning
 * Algorithms, NIPS 2012). It looks no further from the best than a distance that grows where it
 * finds better ones and shrinks where it does not (Eriksson and others: Scalable Global
 * Optimization via Local Bayesian Optimization, NeurIPS 2019), each time within a share of that
 * which is drawn on a logarithmic scale, so that fine changes are tried too, and changes as many
 * constants at once as has helped so far.
 *
 * @param space the constants, with the values to look around
 * @param family what was tried of the program, at least one setting
 * @param known what was tried of other programs
 * @param seed the same gives the same
 */
record SettingSearch(ConstantSpace space, List<Tried> family, Known known, long seed) {
  private static final int GENERATIONS = 40;

  /** The least share of the reach that is looked at. */
  private static final double FINEST = 0.1;

  /** A constant that did nothing is changed so many times more seldom. */
  private static final double SELDOM = 20;

  /** On average the bound lies so many standard deviations below what is expected. */
  private static final double CAUTION = 0.3;

  /** A setting, and how low its score may well be. */
  private record Promise(List<Long> values, double score) {}

  /**
   * The setting that promises most.
   *
   * @param drawn decides what chance decides
   * @param taken whether a setting was tried or is being tried; such a one is not given
   */
  Optional<List<Long>> next(long drawn, Predicate<List<Long>> taken) {
    return promises(drawn).stream()
        .distinct()
        .sorted((one, other) -> Double.compare(one.score(), other.score()))
        .map(Promise::values)
        .filter(taken.negate())
        .findFirst();
  }

  private List<Promise> promises(long drawn) {
    GaussianProcess process =
        Lengths.fit(space, Observations.of(space, family), known, family.getFirst().order(), seed);
    SplittableRandom random = new SplittableRandom(drawn);
    double[] best = space.point(space.values());
    List<Integer> free = free(process, random);
    double reach = Reach.of(family) * StrictMath.pow(FINEST, random.nextDouble());
    double caution = -CAUTION * StrictMath.log(1 - random.nextDouble());
    double[] low = new double[free.size()];
    double[] high = new double[free.size()];
    double[] start = new double[free.size()];
    for (int i = 0; i < low.length; i++) {
      int direction = free.get(i);
      double most = Math.max(reach, space.spacing(direction));
      low[i] = Math.max(0, best[direction] - most);
      high[i] = Math.min(1, best[direction] + most);
      start[i] = low[i] + random.nextDouble() * (high[i] - low[i]);
    }
    List<Promise> promises = new ArrayList<>();
    double[] _ =
        CovarianceSearch.least(
            new Box(start, low, high),
            GENERATIONS,
            part -> {
              double[] point = best.clone();
              for (int i = 0; i < part.length; i++) {
                point[free.get(i)] = part[i];
              }
              List<Long> values = space.values(point);
              GaussianProcess.Expected expected = process.at(space.point(values));
              double promise = expected.value() - caution * expected.deviation();
              promises.add(new Promise(values, promise));
              return promise;
            },
            random.nextLong());
    return promises;
  }

  /**
   * Which constants may change: the likelier, the shorter the lengths over which scores change with
   * them, and seldom those that did nothing.
   */
  private List<Integer> free(GaussianProcess process, SplittableRandom random) {
    int constants = space.constants().size();
    int count = ChangeCount.of(family, constants).draw(random);
    // The least of times that are drawn with such rates (Efraimidis and Spirakis: Weighted Random
    // Sampling with a Reservoir, Information Processing Letters 97, 2006).
    BitSet idle = IdleConstants.of(family);
    double[] times = new double[constants];
    for (int i = 0; i < constants; i++) {
      double mean = Math.sqrt(process.length(i)) * (idle.get(i) ? SELDOM : 1);
      times[i] = -StrictMath.log(1 - random.nextDouble()) * mean;
    }
    return IntStream.range(0, constants)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> times[i]))
        .limit(count)
        .toList();
  }
}
