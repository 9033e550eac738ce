package matching;

/**
 * What a squared error in each square of 16 of a picture counts in its encoder's decisions, by how
 * much the {@link Lookahead} finds that the pictures predicted from it will suffer: one in the
 * geometric mean, as the picture's QP follows from the same mean. Nothing of it is sent.
 *
 * <p>As libaom scales lambda by block from its temporal dependency model (J. Han, P. Wilkins, Y.
 * Xu, J. Bankoski, "An efficient rate-distortion optimization scheme using a temporal dependency
 * model", 2020), but at the side of the distortion, so that a tree of blocks of different
 * importance is compared by one lambda.
 */
final class Importance {
  static final int LOG2 = 4;
  private static final double EXPONENT = 0.5;
  private static final double MOST = 2.5;

  private final int width;
  private final double[] weights;

  /**
   * @param values the importance of each square, row after row
   */
  Importance(Geometry g, double[] values) {
    width = (g.width + (1 << LOG2) - 1) >> LOG2;
    weights = new double[values.length];
    double mean = 0;
    for (double v : values) {
      mean += StrictMath.log(v) / values.length;
    }
    for (int i = 0; i < values.length; i++) {
      weights[i] =
          Math.clamp(StrictMath.exp(EXPONENT * (StrictMath.log(values[i]) - mean)), 1 / MOST, MOST);
    }
  }

  /** Of the square that holds that luma sample. */
  double at(int x, int y) {
    return weights[(y >> LOG2) * width + (x >> LOG2)];
  }

  /** The mean over a block within the picture. */
  double of(int x, int y, int w, int h) {
    double sum = 0;
    int count = 0;
    for (int by = y >> LOG2; by << LOG2 < y + h; by++) {
      for (int bx = x >> LOG2; bx << LOG2 < x + w; bx++) {
        sum += weights[by * width + bx];
        count++;
      }
    }
    return sum / count;
  }
}
