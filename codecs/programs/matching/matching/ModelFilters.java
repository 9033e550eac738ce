package matching;

import java.util.ArrayList;
import java.util.List;

/**
 * Filters that every decoder has, so that small pictures need not pay for their own: the best
 * linear ones for a signal whose samples resemble each other the less the further they are apart,
 * under white noise. Along the direction of a class samples resemble each other more, across it
 * less, and the more active a class is, the less of it is noise. Three sets, for little noise to
 * much.
 *
 * <p>VVC has sets of fixed filters too (H.266, 8.8.5.2), but trained ones. Double precision is
 * exact on every machine, and so is StrictMath.
 */
final class ModelFilters {
  private static final double[] NOISE = {0.15, 0.6, 2.4};
  private static final double NEAR = 0.08;

  static final List<AdaptiveFilter.Set> LUMA = new ArrayList<>();
  static final List<AdaptiveFilter.Set> CHROMA = new ArrayList<>();

  static {
    int[] filterOf = new int[FilterClasses.COUNT];
    for (int k = 0; k < filterOf.length; k++) {
      filterOf[k] = k;
    }
    for (double noise : NOISE) {
      int[][] taps = new int[FilterClasses.COUNT][];
      for (int k = 0; k < taps.length; k++) {
        int activity = k % 5;
        double share = noise * StrictMath.pow(3, -activity);
        taps[k] = taps(AdaptiveFilter.LUMA, k / 5 % 5, share, SoftDifferences.COUNT);
      }
      LUMA.add(new AdaptiveFilter.Set(filterOf, taps));
      int cross = AdaptiveFilter.CROSS.length + 1;
      int[][] chroma = {taps(AdaptiveFilter.CHROMA, 0, noise / 3, cross)};
      CHROMA.add(new AdaptiveFilter.Set(new int[FilterClasses.COUNT], chroma));
    }
  }

  private ModelFilters() {}

  // How alike two samples are at that distance; direction 0 is none, 1 and 2 diagonal, 3 and 4
  // along a row.
  private static double alike(int direction, int x, int y) {
    double u = direction == 0 || direction > 2 ? x : (x + y) * StrictMath.sqrt(0.5);
    double v = direction == 0 || direction > 2 ? y : (x - y) * StrictMath.sqrt(0.5);
    double across = direction == 0 ? 1 : (direction & 1) != 0 ? 2 : 4;
    double along = direction == 0 ? 1 : 1 / across;
    return StrictMath.exp(-NEAR * StrictMath.sqrt(u * u * along * along + v * v * across * across));
  }

  private static int[] taps(int[][] places, int direction, double noise, int more) {
    int n = places.length;
    double[][] m = new double[n][n + 1];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        int[] a = places[i];
        int[] b = places[j];
        double like =
            2 * alike(direction, a[0] - b[0], a[1] - b[1])
                + 2 * alike(direction, a[0] + b[0], a[1] + b[1])
                - 4 * alike(direction, a[0], a[1])
                - 4 * alike(direction, b[0], b[1])
                + 4;
        m[i][j] = like + noise * NEAR * (i == j ? 6 : 4);
      }
      m[i][n] = 2 * noise * NEAR;
    }
    for (int i = 0; i < n; i++) {
      for (int r = 0; r < n; r++) {
        double q = r == i ? 0 : m[r][i] / m[i][i];
        for (int j = i; j <= n; j++) {
          m[r][j] -= q * m[i][j];
        }
      }
    }
    int[] taps = new int[n + more];
    for (int i = 0; i < n; i++) {
      taps[i] = (int) StrictMath.rint(m[i][n] / m[i][i] * (1 << AdaptiveFilter.BITS));
    }
    return taps;
  }
}
