package subpel;

/**
 * Reads a reference plane between its samples. Luma vectors count quarter samples and use eight taps, chroma eighths and
 * four: the filters are truncated cosine interpolations in 1/64. A block that points far outside is moved to where it
 * still touches the margin, which holds the same samples.
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

  /** The column (or row) of a reference from which a block of {@code size} is read, within the margin. */
  static int clampPosition(int position, int size, int limit) {
    return Math.clamp(position, 4 - Plane.MARGIN, limit + Plane.MARGIN - 4 - size);
  }

  /** Predicts luma: the block at (x, y) moved by a vector in quarter samples. */
  void luma(Plane reference, int x, int y, int size, int vectorX, int vectorY, char[] out) {
    int fromX = clampPosition(x + (vectorX >> 2), size, reference.width);
    int fromY = clampPosition(y + (vectorY >> 2), size, reference.height);
    filter(reference, fromX, fromY, size, size, LUMA[vectorX & 3], LUMA[vectorY & 3], out);
  }

  /** Predicts chroma of {@code width} x {@code height} at (x, y) of its plane; the vector is luma's. */
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
      if (movedX) {
        horizontal(reference.samples, from - before, tapsX, width, row * width);
      } else {
        for (int i = 0; i < width; i++) {
          rows[row * width + i] = reference.samples[from + i] << 6;
        }
      }
    }
    if (movedY) {
      for (int row = 0; row < height; row++) {
        vertical(tapsY, width, row * width, out);
      }
    } else {
      for (int i = 0; i < width * height; i++) {
        out[i] = (char) Math.clamp((rows[i] + 32) >> 6, 0, maxSample);
      }
    }
  }

  private void horizontal(char[] samples, int from, int[] taps, int width, int to) {
    for (int i = 0; i < width; i++) {
      int sum = 0;
      for (int t = 0; t < taps.length; t++) {
        sum += taps[t] * samples[from + i + t];
      }
      rows[to + i] = sum;
    }
  }

  private void vertical(int[] taps, int width, int at, char[] out) {
    for (int i = 0; i < width; i++) {
      int sum = 1 << 11;
      for (int t = 0; t < taps.length; t++) {
        sum += taps[t] * rows[at + t * width + i];
      }
      out[at + i] = (char) Math.clamp(sum >> 12, 0, maxSample);
    }
  }
}
