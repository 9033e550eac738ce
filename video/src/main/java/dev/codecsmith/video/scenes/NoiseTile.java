package dev.codecsmith.video.scenes;

/**
 * A square texture that repeats seamlessly, whose amplitude falls as 1/f, as that of natural
 * pictures does: octaves of gradient noise, each of half the amplitude and twice the frequency of
 * the one before (Perlin: Improving noise, SIGGRAPH 2002, for the interpolation).
 */
final class NoiseTile {
  static final int SIZE = 512;
  private static final int MASK = SIZE - 1;
  private static final int DIRECTIONS = 64;

  private final float[] values = new float[SIZE * SIZE];

  /**
   * A tile of mean 0 and standard deviation 1.
   *
   * @param coarsest cells of the coarsest octave along a side, a power of two
   * @param finest cells of the finest octave along a side, at most {@value #SIZE}
   */
  NoiseTile(Randomness randomness, int coarsest, int finest) {
    float amplitude = 1;
    for (int cells = coarsest; cells <= finest; cells *= 2) {
      addOctave(randomness, cells, amplitude);
      amplitude /= 2;
    }
    normalise();
  }

  /** The value at a place, in cells of the tile, interpolated linearly. */
  float at(double x, double y) {
    double floorX = Math.floor(x);
    double floorY = Math.floor(y);
    float fx = (float) (x - floorX);
    float fy = (float) (y - floorY);
    int x0 = (int) (long) floorX & MASK;
    int y0 = (int) (long) floorY & MASK;
    int x1 = (x0 + 1) & MASK;
    int y1 = (y0 + 1) & MASK;
    float top = values[y0 * SIZE + x0] * (1 - fx) + values[y0 * SIZE + x1] * fx;
    float bottom = values[y1 * SIZE + x0] * (1 - fx) + values[y1 * SIZE + x1] * fx;
    return top * (1 - fy) + bottom * fy;
  }

  private void addOctave(Randomness randomness, int cells, float amplitude) {
    float[] gradientX = new float[cells * cells];
    float[] gradientY = new float[cells * cells];
    for (int i = 0; i < gradientX.length; i++) {
      double angle = 2 * Math.PI * (randomness.bits() >>> 58) / DIRECTIONS;
      gradientX[i] = (float) StrictMath.cos(angle);
      gradientY[i] = (float) StrictMath.sin(angle);
    }
    float step = (float) cells / SIZE;
    for (int y = 0; y < SIZE; y++) {
      // Half a sample off the lattice, where gradient noise is always zero.
      float cellY = (y + 0.5f) * step;
      int y0 = (int) cellY;
      float fy = cellY - y0;
      int row0 = y0 % cells * cells;
      int row1 = (y0 + 1) % cells * cells;
      float sy = smooth(fy);
      for (int x = 0; x < SIZE; x++) {
        float cellX = (x + 0.5f) * step;
        int x0 = (int) cellX;
        float fx = cellX - x0;
        int column0 = x0 % cells;
        int column1 = (x0 + 1) % cells;
        float sx = smooth(fx);
        int a = row0 + column0;
        int b = row0 + column1;
        int c = row1 + column0;
        int d = row1 + column1;
        float top = gradientX[a] * fx + gradientY[a] * fy;
        top += sx * (gradientX[b] * (fx - 1) + gradientY[b] * fy - top);
        float bottom = gradientX[c] * fx + gradientY[c] * (fy - 1);
        bottom += sx * (gradientX[d] * (fx - 1) + gradientY[d] * (fy - 1) - bottom);
        values[y * SIZE + x] += amplitude * (top + sy * (bottom - top));
      }
    }
  }

  private void normalise() {
    double sum = 0;
    double squares = 0;
    for (float value : values) {
      sum += value;
      squares += (double) value * value;
    }
    double mean = sum / values.length;
    double deviation = Math.sqrt(squares / values.length - mean * mean);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) ((values[i] - mean) / deviation);
    }
  }

  private static float smooth(float t) {
    return t * t * t * (t * (t * 6 - 15) + 10);
  }
}
