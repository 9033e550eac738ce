package dev.codecsmith.metrics.bd;

/** How a curve is laid through rate points before it is integrated. */
public enum BdMethod {
  /**
   * Piecewise cubic Hermite polynomials with the slopes of Fritsch and Butland ("A method for
   * constructing local monotone piecewise cubic interpolants", SIAM J. Sci. Stat. Comput. 5(2),
   * 1984), as MATLAB's {@code pchip} and the JCT-VC and JVET spreadsheets compute them. Never
   * leaves the range of its points; the headline figure.
   */
  PCHIP(2),
  /**
   * Akima's piecewise cubic polynomials ("A new method of interpolation and smooth curve fitting
   * based on local procedures", J. ACM 17(4), 1970), with his rule for equal slopes.
   */
  AKIMA(3),
  /**
   * One cubic polynomial, through four points or by least squares through more: Bjøntegaard's
   * original, VCEG-M33. Can swing between points that lie far apart.
   */
  CUBIC(4);

  private final int minimumPoints;

  BdMethod(int minimumPoints) {
    this.minimumPoints = minimumPoints;
  }

  /** The points a curve needs. */
  public int minimumPoints() {
    return minimumPoints;
  }

  /** The curve through points with rising {@code x}. */
  CubicPieces fit(double[] x, double[] y) {
    return switch (this) {
      case PCHIP -> CubicPieces.hermite(x, y, HermiteSlopes.pchip(x, y));
      case AKIMA -> CubicPieces.hermite(x, y, HermiteSlopes.akima(x, y));
      case CUBIC -> CubicPieces.leastSquares(x, y);
    };
  }
}
