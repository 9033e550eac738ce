package dev.codecsmith.video.scenes;

/**
 * A picture with transparency, painted once and then sampled under motion. Colours are stored
 * multiplied by their opacity, interleaved red, green, blue, opacity.
 */
final class Raster {
  private static final int CHANNELS = 4;

  final int width;
  final int height;
  private final float[] samples;

  /** An entirely transparent picture. */
  Raster(int width, int height) {
    this.width = width;
    this.height = height;
    this.samples = new float[width * height * CHANNELS];
  }

  /** Paints over one sample; places outside are left alone. */
  void paint(int x, int y, Colour colour, double opacity) {
    if (x < 0 || y < 0 || x >= width || y >= height || opacity <= 0) {
      return;
    }
    float a = (float) Math.min(1, opacity);
    int i = (y * width + x) * CHANNELS;
    samples[i] = samples[i] * (1 - a) + a * colour.red();
    samples[i + 1] = samples[i + 1] * (1 - a) + a * colour.green();
    samples[i + 2] = samples[i + 2] * (1 - a) + a * colour.blue();
    samples[i + 3] = samples[i + 3] * (1 - a) + a;
  }

  /**
   * Adds what shows of this picture behind what was added before, interpolated linearly. Outside,
   * the picture goes on as at its edge if {@code endless}, and is transparent if not.
   *
   * @param seen red, green, blue and how much of what lies behind still shows, 1 to 0; changed
   */
  void addBehind(double x, double y, boolean endless, float[] seen) {
    boolean inside = x >= 0 && y >= 0 && x < width - 1 && y < height - 1;
    if (!inside && !endless) {
      return;
    }
    double withinX = inside ? x : Math.clamp(x, 0, width - 1.001);
    double withinY = inside ? y : Math.clamp(y, 0, height - 1.001);
    int x0 = (int) withinX;
    int y0 = (int) withinY;
    float fx = (float) (withinX - x0);
    float fy = (float) (withinY - y0);
    int a = (y0 * width + x0) * CHANNELS;
    int b = a + CHANNELS;
    int c = a + width * CHANNELS;
    int d = c + CHANNELS;
    float wb = fx * (1 - fy) * seen[3];
    float wc = (1 - fx) * fy * seen[3];
    float wd = fx * fy * seen[3];
    float wa = seen[3] - wb - wc - wd;
    float[] s = samples;
    seen[0] += wa * s[a] + wb * s[b] + wc * s[c] + wd * s[d];
    seen[1] += wa * s[a + 1] + wb * s[b + 1] + wc * s[c + 1] + wd * s[d + 1];
    seen[2] += wa * s[a + 2] + wb * s[b + 2] + wc * s[c + 2] + wd * s[d + 2];
    seen[3] -= wa * s[a + 3] + wb * s[b + 3] + wc * s[c + 3] + wd * s[d + 3];
  }
}
