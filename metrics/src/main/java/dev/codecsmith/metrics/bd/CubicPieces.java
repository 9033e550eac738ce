package dev.codecsmith.metrics.bd;

import java.util.stream.DoubleStream;

/**
 * A curve of cubic polynomials end to end: piece i spans {@code x[i]} to {@code x[i+1]}, and its
 * four coefficients belong to rising powers of x - {@code x[i]}.
 */
final class CubicPieces {

  private final double[] x;
  private final double[][] coefficients;

  private CubicPieces(double[] x, double[][] coefficients) {
    this.x = x;
    this.coefficients = coefficients;
  }

  /** Through all points with the given slopes. */
  static CubicPieces hermite(double[] x, double[] y, double[] slopes) {
    double[][] coefficients = new double[x.length - 1][];
    for (int i = 0; i < coefficients.length; i++) {
      double h = x[i + 1] - x[i];
      double secant = (y[i + 1] - y[i]) / h;
      coefficients[i] =
          new double[] {
            y[i],
            slopes[i],
            (3 * secant - 2 * slopes[i] - slopes[i + 1]) / h,
            (slopes[i] + slopes[i + 1] - 2 * secant) / (h * h)
          };
    }
    return new CubicPieces(x.clone(), coefficients);
  }

  /** One cubic polynomial by least squares, which goes through the points if there are four. */
  static CubicPieces leastSquares(double[] x, double[] y) {
    int last = x.length - 1;
    double scale = x[last] - x[0];
    double[][] rows = new double[x.length][];
    double[] values = y.clone();
    for (int i = 0; i <= last; i++) {
      double t = (x[i] - x[0]) / scale;
      rows[i] = new double[] {1, t, t * t, t * t * t};
    }
    double[] scaled = solveByHouseholder(rows, values);
    double[] coefficients = new double[4];
    double power = 1;
    for (int i = 0; i < 4; i++) {
      coefficients[i] = scaled[i] / power;
      power *= scale;
    }
    return new CubicPieces(new double[] {x[0], x[last]}, new double[][] {coefficients});
  }

  /** The integral from {@code from} to {@code to}, both within the curve. */
  double integral(double from, double to) {
    double sum = 0;
    for (int i = 0; i < coefficients.length; i++) {
      double low = Math.max(from, x[i]);
      double high = Math.min(to, x[i + 1]);
      if (low < high) {
        sum += antiderivative(i, high - x[i]) - antiderivative(i, low - x[i]);
      }
    }
    return sum;
  }

  /** The lowest and the highest value between the ends. */
  Band range() {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < coefficients.length; i++) {
      double length = x[i + 1] - x[i];
      for (double t : extremes(coefficients[i], length)) {
        low = Math.min(low, value(i, t));
        high = Math.max(high, value(i, t));
      }
    }
    return new Band(low, high);
  }

  /** The ends of a piece, and where within it the slope is 0. */
  private static double[] extremes(double[] c, double length) {
    double a = 3 * c[3];
    double b = 2 * c[2];
    double root = Math.sqrt(Math.max(0, b * b - 4 * a * c[1]));
    // Of the two forms of a root each is exact where the other loses its digits.
    double q = -(b + Math.copySign(root, b)) / 2;
    return DoubleStream.of(0, length, q / a, c[1] / q).filter(t -> t >= 0 && t <= length).toArray();
  }

  private double value(int piece, double t) {
    double[] c = coefficients[piece];
    return c[0] + t * (c[1] + t * (c[2] + t * c[3]));
  }

  private double antiderivative(int piece, double t) {
    double[] c = coefficients[piece];
    return t * (c[0] + t * (c[1] / 2 + t * (c[2] / 3 + t * c[3] / 4)));
  }

  /** Least squares by QR; both arguments are overwritten. */
  private static double[] solveByHouseholder(double[][] a, double[] b) {
    int n = a[0].length;
    for (int k = 0; k < n; k++) {
      double norm = 0;
      for (int i = k; i < a.length; i++) {
        norm = Math.hypot(norm, a[i][k]);
      }
      double alpha = a[k][k] > 0 ? -norm : norm;
      double[] v = new double[a.length];
      double dot = 0;
      for (int i = k; i < a.length; i++) {
        v[i] = a[i][k] - (i == k ? alpha : 0);
        dot += v[i] * v[i];
      }
      for (int column = k; column < n; column++) {
        double projection = 0;
        for (int i = k; i < a.length; i++) {
          projection += v[i] * a[i][column];
        }
        for (int i = k; i < a.length; i++) {
          a[i][column] -= 2 * projection / dot * v[i];
        }
      }
      double projection = 0;
      for (int i = k; i < a.length; i++) {
        projection += v[i] * b[i];
      }
      for (int i = k; i < a.length; i++) {
        b[i] -= 2 * projection / dot * v[i];
      }
    }
    double[] solution = new double[n];
    for (int i = n - 1; i >= 0; i--) {
      double rest = b[i];
      for (int j = i + 1; j < n; j++) {
        rest -= a[i][j] * solution[j];
      }
      solution[i] = rest / a[i][i];
    }
    return solution;
  }
}
