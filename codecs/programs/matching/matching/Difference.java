package matching;

/** Measures of how unlike two blocks are. */
final class Difference {
  private final int[] work = new int[64];

  /**
   * The sum of absolute differences after a Hadamard transform of 8x8, or 4x4 for blocks of 4:
   * close to what the cosine transform will have to code. In the scale of absolute differences.
   */
  int transformed(char[] a, int aAt, int aStride, char[] b, int bAt, int bStride, int w, int h) {
    int sum = 0;
    int n = Math.min(Math.min(w, h), 8);
    for (int y = 0; y < h; y += n) {
      for (int x = 0; x < w; x += n) {
        int from = aAt + y * aStride + x;
        int to = bAt + y * bStride + x;
        sum +=
            n == 8
                ? tile8(a, from, aStride, b, to, bStride)
                : tile4(a, from, aStride, b, to, bStride);
      }
    }
    return sum;
  }

  private int tile8(char[] a, int aAt, int aStride, char[] b, int bAt, int bStride) {
    int[] w = work;
    for (int y = 0; y < 8; y++) {
      int from = aAt + y * aStride;
      int to = bAt + y * bStride;
      int d0 = a[from] - b[to];
      int d1 = a[from + 1] - b[to + 1];
      int d2 = a[from + 2] - b[to + 2];
      int d3 = a[from + 3] - b[to + 3];
      int d4 = a[from + 4] - b[to + 4];
      int d5 = a[from + 5] - b[to + 5];
      int d6 = a[from + 6] - b[to + 6];
      int d7 = a[from + 7] - b[to + 7];
      int s0 = d0 + d4;
      int s1 = d1 + d5;
      int s2 = d2 + d6;
      int s3 = d3 + d7;
      int s4 = d0 - d4;
      int s5 = d1 - d5;
      int s6 = d2 - d6;
      int s7 = d3 - d7;
      int at = 8 * y;
      w[at] = s0 + s1 + s2 + s3;
      w[at + 1] = s0 - s1 + s2 - s3;
      w[at + 2] = s0 + s1 - s2 - s3;
      w[at + 3] = s0 - s1 - s2 + s3;
      w[at + 4] = s4 + s5 + s6 + s7;
      w[at + 5] = s4 - s5 + s6 - s7;
      w[at + 6] = s4 + s5 - s6 - s7;
      w[at + 7] = s4 - s5 - s6 + s7;
    }
    int sum = 0;
    for (int x = 0; x < 8; x++) {
      int s0 = w[x] + w[x + 32];
      int s1 = w[x + 8] + w[x + 40];
      int s2 = w[x + 16] + w[x + 48];
      int s3 = w[x + 24] + w[x + 56];
      int s4 = w[x] - w[x + 32];
      int s5 = w[x + 8] - w[x + 40];
      int s6 = w[x + 16] - w[x + 48];
      int s7 = w[x + 24] - w[x + 56];
      sum += ends(s0, s1, s2, s3) + ends(s4, s5, s6, s7);
    }
    return (sum + 2) >> 2;
  }

  private int tile4(char[] a, int aAt, int aStride, char[] b, int bAt, int bStride) {
    int[] w = work;
    for (int y = 0; y < 4; y++) {
      int from = aAt + y * aStride;
      int to = bAt + y * bStride;
      int d0 = a[from] - b[to];
      int d1 = a[from + 1] - b[to + 1];
      int d2 = a[from + 2] - b[to + 2];
      int d3 = a[from + 3] - b[to + 3];
      w[4 * y] = d0 + d1 + d2 + d3;
      w[4 * y + 1] = d0 - d1 + d2 - d3;
      w[4 * y + 2] = d0 + d1 - d2 - d3;
      w[4 * y + 3] = d0 - d1 - d2 + d3;
    }
    int sum = 0;
    for (int x = 0; x < 4; x++) {
      sum += ends(w[x], w[x + 4], w[x + 8], w[x + 12]);
    }
    return (sum + 1) >> 1;
  }

  // The last two steps of a column, and the sizes of what comes out.
  private static int ends(int a, int b, int c, int d) {
    int e = a + b;
    int f = a - b;
    int g = c + d;
    int h = c - d;
    return Math.abs(e + g) + Math.abs(e - g) + Math.abs(f + h) + Math.abs(f - h);
  }
}
