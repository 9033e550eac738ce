package dev.codecsmith.metrics.bd;

/** The slopes at the points of a piecewise cubic curve, by two schools. */
final class HermiteSlopes {

  private HermiteSlopes() {}

  /**
   * Fritsch and Butland's: inside, the weighted harmonic mean of the two secants, 0 where they
   * differ in sign; at the ends, the three-point formula, kept from overshooting.
   */
  static double[] pchip(double[] x, double[] y) {
    int n = x.length;
    double[] h = widths(x);
    double[] secants = secants(x, y);
    if (n == 2) {
      return new double[] {secants[0], secants[0]};
    }
    double[] slopes = new double[n];
    for (int i = 1; i < n - 1; i++) {
      if (secants[i - 1] * secants[i] > 0) {
        double before = 2 * h[i] + h[i - 1];
        double after = h[i] + 2 * h[i - 1];
        slopes[i] = (before + after) / (before / secants[i - 1] + after / secants[i]);
      }
    }
    slopes[0] = pchipEnd(h[0], h[1], secants[0], secants[1]);
    slopes[n - 1] = pchipEnd(h[n - 2], h[n - 3], secants[n - 2], secants[n - 3]);
    return slopes;
  }

  private static double pchipEnd(double h0, double h1, double secant0, double secant1) {
    double slope = ((2 * h0 + h1) * secant0 - h0 * secant1) / (h0 + h1);
    if (Math.signum(slope) != Math.signum(secant0)) {
      return 0;
    }
    if (Math.signum(secant0) != Math.signum(secant1) && Math.abs(slope) > 3 * Math.abs(secant0)) {
      return 3 * secant0;
    }
    return slope;
  }

  /**
   * Akima's: the mean of the two neighbouring secants, each weighted by how much the secants change
   * on the other side; two secants are extrapolated beyond each end.
   */
  static double[] akima(double[] x, double[] y) {
    int n = x.length;
    double[] inner = secants(x, y);
    double[] secants = new double[n + 3];
    System.arraycopy(inner, 0, secants, 2, n - 1);
    secants[1] = 2 * secants[2] - secants[3];
    secants[0] = 2 * secants[1] - secants[2];
    secants[n + 1] = 2 * secants[n] - secants[n - 1];
    secants[n + 2] = 2 * secants[n + 1] - secants[n];
    double[] changes = new double[n + 2];
    double largest = 0;
    for (int i = 0; i < changes.length; i++) {
      changes[i] = Math.abs(secants[i + 1] - secants[i]);
    }
    for (int i = 0; i < n; i++) {
      largest = Math.max(largest, changes[i] + changes[i + 2]);
    }
    double[] slopes = new double[n];
    for (int i = 0; i < n; i++) {
      double weights = changes[i] + changes[i + 2];
      // Changes that are rounding errors must not decide a slope.
      slopes[i] =
          weights > 1e-9 * largest
              ? (changes[i + 2] * secants[i + 1] + changes[i] * secants[i + 2]) / weights
              : (secants[i + 1] + secants[i + 2]) / 2;
    }
    return slopes;
  }

  private static double[] widths(double[] x) {
    double[] widths = new double[x.length - 1];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = x[i + 1] - x[i];
    }
    return widths;
  }

  private static double[] secants(double[] x, double[] y) {
    double[] secants = new double[x.length - 1];
    for (int i = 0; i < secants.length; i++) {
      secants[i] = (y[i + 1] - y[i]) / (x[i + 1] - x[i]);
    }
    return secants;
  }
}
