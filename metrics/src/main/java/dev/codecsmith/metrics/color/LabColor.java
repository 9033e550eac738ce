package dev.codecsmith.metrics.color;

/** A colour in CIE L*a*b* for the white D65, from limited-range BT.709 samples. */
final class LabColor {

  double lightness;
  double a;
  double b;

  private final double lumaScale;
  private final double chromaScale;
  private final double black;
  private final double grey;

  LabColor(int bitDepth) {
    double unit = 1 << (bitDepth - 8);
    lumaScale = 1 / (219 * unit);
    chromaScale = 1 / (224 * unit);
    black = 16 * unit;
    grey = 128 * unit;
  }

  void set(int luma, int cb, int cr) {
    double y = (luma - black) * lumaScale;
    double u = (cb - grey) * chromaScale;
    double v = (cr - grey) * chromaScale;
    double red = linear(y + 1.28033 * v);
    double green = linear(y - 0.21482 * u - 0.38059 * v);
    double blue = linear(y + 2.12798 * u);
    double fx =
        lab(
            (red * 0.4124564390896921 + green * 0.357576077643909 + blue * 0.18043748326639894)
                / 0.95047);
    double fy =
        lab(red * 0.21267285140562248 + green * 0.715152155287818 + blue * 0.07217499330655958);
    double fz =
        lab(
            (red * 0.019333895582329317 + green * 0.119192025881303 + blue * 0.9503040785363677)
                / 1.08883);
    lightness = 116 * fy - 16;
    a = 500 * (fx - fy);
    b = 200 * (fy - fz);
  }

  /** Takes the gamma of sRGB off, as libvmaf does. */
  private static double linear(double value) {
    return value > 10 / 255.0 ? Math.pow((value + 0.055) / 1.055, 2.4) : value / 12.92;
  }

  private static double lab(double value) {
    return value > 216 / 24389.0 ? Math.cbrt(value) : (24389 / 27.0 * value + 16) / 116;
  }
}
