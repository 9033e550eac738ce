package dev.codecsmith.metrics.kernel.gaussian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.codecsmith.metrics.kernel.Kernels;
import dev.codecsmith.metrics.kernel.samples.SsimSums;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code float} loses against libvmaf's definition computed in {@code double}. */
class GaussianPrecisionTest {

  private static final int STRIDE = 96;

  /** The mean of l, c, s and their product over one row, on samples 0 to 255 as they are. */
  private static double[] exact(int[] a, int[] b, int columns) {
    double[] sums = new double[4];
    for (int column = 0; column < columns; column++) {
      double[] m = new double[5];
      for (int y = 0; y < GaussianWindow.SIZE; y++) {
        for (int x = 0; x < GaussianWindow.SIZE; x++) {
          double weight = (double) GaussianWindow.TAPS[x] * GaussianWindow.TAPS[y];
          double u = a[y * STRIDE + column + x];
          double v = b[y * STRIDE + column + x];
          m[0] += weight * u;
          m[1] += weight * v;
          m[2] += weight * u * u;
          m[3] += weight * v * v;
          m[4] += weight * u * v;
        }
      }
      double varianceA = Math.max(0, m[2] - m[0] * m[0]);
      double varianceB = Math.max(0, m[3] - m[1] * m[1]);
      double root = Math.sqrt(varianceA * varianceB);
      double covariance = m[4] - m[0] * m[1];
      covariance = root > 0 ? covariance : Math.max(0, covariance);
      double c1 = 6.5025;
      double c2 = 58.5225;
      double luminance = (2 * m[0] * m[1] + c1) / (m[0] * m[0] + m[1] * m[1] + c1);
      double contrast = (2 * root + c2) / (varianceA + varianceB + c2);
      double structure = (covariance + c2 / 2) / (root + c2 / 2);
      sums[0] += luminance;
      sums[1] += contrast;
      sums[2] += structure;
      sums[3] += luminance * contrast * structure;
    }
    return sums;
  }

  @ParameterizedTest
  @CsvSource({
    "0, 255, 12",
    "0, 255, 60",
    "16, 17, 1",
    "128, 129, 1",
    "235, 236, 1",
    "250, 255, 2",
    "0, 4, 2",
    "0, 255, 255",
    "100, 101, 0",
    "255, 256, 0",
    "0, 1, 0"
  })
  void floatLosesLessThanAFewMillionths(int low, int high, int change) {
    Random random = new Random(7);
    int[] a = new int[STRIDE * GaussianWindow.SIZE];
    int[] b = new int[a.length];
    float[] floatA = new float[a.length + GaussianWindow.SLACK];
    float[] floatB = new float[a.length + GaussianWindow.SLACK];
    for (int i = 0; i < a.length; i++) {
      a[i] = random.nextInt(low, high);
      b[i] = Math.clamp(a[i] + random.nextInt(-change, change + 1), 0, 255);
      floatA[i] = a[i];
      floatB[i] = b[i];
    }
    int columns = 80;
    SsimScratch scratch = new SsimScratch();
    Kernels.plain().gaussian().gaussianSsim(floatA, floatB, 0, STRIDE, columns, true, scratch);
    double[] exact = exact(a, b, columns);
    SsimSums sums = scratch.sums();
    assertThat(sums.luminance() / columns).isCloseTo(exact[0] / columns, within(5e-6));
    assertThat(sums.contrast() / columns).isCloseTo(exact[1] / columns, within(5e-5));
    assertThat(sums.structure() / columns).isCloseTo(exact[2] / columns, within(5e-5));
    assertThat(sums.product() / columns).isCloseTo(exact[3] / columns, within(5e-5));
  }
}
