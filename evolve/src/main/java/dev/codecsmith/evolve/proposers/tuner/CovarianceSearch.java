package dev.codecsmith.evolve.proposers.tuner;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.hipparchus.optim.InitialGuess;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.PointValuePair;
import org.hipparchus.optim.SimpleBounds;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.nonlinear.scalar.ObjectiveFunction;
import org.hipparchus.optim.nonlinear.scalar.noderiv.CMAESOptimizer;
import org.hipparchus.random.Well19937c;

/**
 * CMA-ES (Hansen and Ostermeier: Completely Derandomized Self-Adaptation in Evolution Strategies,
 * Evolutionary Computation 9, 2001) by Hipparchus, over a box and with diagonal covariances, which
 * take fewer points to learn (Ros and Hansen: A Simple Modification in CMA-ES Achieving Linear Time
 * and Space Complexity, PPSN 2008).
 */
final class CovarianceSearch {
  private CovarianceSearch() {}

  /** Where a search begins and what it does not leave. */
  static final class Box {
    private final double[] start;
    private final double[] low;
    private final double[] high;

    /**
     * @param start within the box
     * @param low least in each direction
     * @param high greatest in each direction
     */
    Box(double[] start, double[] low, double[] high) {
      this.start = start.clone();
      this.low = low.clone();
      this.high = high.clone();
    }
  }

  /**
   * The point with the least value that was found; the same for the same seed.
   *
   * @param generations how many at most
   */
  static double[] least(Box box, int generations, ToDoubleFunction<double[]> function, long seed) {
    int dimensions = box.start.length;
    double[] deviations = new double[dimensions];
    for (int i = 0; i < dimensions; i++) {
      deviations[i] = 0.3 * (box.high[i] - box.low[i]);
    }
    int population = 4 + (int) (3 * StrictMath.log(dimensions));
    CMAESOptimizer optimizer =
        new CMAESOptimizer(generations, 0, true, generations, 0, new Well19937c(seed), false, null);
    PointValuePair found =
        optimizer.optimize(
            new MaxEval(Integer.MAX_VALUE),
            new ObjectiveFunction(function::applyAsDouble),
            GoalType.MINIMIZE,
            new InitialGuess(box.start),
            new SimpleBounds(box.low, box.high),
            new CMAESOptimizer.Sigma(deviations),
            new CMAESOptimizer.PopulationSize(population));
    double[] point = found.getPoint();
    for (int i = 0; i < dimensions; i++) {
      point[i] = Math.clamp(point[i], box.low[i], box.high[i]);
    }
    return point;
  }

  /** All of one value. */
  static double[] filled(int length, double value) {
    double[] all = new double[length];
    Arrays.fill(all, value);
    return all;
  }
}
