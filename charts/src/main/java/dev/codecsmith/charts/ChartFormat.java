package dev.codecsmith.charts;

import java.nio.file.Path;
import java.util.Locale;

/** What a chart is drawn as. */
public enum ChartFormat {
  SVG,
  PNG;

  /**
   * The format that a file's name asks for.
   *
   * @throws IllegalArgumentException if it asks for none of them
   */
  public static ChartFormat of(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    if (name.endsWith(".svg")) {
      return SVG;
    }
    if (name.endsWith(".png")) {
      return PNG;
    }
    throw new IllegalArgumentException(
        "Charts are written as .svg or .png, and " + file + " is neither.");
  }
}
