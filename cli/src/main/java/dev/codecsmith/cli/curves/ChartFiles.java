package dev.codecsmith.cli.curves;

import dev.codecsmith.charts.ChartFormat;
import dev.codecsmith.charts.LineChart;
import dev.codecsmith.sandbox.host.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Charts in files, each whole or not there at all. */
final class ChartFiles {
  private ChartFiles() {}

  /** Draws the chart as what the file's name says. */
  static void write(LineChart chart, Path file) throws IOException {
    byte[] picture = chart.draw(ChartFormat.of(file));
    try (AtomicFile whole = AtomicFile.at(file)) {
      Files.write(whole.part(), picture);
      whole.complete();
    }
  }
}
