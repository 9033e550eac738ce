package matching;

/**
 * Separable transforms of blocks of 2 to 32 samples a side, in integers: the cosine transform, and
 * for the residuals of intra prediction, which grow with the distance from the border, the sine
 * transform VII and the cosine transform VIII (J. Han, A. Saxena, V. Melkote, K. Rose, "Jointly
 * optimized spatial prediction and block transform for video and image coding", IEEE TIP 21(4),
 * 2012). Coefficients are those of the orthonormal transform times 8 for 8-bit samples; for deeper
 * ones they are scaled down to that range, so that a quantiser step means the same.
 */
final class Transform {
  /** Kinds 1 to 4: bit 0 of one less tells the horizontal transform, bit 1 the vertical. */
  static final int KINDS = 5;

  static final int SCALE_BITS = 3;
  static final int BITS = 13;
  private static final int EXTRA = 2;
  private static final int COSINE = 0;
  // [type][log2][k * n + i]
  private static final int[][][] MATRIX = new int[3][6][];

  static {
    for (int log2 = 1; log2 < 6; log2++) {
      for (int type = 0; type < 3; type++) {
        MATRIX[type][log2] = matrix(type, 1 << log2);
      }
    }
  }

  private final int[] between = new int[32 * 32];
  private final int[] row = new int[32];
  private final int[] halves = new int[32 * 32];
  private final int depthShift;

  Transform(Geometry g) {
    this.depthShift = g.depthShift;
  }

  // StrictMath gives the same on every machine.
  private static int[] matrix(int type, int n) {
    int[] m = new int[n * n];
    for (int k = 0; k < n; k++) {
      for (int i = 0; i < n; i++) {
        double v =
            switch (type) {
              case 0 ->
                  StrictMath.sqrt((k == 0 ? 1.0 : 2.0) / n)
                      * StrictMath.cos(StrictMath.PI * (2 * i + 1) * k / (2 * n));
              case 1 ->
                  StrictMath.sqrt(4.0 / (2 * n + 1))
                      * StrictMath.sin(StrictMath.PI * (2 * k + 1) * (i + 1) / (2 * n + 1));
              default ->
                  StrictMath.sqrt(4.0 / (2 * n + 1))
                      * StrictMath.cos(StrictMath.PI * (2 * i + 1) * (2 * k + 1) / (4 * n + 2));
            };
        m[k * n + i] = (int) StrictMath.rint(v * (1 << BITS));
      }
    }
    return m;
  }

  /** The matrix that transforms each row of a block of that kind. */
  static int[] rowMatrix(int kind, int lw) {
    return MATRIX[horizontal(kind)][lw];
  }

  /** The matrix that transforms each column. */
  static int[] columnMatrix(int kind, int lh) {
    return MATRIX[vertical(kind)][lh];
  }

  private static int horizontal(int kind) {
    return kind == 0 ? COSINE : 1 + ((kind - 1) & 1);
  }

  private static int vertical(int kind) {
    return kind == 0 ? COSINE : 1 + ((kind - 1) >> 1);
  }

  /** Transforms a residual, row after row. */
  void forward(int[] residual, int[] coefficients, int lw, int lh, int kind) {
    columns(residual, between, lw, lh, vertical(kind), BITS - EXTRA + depthShift);
    columns(between, coefficients, lh, lw, horizontal(kind), BITS + EXTRA - SCALE_BITS);
  }

  /**
   * The inverse.
   *
   * @param width columns that may hold something else than zero
   * @param height rows that may
   */
  void inverse(
      int[] coefficients, int[] residual, int lw, int lh, int width, int height, int kind) {
    inverseColumns(coefficients, between, lw, lh, width, height, vertical(kind), BITS);
    inverseColumns(
        between,
        residual,
        lh,
        lw,
        1 << lh,
        width,
        horizontal(kind),
        BITS + SCALE_BITS - depthShift);
  }

  // Transforms each of 1 << lw columns and stores it as a row: twice, and the block stands upright.
  private void columns(int[] in, int[] out, int lw, int lh, int type, int shift) {
    int w = 1 << lw;
    int h = 1 << lh;
    int[] m = MATRIX[type][lh];
    int round = 1 << (shift - 1);
    int[] from = in;
    int half = h;
    if (type == COSINE) {
      // A cosine row is symmetric or antisymmetric: sums for the even rows, differences for odd
      // ones.
      half = h >> 1;
      from = halves;
      for (int i = 0; i < half; i++) {
        int low = i << lw;
        int high = (h - 1 - i) << lw;
        int odd = (half + i) << lw;
        for (int x = 0; x < w; x++) {
          int a = in[low + x];
          int b = in[high + x];
          halves[low + x] = a + b;
          halves[odd + x] = a - b;
        }
      }
    }
    for (int k = 0; k < h; k++) {
      int start = type == COSINE && (k & 1) != 0 ? half << lw : 0;
      for (int x = 0; x < w; x++) {
        row[x] = round;
      }
      for (int i = 0; i < half; i++) {
        int factor = m[k * h + i];
        int at = start + (i << lw);
        for (int x = 0; x < w; x++) {
          row[x] += factor * from[at + x];
        }
      }
      for (int x = 0; x < w; x++) {
        out[x * h + k] = row[x] >> shift;
      }
    }
  }

  private void inverseColumns(
      int[] in, int[] out, int lw, int lh, int width, int height, int type, int shift) {
    int h = 1 << lh;
    int[] m = MATRIX[type][lh];
    int round = 1 << (shift - 1);
    for (int i = 0; i < h; i++) {
      for (int x = 0; x < width; x++) {
        row[x] = round;
      }
      for (int k = 0; k < height; k++) {
        int factor = m[k * h + i];
        int at = k << lw;
        for (int x = 0; x < width; x++) {
          row[x] += factor * in[at + x];
        }
      }
      for (int x = 0; x < width; x++) {
        out[x * h + i] = row[x] >> shift;
      }
    }
  }
}
