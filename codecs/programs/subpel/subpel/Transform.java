package subpel;

/**
 * The discrete cosine transform of square blocks of 4, 8, 16 and 32 samples, in integers.
 * Coefficients are those of the orthonormal transform times 8 for 8-bit samples; for deeper samples
 * they are scaled down to that same range, so that nothing overflows and a quantiser step means the
 * same.
 */
final class Transform {
  static final int SCALE_BITS = 3;

  /** Deeper samples would overflow the sums of squared errors. */
  static final int MAX_BIT_DEPTH = 12;

  // 2048 cos(k pi / 64).
  private static final int[] COSINE = {
    2048, 2046, 2038, 2026, 2009, 1987, 1960, 1928, 1892, 1851, 1806, 1757, 1703, 1645, 1583, 1517,
    1448, 1375, 1299, 1220, 1138, 1053, 965, 876, 784, 690, 595, 498, 400, 301, 201, 100, 0
  };
  private static final int COSINE_BITS = 11;
  private static final int[][] MATRIX = {matrix(4), matrix(8), matrix(16), matrix(32)};

  private final int[] halves = new int[32 * 32];
  private final int[] row = new int[32];
  private final int[] odd = new int[32];
  private final int[] between = new int[32 * 32];
  private final int depthShift;

  Transform(int bitDepth) {
    this.depthShift = bitDepth - 8;
  }

  /** Transforms a residual of {@code 1 << log2} squared samples, row after row. */
  void forward(int[] residual, int[] coefficients, int log2) {
    forwardColumns(residual, between, log2, COSINE_BITS - 2 + depthShift);
    forwardColumns(between, coefficients, log2, COSINE_BITS + 2 - SCALE_BITS + log2 - 1);
  }

  /**
   * The inverse.
   *
   * @param width columns that may hold something else than zero
   * @param height rows that may
   */
  void inverse(int[] coefficients, int[] residual, int log2, int width, int height) {
    inverseColumns(coefficients, between, log2, width, height, COSINE_BITS);
    inverseColumns(
        between,
        residual,
        log2,
        1 << log2,
        width,
        COSINE_BITS + SCALE_BITS + log2 - 1 - depthShift);
  }

  // Transforms each column and stores it as a row: twice, and the block stands upright again.
  private void forwardColumns(int[] in, int[] out, int log2, int shift) {
    int n = 1 << log2;
    int half = n >> 1;
    int[] matrix = MATRIX[log2 - 2];
    // A cosine row is symmetric or antisymmetric: sums for the even rows, differences for the odd.
    for (int i = 0; i < half; i++) {
      int low = i * n;
      int high = (n - 1 - i) * n;
      for (int x = 0; x < n; x++) {
        int a = in[low + x];
        int b = in[high + x];
        halves[low + x] = a + b;
        halves[(half + i) * n + x] = a - b;
      }
    }
    int round = 1 << (shift - 1);
    for (int k = 0; k < n; k++) {
      int from = (k & 1) * half * n;
      for (int x = 0; x < n; x++) {
        row[x] = round;
      }
      for (int i = 0; i < half; i++) {
        int factor = matrix[k * n + i];
        int at = from + i * n;
        for (int x = 0; x < n; x++) {
          row[x] += factor * halves[at + x];
        }
      }
      for (int x = 0; x < n; x++) {
        out[x * n + k] = row[x] >> shift;
      }
    }
  }

  private void inverseColumns(int[] in, int[] out, int log2, int width, int height, int shift) {
    int n = 1 << log2;
    int half = n >> 1;
    int[] matrix = MATRIX[log2 - 2];
    int round = 1 << (shift - 1);
    for (int i = 0; i < half; i++) {
      for (int x = 0; x < width; x++) {
        row[x] = round;
        odd[x] = 0;
      }
      for (int k = 0; k < height; k += 2) {
        int factor = matrix[k * n + i];
        for (int x = 0; x < width; x++) {
          row[x] += factor * in[k * n + x];
        }
      }
      for (int k = 1; k < height; k += 2) {
        int factor = matrix[k * n + i];
        for (int x = 0; x < width; x++) {
          odd[x] += factor * in[k * n + x];
        }
      }
      for (int x = 0; x < width; x++) {
        out[x * n + i] = (row[x] + odd[x]) >> shift;
        out[x * n + n - 1 - i] = (row[x] - odd[x]) >> shift;
      }
    }
  }

  private static int[] matrix(int n) {
    int[] matrix = new int[n * n];
    for (int k = 0; k < n; k++) {
      for (int i = 0; i < n; i++) {
        matrix[k * n + i] = k == 0 ? COSINE[16] : cosine((2 * i + 1) * k * (32 / n));
      }
    }
    return matrix;
  }

  private static int cosine(int angle) {
    int a = angle & 127;
    a = a > 64 ? 128 - a : a;
    return a <= 32 ? COSINE[a] : -COSINE[64 - a];
  }
}
