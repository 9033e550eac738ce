package dev.codecsmith.metrics.kernel.gaussian;

/**
 * The numbers behind SSIM with a Gaussian window, and libvmaf's pyramid ({@code
 * libvmaf/src/feature/iqa}, {@code ms_ssim.c}).
 *
 * <p>Samples are {@code float} on the scale of 8 bits, 0 to 255, and so is all that is computed of
 * them; sums over windows are {@code double}. libvmaf filters in {@code double} and rounds the
 * result to {@code float}. The means agree to some 1e-5 in the worst case, nearly white noise, and
 * to 1e-6 on ordinary pictures.
 */
public final class GaussianWindow {

  /** Rows and columns of the window. */
  public static final int SIZE = 11;

  /** Output columns computed at a time, so that what they need stays in the nearest cache. */
  public static final int TILE = 256;

  /** What the arrays need beyond the last sample, so that the last vector may reach over it. */
  public static final int SLACK = 64;

  /** One dimension of the separable window, sigma 1.5. Rounded as it is, it sums to 1.000002. */
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

  static final float C1 = (0.01f * 255) * (0.01f * 255);
  static final float C2 = (0.03f * 255) * (0.03f * 255);
  static final float C3 = C2 / 2;

  private GaussianWindow() {}
}
