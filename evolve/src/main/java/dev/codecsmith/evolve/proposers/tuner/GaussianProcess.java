package dev.codecsmith.evolve.proposers.tuner;

import java.util.List;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.CholeskyDecomposition;
import org.hipparchus.linear.RealVector;

/**
 * What values are to be expected at points that were not tried, and how surely: Gaussian process
 * regression with a Matérn kernel of smoothness 5/2 and a length in each direction (Rasmussen and
 * Williams: Gaussian Processes for Machine Learning, MIT Press 2006, algorithm 2.1). Values are
 * taken as they deviate from their mean; their variance is the most likely one for the lengths.
 */
final class GaussianProcess {
  private static final double SQRT_5 = Math.sqrt(5);

  private final List<double[]> points;
  private final double[] lengths;
  private final double mean;
  private final double variance;
  private final CholeskyDecomposition kernels;
  private final RealVector weights;
  private final double logLikelihood;

  /**
   * @param points at least one
   * @param values one for each
   * @param lengths over which values change much, in each direction
   * @param noise share of the variance, above 0, that neighbours do not have in common: what
   *     rounding to whole constants and decisions of an encoder that tip over leave unexplained
   */
  GaussianProcess(List<double[]> points, double[] values, double[] lengths, double noise) {
    this.points = List.copyOf(points);
    this.lengths = lengths.clone();
    int count = points.size();
    double[][] kernel = new double[count][count];
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < i; j++) {
        kernel[i][j] = kernel(points.get(i), points.get(j));
        kernel[j][i] = kernel[i][j];
      }
      kernel[i][i] = 1 + noise;
    }
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    this.mean = sum / count;
    double[] deviations = new double[count];
    for (int i = 0; i < count; i++) {
      deviations[i] = values[i] - mean;
    }
    this.kernels = new CholeskyDecomposition(new Array2DRowRealMatrix(kernel, false), 1e-9, 1e-12);
    RealVector deviation = new ArrayRealVector(deviations, false);
    this.weights = kernels.getSolver().solve(deviation);
    this.variance = Math.max(1e-12, deviation.dotProduct(weights) / count);
    this.logLikelihood =
        -0.5 * count * StrictMath.log(variance) - 0.5 * StrictMath.log(kernels.getDeterminant());
  }

  /** How well the lengths explain the values, but for a constant. */
  double logLikelihood() {
    return logLikelihood;
  }

  /** The length over which values change much in a direction. */
  double length(int direction) {
    return lengths[direction];
  }

  /**
   * What is expected of a point.
   *
   * @param deviation standard deviation
   */
  record Expected(double value, double deviation) {}

  Expected at(double[] point) {
    double[] near = new double[points.size()];
    for (int i = 0; i < near.length; i++) {
      near[i] = kernel(points.get(i), point);
    }
    RealVector kernel = new ArrayRealVector(near, false);
    double known = kernel.dotProduct(kernels.getSolver().solve(kernel));
    return new Expected(
        mean + kernel.dotProduct(weights), Math.sqrt(variance * Math.max(0, 1 - known)));
  }

  private double kernel(double[] one, double[] other) {
    double square = 0;
    for (int i = 0; i < one.length; i++) {
      double distance = (one[i] - other[i]) / lengths[i];
      square += distance * distance;
    }
    double scaled = SQRT_5 * Math.sqrt(square);
    return (1 + scaled + scaled * scaled / 3) * StrictMath.exp(-scaled);
  }
}
