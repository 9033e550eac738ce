package dev.codecsmith.metrics.ssim;

import dev.codecsmith.metrics.kernel.gaussian.GaussianWindow;
import dev.codecsmith.metrics.kernel.samples.SsimSums;
import dev.codecsmith.metrics.picture.PictureFormat;
import dev.codecsmith.metrics.plan.FrameMetric;
import dev.codecsmith.metrics.plan.MeterPlan;
import java.util.Locale;

/**
 * libvmaf's multi-scale SSIM of luma ({@code libvmaf/src/feature/ms_ssim.c}), after Wang,
 * Simoncelli and Bovik ("Multiscale structural similarity for image quality assessment", Asilomar
 * 2003).
 *
 * <p>Five scales; each is half the one before in both directions, rounded up, after the low-pass
 * filter of the 9/7 wavelet with mirrored edges. At every scale a Gaussian window of 11x11, sigma
 * 1.5, runs over all positions inside the picture, samples being on the scale of 8 bits, and with
 * C1 = (0.01·255)², C2 = (0.03·255)², C3 = C2/2
 *
 * <pre>l = (2·μa·μb + C1) / (μa² + μb² + C1)
 * c = (2·σa·σb + C2) / (σa² + σb² + C2)
 * s = (σab + C3) / (σa·σb + C3)</pre>
 *
 * are averaged; variances are kept from being negative, and so is the covariance where a variance
 * is zero. A frame's figure is the product over scales of mean(c)^β·mean(s)^β with β = 0.0448,
 * 0.2856, 0.3001, 0.2363, 0.1333, times mean(l)^0.1333 of the last; the sequence's is the mean over
 * frames. The smallest scale must hold the window, so width and height must be at least 176.
 *
 * <p>Where the structure of a scale is negative on average, as between a picture and its negative,
 * the power does not exist: libvmaf says {@code nan}, we say that there is no figure.
 */
public final class FloatMsSsim implements FrameMetric {

  private static final String FIGURE = "float_ms_ssim";
  private static final double[] EXPONENTS = {0.0448f, 0.2856f, 0.3001f, 0.2363f, 0.1333f};

  /** libvmaf halves the size, rounding down, four times before it asks for a whole window. */
  static final int MINIMUM_SIZE = GaussianWindow.SIZE << 4;

  private final SsimPyramid pyramid;
  private final boolean possible;
  private long firstWithout = -1;
  private double sum;
  private long frames;

  public FloatMsSsim(MeterPlan plan) {
    PictureFormat format = plan.format();
    possible = Math.min(format.width(), format.height()) >= MINIMUM_SIZE;
    pyramid = new SsimPyramid(plan, possible ? EXPONENTS.length : 0);
    if (possible) {
      plan.analyse(pyramid);
    } else {
      plan.unavailable(
          FIGURE,
          String.format(
              Locale.ROOT,
              "MS-SSIM needs pictures of at least %dx%d; these have %dx%d.",
              MINIMUM_SIZE,
              MINIMUM_SIZE,
              format.width(),
              format.height()));
    }
  }

  @Override
  public void frame(FigureSink figures) {
    if (!possible) {
      return;
    }
    double product = 1;
    for (int scale = 0; scale < EXPONENTS.length; scale++) {
      SsimSums means = pyramid.means(scale);
      product *=
          Math.pow((float) means.contrast(), EXPONENTS[scale])
              * Math.pow((float) means.structure(), EXPONENTS[scale]);
      if (scale == EXPONENTS.length - 1) {
        product *= Math.pow((float) means.luminance(), EXPONENTS[scale]);
      }
    }
    if (Double.isNaN(product)) {
      figures.none(FIGURE, "The structure of a scale is negative on average.");
      firstWithout = firstWithout < 0 ? frames : firstWithout;
    } else {
      figures.put(FIGURE, product);
    }
    sum += product;
    frames++;
  }

  @Override
  public void sequence(FigureSink figures) {
    if (!possible) {
      return;
    }
    if (firstWithout < 0) {
      figures.put(FIGURE, sum / frames);
    } else {
      figures.none(
          FIGURE,
          "Frame "
              + firstWithout
              + " has no MS-SSIM: on one scale its structure is, on average, the opposite of the"
              + " reference's.");
    }
  }
}
