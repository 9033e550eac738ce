package dev.codecsmith.metrics.color;

/** ΔE00 with libvmaf's weights, by the steps of Sharma, Wu and Dalal. */
final class ColorDifference {

  private static final double LIGHTNESS_WEIGHT = 0.65;
  private static final double CHROMA_WEIGHT = 1;
  private static final double HUE_WEIGHT = 4;
  private static final double POWER_OF_25 = Math.pow(25, 7);

  private ColorDifference() {}

  static double deltaE(LabColor first, LabColor second) {
    double meanChroma = (chroma(first.a, first.b) + chroma(second.a, second.b)) / 2;
    double stretch = 1 + (1 - saturation(meanChroma)) / 2;
    double a1 = first.a * stretch;
    double a2 = second.a * stretch;
    double chroma1 = chroma(a1, first.b);
    double chroma2 = chroma(a2, second.b);
    double hue1 = hue(a1, first.b);
    double hue2 = hue(a2, second.b);
    double hueStep = chroma1 == 0 || chroma2 == 0 ? 0 : hueStep(hue1, hue2);
    double chromaBar = (chroma1 + chroma2) / 2;
    double hueBar = (hue1 + hue2) / 2 + (Math.abs(hue1 - hue2) > Math.PI ? Math.PI : 0);

    double fromMiddle = (first.lightness + second.lightness) / 2 - 50;
    double square = fromMiddle * fromMiddle;
    double lightnessScale = 1 + 0.015 * square / Math.sqrt(20 + square);
    double chromaScale = 1 + 0.045 * chromaBar;
    double hueScale = 1 + 0.015 * chromaBar * hueWeight(hueBar);

    double lightness = (second.lightness - first.lightness) / (LIGHTNESS_WEIGHT * lightnessScale);
    double chroma = (chroma2 - chroma1) / (CHROMA_WEIGHT * chromaScale);
    double hue = 2 * Math.sqrt(chroma1 * chroma2) * Math.sin(hueStep / 2) / (HUE_WEIGHT * hueScale);
    double rotation = rotation(chromaBar, hueBar);
    double sum = lightness * lightness + chroma * chroma + hue * hue + rotation * chroma * hue;
    return Math.sqrt(Math.max(0, sum));
  }

  private static double chroma(double a, double b) {
    return Math.sqrt(a * a + b * b);
  }

  private static double saturation(double chroma) {
    double cube = chroma * chroma * chroma;
    double power = cube * cube * chroma;
    return Math.sqrt(power / (power + POWER_OF_25));
  }

  /** The angle, 0 to 2π. */
  private static double hue(double a, double b) {
    double angle = Math.atan2(b, a);
    return angle < 0 ? angle + 2 * Math.PI : angle;
  }

  private static double hueStep(double hue1, double hue2) {
    double step = hue2 - hue1;
    if (Math.abs(step) <= Math.PI) {
      return step;
    }
    return step <= 0 ? step + 2 * Math.PI : step - 2 * Math.PI;
  }

  private static double hueWeight(double hue) {
    return 1
        - 0.17 * Math.cos(hue - Math.PI / 6)
        + 0.24 * Math.cos(2 * hue)
        + 0.32 * Math.cos(3 * hue + Math.PI / 30)
        - 0.20 * Math.cos(4 * hue - 7 * Math.PI / 20);
  }

  private static double rotation(double chroma, double hue) {
    double fromBlue = (Math.toDegrees(hue) - 275) / 25;
    double angle = Math.toRadians(60 * Math.exp(-fromBlue * fromBlue));
    return -2 * saturation(chroma) * Math.sin(angle);
  }
}
