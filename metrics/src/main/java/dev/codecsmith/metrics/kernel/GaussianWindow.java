package dev.codecsmith.metrics.kernel;

/**
 * The numbers behind SSIM with a Gaussian window, and libvmaf's pyramid ({@code
 * libvmaf/src/feature/iqa}, {@code ms_ssim.c}).
 *
 * <p>libvmaf takes samples on the scale of 8 bits, 0 to 255. Here 128 is subtracted first:
 * variances are differences of large numbers, and the smaller the numbers, the less is lost in
 * {@code float}. Because libvmaf's window, rounded to six digits, sums to a little more than 1,
 * that shift leaves terms of the size 1 - S behind (S the sum of the window), which {@link #SLOPE}
 * and {@link #OFFSET} put back; with them the figures are libvmaf's, its small offset on flat areas
 * included.
 */
public final class GaussianWindow {

  /** Rows and columns of the window. */
  public static final int SIZE = 11;

  /** What is subtracted from samples on the scale of 8 bits. */
  public static final float SHIFT = 128;

  /** Output columns computed at a time, so that what they need stays in the nearest cache. */
  public static final int TILE = 256;

  /** What the arrays need beyond the last sample, so that the last vector may reach over it. */
  public static final int SLACK = 64;

  /** One dimension of the separable window, sigma 1.5. */
  static final float[] TAPS = {
    0.001028f, 0.007599f, 0.036001f, 0.109361f, 0.213006f, 0.266012f, 0.213006f, 0.109361f,
    0.036001f, 0.007599f, 0.001028f
  };

  /** One dimension of the pyramid's low-pass filter, the analysis filter of the 9/7 wavelet. */
  static final float[] LOW_PASS = {
    0.026727f,
    -0.016828f,
    -0.078201f,
    0.266846f,
    0.602914f,
    0.266846f,
    -0.078201f,
    -0.016828f,
    0.026727f
  };

  private static final double SUM = square(TAPS);

  /** var = Σw·a² - (Σw·a)² + SLOPE·Σw·a + OFFSET, for shifted samples a; half of it per factor. */
  static final float SLOPE = (float) (2 * SHIFT * (1 - SUM));

  /** See {@link #SLOPE}. */
  static final float OFFSET = (float) (SHIFT * SHIFT * SUM * (1 - SUM));

  /** What a mean of shifted samples lacks. */
  static final float MEAN_SHIFT = (float) (SHIFT * SUM);

  /** What a low-passed shifted sample has to be given, because the filter's sum is not quite 1. */
  static final float LOW_PASS_OFFSET = (float) (SHIFT * (square(LOW_PASS) - 1));

  static final float C1 = (0.01f * 255) * (0.01f * 255);
  static final float C2 = (0.03f * 255) * (0.03f * 255);
  static final float C3 = C2 / 2;

  private GaussianWindow() {}

  private static double square(float[] taps) {
    double sum = 0;
    for (float tap : taps) {
      sum += tap;
    }
    return sum * sum;
  }
}
