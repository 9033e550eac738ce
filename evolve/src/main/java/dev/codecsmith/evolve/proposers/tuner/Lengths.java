package dev.codecsmith.evolve.proposers.tuner;

import dev.codecsmith.evolve.proposers.tuner.CovarianceSearch.Box;
import dev.codecsmith.evolve.proposers.tuner.TunedPrograms.Family;
import dev.codecsmith.evolve.proposers.tuner.TunedPrograms.Known;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hipparchus.exception.MathRuntimeException;

/**
 * How sensitive scores are to constants: the lengths, as shares of their ranges, over which scores
 * change much. They are the likeliest for what was tried, given what is usual, and given what
 * constants of the same name showed in programs that were tuned before.
 */
final class Lengths {
  private static final double USUAL = 1;
  private static final double USUAL_SPREAD = 0.8;

  /** Share of the variance. */
  private static final double USUAL_NOISE = 0.01;

  private static final double NOISE_SPREAD = 0.5;
  private static final double LEAST_NOISE = 0.001;
  private static final double MOST_NOISE = 1;

  /** In logarithms: what another program showed holds about so well. */
  private static final double SHOWN_SPREAD = 0.4;

  private static final double LEAST = 0.05;
  private static final double MOST = 10;
  private static final int GENERATIONS = 25;
  private static final int ENOUGH = 12;
  private static final int MOST_FAMILIES = 3;

  private Lengths() {}

  /** What is expected of lengths before anything was tried: logarithms. */
  private static final class Prior {
    private final double[] middle;
    private final double[] spread;

    Prior(double[] middle, double[] spread) {
      this.middle = middle;
      this.spread = spread;
    }
  }

  /**
   * The process that explains best what was tried.
   *
   * @param first of the family; what other families taught before it came is used
   */
  static GaussianProcess fit(
      ConstantSpace first, Observations observed, Known known, int begin, long seed) {
    double[] likeliest = likeliest(observed, prior(first, known, begin), seed);
    return explained(observed, likeliest);
  }

  private static Prior prior(ConstantSpace first, Known known, int begin) {
    Map<String, List<Double>> shown = new HashMap<>();
    known.othersBefore(first, begin).stream()
        .filter(family -> family.tried().size() >= ENOUGH)
        .sorted(
            Comparator.comparingInt((Family family) -> family.tried().getLast().order()).reversed())
        .limit(MOST_FAMILIES)
        .forEach(family -> learn(family, shown));
    int dimensions = first.constants().size();
    double[] middle = new double[dimensions];
    double[] spread = new double[dimensions];
    for (int i = 0; i < dimensions; i++) {
      List<Double> lengths = shown.getOrDefault(first.constants().get(i).name(), List.of());
      middle[i] =
          lengths.stream().mapToDouble(StrictMath::log).average().orElse(StrictMath.log(USUAL));
      spread[i] = lengths.isEmpty() ? USUAL_SPREAD : SHOWN_SPREAD;
    }
    return new Prior(middle, spread);
  }

  private static void learn(Family family, Map<String, List<Double>> shown) {
    ConstantSpace space = family.space();
    int dimensions = space.constants().size();
    Prior usual =
        new Prior(
            CovarianceSearch.filled(dimensions, StrictMath.log(USUAL)),
            CovarianceSearch.filled(dimensions, USUAL_SPREAD));
    double[] lengths = likeliest(Observations.of(space, family.tried()), usual, 0);
    for (int i = 0; i < dimensions; i++) {
      shown
          .computeIfAbsent(space.constants().get(i).name(), _ -> new ArrayList<>())
          .add(lengths[i]);
    }
  }

  /** One for each direction, and the noise. */
  private static double[] likeliest(Observations observed, Prior prior, long seed) {
    int dimensions = prior.middle.length;
    double[] low = CovarianceSearch.filled(dimensions + 1, StrictMath.log(LEAST));
    double[] high = CovarianceSearch.filled(dimensions + 1, StrictMath.log(MOST));
    double[] start = Arrays.copyOf(prior.middle, dimensions + 1);
    low[dimensions] = StrictMath.log(LEAST_NOISE);
    high[dimensions] = StrictMath.log(MOST_NOISE);
    start[dimensions] = StrictMath.log(USUAL_NOISE);
    Box box = new Box(start, low, high);
    double[] logarithms =
        CovarianceSearch.least(box, GENERATIONS, logs -> unlikelihood(observed, prior, logs), seed);
    return exponentials(logarithms);
  }

  private static double unlikelihood(Observations observed, Prior prior, double[] logarithms) {
    double unlikely = 0;
    int dimensions = prior.middle.length;
    for (int i = 0; i < dimensions; i++) {
      double off = (logarithms[i] - prior.middle[i]) / prior.spread[i];
      unlikely += 0.5 * off * off;
    }
    double noise = (logarithms[dimensions] - StrictMath.log(USUAL_NOISE)) / NOISE_SPREAD;
    unlikely += 0.5 * noise * noise;
    try {
      return unlikely - explained(observed, exponentials(logarithms)).logLikelihood();
    } catch (MathRuntimeException e) {
      // The matrix is too near to a singular one to be solved.
      return 1e9;
    }
  }

  private static GaussianProcess explained(Observations observed, double[] likeliest) {
    int dimensions = likeliest.length - 1;
    return observed.explainedBy(Arrays.copyOf(likeliest, dimensions), likeliest[dimensions]);
  }

  private static double[] exponentials(double[] logarithms) {
    double[] all = new double[logarithms.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = StrictMath.exp(logarithms[i]);
    }
    return all;
  }
}
