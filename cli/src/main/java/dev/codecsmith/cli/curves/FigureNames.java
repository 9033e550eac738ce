package dev.codecsmith.cli.curves;

/** How figures are written for people. */
final class FigureNames {
  private FigureNames() {}

  /** The unit of a figure; empty where it has none or we do not know the figure. */
  static String unit(String figure) {
    boolean decibels = figure.matches("(?:ffmpeg_|a)?psnr(?:_.*)?") || figure.endsWith("_db");
    return decibels ? "dB" : "";
  }

  /** A figure with its unit, for an axis. */
  static String axis(String figure) {
    String name = figure.equals(CurveFile.DEFAULT_FIGURE) ? "PSNR-YUV" : figure;
    return unit(figure).isEmpty() ? name : name + " (" + unit(figure) + ")";
  }
}
