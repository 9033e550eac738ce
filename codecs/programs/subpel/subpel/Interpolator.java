package subpel;

/**
 * Reads a reference plane between its samples. Luma vectors count quarter samples and use eight
 * taps, chroma eighths and four: the filters are truncated cosine interpolations in 1/64. A block
 * that points far outside is moved to where it still touches the margin, which holds the same
 * samples.
 */
final class Interpolator {
  static final int[][] LUMA = {
    {0, 0, 0, 64, 0, 0, 0, 0},
    {-1, 4, -10, 58, 17, -5, 1, 0},
    {-1, 4, -11, 40, 40, -11, 4, -1},
    {0, 1, -5, 17, 58, -10, 4, -1}
  };
  private static final int[][] CHROMA = {
    {0, 64, 0, 0},
    {-2, 58, 10, -2},
    {-4, 54, 16, -2},
    {-6, 46, 28, -4},
    {-4, 36, 36, -4},
    {-4, 28, 46, -6},
    {-2, 16, 54, -4},
    {-2, 10, 58, -2}
  };

  private final int maxSample;
  private final int[] rows = new int[(32 + 7) * 32];

  Interpolator(int maxSample) {
    this.maxSample = maxSample;
  }

  /**
   * The column (or row) of a reference from which a block of {@code size} is read, within the
   * margin.
   */
  static int clampPosition(int position, int size, int limit) {
    return Math.clamp(position, 4 - Plane.MARGIN, limit + Plane.MARGIN - 4 - size);
  }

  /** Predicts luma: the block at (x, y) moved by a vector in quarter samples. */
  void luma(Plane reference, int x, int y, int size, int vectorX, int vectorY, char[] out) {
    int fromX = clampPosition(x + (vectorX >> 2), size, reference.width);
    int fromY = clampPosition(y + (vectorY >> 2), size, reference.height);
    filter(reference, fromX, fromY, size, size, LUMA[vectorX & 3], LUMA[vectorY & 3], out);
  }

  /**
   * Predicts chroma of {@code width} x {@code height} at (x, y) of its plane; the vector is luma's.
   */
  void chroma(
      Plane reference,
      int x,
      int y,
      int width,
      int height,
      int vectorX,
      int vectorY,
      int shiftX,
      int shiftY,
      char[] out) {
    int fromX = clampPosition(x + (vectorX >> (2 + shiftX)), width, reference.width);
    int fromY = clampPosition(y + (vectorY >> (2 + shiftY)), height, reference.height);
    int[] tapsX = CHROMA[(vectorX << (1 - shiftX)) & 7];
    int[] tapsY = CHROMA[(vectorY << (1 - shiftY)) & 7];
    filter(reference, fromX, fromY, width, height, tapsX, tapsY, out);
  }

  private void filter(
      Plane reference, int x, int y, int width, int height, int[] tapsX, int[] tapsY, char[] out) {
    int taps = tapsX.length;
    int before = taps / 2 - 1;
    boolean movedX = tapsX[before] != 64;
    boolean movedY = tapsY[before] != 64;
    if (!movedX && !movedY) {
      for (int row = 0; row < height; row++) {
        System.arraycopy(reference.samples, reference.at(x, y + row), out, row * width, width);
      }
      return;
    }
    int extra = movedY ? taps - 1 : 0;
    int top = movedY ? y - before : y;
    for (int row = 0; row < height + extra; row++) {
      int from = reference.at(x, top + row);
      int to = row * width;
      if (!movedX) {
        for (int i = 0; i < width; i++) {
          rows[to + i] = reference.samples[from + i] << 6;
        }
      } else if (taps == 8) {
        horizontal8(reference.samples, from - 3, tapsX, width, to);
      } else {
        horizontal4(reference.samples, from - 1, tapsX, width, to);
      }
    }
    if (!movedY) {
      for (int i = 0; i < width * height; i++) {
        out[i] = clip((rows[i] + 32) >> 6);
      }
    } else if (taps == 8) {
      vertical8(tapsY, width, height, out);
    } else {
      vertical4(tapsY, width, height, out);
    }
  }

  private char clip(int value) {
    return (char) (value < 0 ? 0 : Math.min(value, maxSample));
  }

  private void horizontal8(char[] s, int from, int[] taps, int width, int to) {
    int t0 = taps[0];
    int t1 = taps[1];
    int t2 = taps[2];
    int t3 = taps[3];
    int t4 = taps[4];
    int t5 = taps[5];
    int t6 = taps[6];
    int t7 = taps[7];
    for (int i = 0; i < width; i++) {
      int f = from + i;
      int left = t0 * s[f] + t1 * s[f + 1] + t2 * s[f + 2] + t3 * s[f + 3];
      rows[to + i] = left + t4 * s[f + 4] + t5 * s[f + 5] + t6 * s[f + 6] + t7 * s[f + 7];
    }
  }

  private void horizontal4(char[] s, int from, int[] taps, int width, int to) {
    int t0 = taps[0];
    int t1 = taps[1];
    int t2 = taps[2];
    int t3 = taps[3];
    for (int i = 0; i < width; i++) {
      int f = from + i;
      rows[to + i] = t0 * s[f] + t1 * s[f + 1] + t2 * s[f + 2] + t3 * s[f + 3];
    }
  }

  private void vertical8(int[] taps, int w, int height, char[] out) {
    int[] r = rows;
    int t0 = taps[0];
    int t1 = taps[1];
    int t2 = taps[2];
    int t3 = taps[3];
    int t4 = taps[4];
    int t5 = taps[5];
    int t6 = taps[6];
    int t7 = taps[7];
    for (int i = 0; i < w * height; i++) {
      int upper = t0 * r[i] + t1 * r[i + w] + t2 * r[i + 2 * w] + t3 * r[i + 3 * w];
      int lower = t4 * r[i + 4 * w] + t5 * r[i + 5 * w] + t6 * r[i + 6 * w] + t7 * r[i + 7 * w];
      out[i] = clip((upper + lower + (1 << 11)) >> 12);
    }
  }

  private void vertical4(int[] taps, int w, int height, char[] out) {
    int[] r = rows;
    int t0 = taps[0];
    int t1 = taps[1];
    int t2 = taps[2];
    int t3 = taps[3];
    for (int i = 0; i < w * height; i++) {
      int sum = t0 * r[i] + t1 * r[i + w] + t2 * r[i + 2 * w] + t3 * r[i + 3 * w];
      out[i] = clip((sum + (1 << 11)) >> 12);
    }
  }
}
