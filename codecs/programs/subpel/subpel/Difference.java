package subpel;

/** Measures of how unlike two blocks are. */
final class Difference {
  private final int[] work = new int[64];

  /** The sum of absolute differences; the count ends once it passes {@code limit}. */
  static int absolute(
      char[] a, int aAt, int aStride, char[] b, int bAt, int bStride, int size, int limit) {
    int sum = 0;
    for (int row = 0; row < size && sum < limit; row++) {
      int from = aAt + row * aStride;
      int to = bAt + row * bStride;
      for (int i = 0; i < size; i++) {
        sum += Math.abs(a[from + i] - b[to + i]);
      }
    }
    return sum;
  }

  /**
   * The sum of absolute differences after a Hadamard transform of 8x8, or 4x4 for blocks of 4: close to what the cosine
   * transform will have to code. In the scale of absolute differences.
   */
  int transformed(char[] a, int aAt, int aStride, char[] b, int bAt, int bStride, int size) {
    int sum = 0;
    int n = Math.min(size, 8);
    for (int y = 0; y < size; y += n) {
      for (int x = 0; x < size; x += n) {
        sum += tile(a, aAt + y * aStride + x, aStride, b, bAt + y * bStride + x, bStride, n);
      }
    }
    return sum;
  }

  private int tile(char[] a, int aAt, int aStride, char[] b, int bAt, int bStride, int n) {
    for (int y = 0; y < n; y++) {
      for (int x = 0; x < n; x++) {
        work[y * n + x] = a[aAt + y * aStride + x] - b[bAt + y * bStride + x];
      }
      if (n == 8) {
        butterfly8(y * 8, 1);
      } else {
        butterfly4(y * 4, 1);
      }
    }
    int sum = 0;
    for (int x = 0; x < n; x++) {
      if (n == 8) {
        butterfly8(x, 8);
      } else {
        butterfly4(x, 4);
      }
      for (int y = 0; y < n; y++) {
        sum += Math.abs(work[y * n + x]);
      }
    }
    return n == 8 ? (sum + 2) >> 2 : (sum + 1) >> 1;
  }

  private void butterfly4(int at, int step) {
    int a = work[at];
    int b = work[at + step];
    int c = work[at + 2 * step];
    int d = work[at + 3 * step];
    work[at] = a + b + c + d;
    work[at + step] = a - b + c - d;
    work[at + 2 * step] = a + b - c - d;
    work[at + 3 * step] = a - b - c + d;
  }

  private void butterfly8(int at, int step) {
    for (int i = 0; i < 4; i++) {
      int a = work[at + i * step];
      int b = work[at + (i + 4) * step];
      work[at + i * step] = a + b;
      work[at + (i + 4) * step] = a - b;
    }
    butterfly4(at, step);
    butterfly4(at + 4 * step, step);
  }
}
