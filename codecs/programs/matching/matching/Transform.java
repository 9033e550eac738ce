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

  /** The kind of a cosine transform whose lowest coefficients are transformed again. */
  static final int DIRECTIONAL = 5;

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
    return kind == 0 || kind == DIRECTIONAL ? COSINE : 1 + ((kind - 1) & 1);
  }

  private static int vertical(int kind) {
    return kind == 0 || kind == DIRECTIONAL ? COSINE : 1 + ((kind - 1) >> 1);
  }

  /** Transforms a residual, row after row. */
  void forward(int[] residual, int[] coefficients, int lw, int lh, int kind) {
    columns(residual, between, lw, lh, vertical(kind), BITS - EXTRA + depthShift);
    columns(between, coefficients, lh, lw, horizontal(kind), BITS + EXTRA - SCALE_BITS);
  }

  /** All transforms of a residual but the first kind, of at most 16 samples a side. */
  void forwardKinds(int[] residual, int[][] coefficients, int lw, int lh) {
    for (int v = 1; v < 3; v++) {
      columns(residual, between, lw, lh, v, BITS - EXTRA + depthShift);
      for (int h = 1; h < 3; h++) {
        int kind = 1 + (h - 1) + 2 * (v - 1);
        columns(between, coefficients[kind], lh, lw, h, BITS + EXTRA - SCALE_BITS);
      }
    }
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
    if (h == 4) {
      fours(in, out, w, type, shift);
      return;
    }
    if (h == 8) {
      eights(in, out, w, type, shift);
      return;
    }
    if (h == 16 && type == COSINE) {
      sixteens(in, out, w, shift);
      return;
    }
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

  // The same for columns of four and of eight, written out.
  private static void fours(int[] in, int[] out, int w, int type, int shift) {
    int[] m = MATRIX[type][2];
    int round = 1 << (shift - 1);
    for (int x = 0; x < w; x++) {
      int a = in[x];
      int b = in[w + x];
      int c = in[2 * w + x];
      int d = in[3 * w + x];
      int o = 4 * x;
      out[o] = (round + m[0] * a + m[1] * b + m[2] * c + m[3] * d) >> shift;
      out[o + 1] = (round + m[4] * a + m[5] * b + m[6] * c + m[7] * d) >> shift;
      out[o + 2] = (round + m[8] * a + m[9] * b + m[10] * c + m[11] * d) >> shift;
      out[o + 3] = (round + m[12] * a + m[13] * b + m[14] * c + m[15] * d) >> shift;
    }
  }

  private static void eights(int[] in, int[] out, int w, int type, int shift) {
    int[] m = MATRIX[type][3];
    int round = 1 << (shift - 1);
    for (int x = 0; x < w; x++) {
      int a0 = in[x];
      int a1 = in[w + x];
      int a2 = in[2 * w + x];
      int a3 = in[3 * w + x];
      int a4 = in[4 * w + x];
      int a5 = in[5 * w + x];
      int a6 = in[6 * w + x];
      int a7 = in[7 * w + x];
      int o = 8 * x;
      if (type == COSINE) {
        int s0 = a0 + a7;
        int s1 = a1 + a6;
        int s2 = a2 + a5;
        int s3 = a3 + a4;
        int d0 = a0 - a7;
        int d1 = a1 - a6;
        int d2 = a2 - a5;
        int d3 = a3 - a4;
        for (int k = 0; k < 8; k += 2) {
          int i = 8 * k;
          out[o + k] = (round + m[i] * s0 + m[i + 1] * s1 + m[i + 2] * s2 + m[i + 3] * s3) >> shift;
          out[o + k + 1] =
              (round + m[i + 8] * d0 + m[i + 9] * d1 + m[i + 10] * d2 + m[i + 11] * d3) >> shift;
        }
        continue;
      }
      for (int k = 0; k < 8; k++) {
        int i = 8 * k;
        int low = m[i] * a0 + m[i + 1] * a1 + m[i + 2] * a2 + m[i + 3] * a3;
        int high = m[i + 4] * a4 + m[i + 5] * a5 + m[i + 6] * a6 + m[i + 7] * a7;
        out[o + k] = (round + low + high) >> shift;
      }
    }
  }

  // Even rows of the cosine matrix are symmetric or antisymmetric in their halves once more.
  private static void sixteens(int[] in, int[] out, int w, int shift) {
    int[] m = MATRIX[COSINE][4];
    int round = 1 << (shift - 1);
    for (int x = 0; x < w; x++) {
      int s0 = in[x] + in[15 * w + x];
      int s1 = in[w + x] + in[14 * w + x];
      int s2 = in[2 * w + x] + in[13 * w + x];
      int s3 = in[3 * w + x] + in[12 * w + x];
      int s4 = in[4 * w + x] + in[11 * w + x];
      int s5 = in[5 * w + x] + in[10 * w + x];
      int s6 = in[6 * w + x] + in[9 * w + x];
      int s7 = in[7 * w + x] + in[8 * w + x];
      int d0 = in[x] - in[15 * w + x];
      int d1 = in[w + x] - in[14 * w + x];
      int d2 = in[2 * w + x] - in[13 * w + x];
      int d3 = in[3 * w + x] - in[12 * w + x];
      int d4 = in[4 * w + x] - in[11 * w + x];
      int d5 = in[5 * w + x] - in[10 * w + x];
      int d6 = in[6 * w + x] - in[9 * w + x];
      int d7 = in[7 * w + x] - in[8 * w + x];
      int o = 16 * x;
      for (int k = 1; k < 16; k += 2) {
        int i = 16 * k;
        int low = m[i] * d0 + m[i + 1] * d1 + m[i + 2] * d2 + m[i + 3] * d3;
        int high = m[i + 4] * d4 + m[i + 5] * d5 + m[i + 6] * d6 + m[i + 7] * d7;
        out[o + k] = (round + low + high) >> shift;
      }
      int e0 = s0 + s7;
      int e1 = s1 + s6;
      int e2 = s2 + s5;
      int e3 = s3 + s4;
      int f0 = s0 - s7;
      int f1 = s1 - s6;
      int f2 = s2 - s5;
      int f3 = s3 - s4;
      for (int k = 0; k < 16; k += 4) {
        int i = 16 * k;
        int even = m[i] * e0 + m[i + 1] * e1 + m[i + 2] * e2 + m[i + 3] * e3;
        out[o + k] = (round + even) >> shift;
        i += 32;
        int odd = m[i] * f0 + m[i + 1] * f1 + m[i + 2] * f2 + m[i + 3] * f3;
        out[o + k + 2] = (round + odd) >> shift;
      }
    }
  }

  // Most coefficients are zero: each other one adds its line of the matrix.
  private static void inverseColumns(
      int[] in, int[] out, int lw, int lh, int width, int height, int type, int shift) {
    int h = 1 << lh;
    int[] m = MATRIX[type][lh];
    int round = 1 << (shift - 1);
    for (int x = 0; x < width; x++) {
      int o = x << lh;
      for (int i = o; i < o + h; i++) {
        out[i] = round;
      }
      for (int k = 0; k < height; k++) {
        int factor = in[(k << lw) + x];
        if (factor != 0) {
          int at = k << lh;
          for (int i = 0; i < h; i++) {
            out[o + i] += factor * m[at + i];
          }
        }
      }
      for (int i = o; i < o + h; i++) {
        out[i] >>= shift;
      }
    }
  }
}
