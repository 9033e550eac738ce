package dev.codecsmith.cli.curves;

import dev.codecsmith.charts.ChartFormat;
import dev.codecsmith.charts.LineChart;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code codecsmith plot frames}: quality over the frames of a video. */
@Command(
    name = "frames",
    description = "Draws the quality of each frame, from what measure --frames-csv wrote.",
    mixinStandardHelpOptions = true)
final class PlotFramesCommand implements Callable<Integer> {
  private static final int MOST_LINES = 16;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "CSV",
      arity = "1..*",
      description = "Files with a row for each frame; each becomes a line.")
  private List<Path> files = List.of();

  @Option(
      names = "--metric",
      paramLabel = "NAME",
      description = "Which column. Default: psnr_yuv, or psnr_y where there is none")
  private @Nullable String metric;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "Where to draw, .svg or .png; repeatable.")
  private List<Path> out = List.of();

  @Override
  public Integer call() throws IOException {
    out.forEach(ChartFormat::of);
    if (files.size() > MOST_LINES) {
      throw new IllegalArgumentException(
          "Nobody can tell %d lines apart in one chart; draw at most %d."
              .formatted(files.size(), MOST_LINES));
    }
    List<LineChart.Line> lines = new ArrayList<>();
    Set<String> names = new HashSet<>();
    Set<String> figures = new HashSet<>();
    for (Path file : files) {
      CsvTable table = CsvTable.read(file);
      int column = column(table);
      figures.add(table.columns().get(column));
      LineChart.Line line = line(table, column);
      if (!names.add(line.name())) {
        throw new IOException(
            "Two lines would be called '" + line.name() + "'; rename one of the files.");
      }
      lines.add(line);
    }
    if (figures.size() > 1) {
      throw new IOException(
          "The files have not the same figures ("
              + String.join(", ", figures.stream().sorted().toList())
              + "): say which with --metric.");
    }
    LineChart chart =
        new LineChart(
            "Quality of each frame",
            "frame",
            FigureNames.axis(figures.iterator().next()),
            false,
            lines);
    PrintWriter said = spec.commandLine().getOut();
    for (Path file : out) {
      ChartFiles.write(chart, file);
      said.println(file);
    }
    said.flush();
    return 0;
  }

  private int column(CsvTable table) throws IOException {
    Optional<Integer> column =
        metric == null ? table.column(CurveFile.DEFAULT_FIGURE, "psnr_y") : table.column(metric);
    return column.orElseThrow(() ->
        new IOException(
            table.file()
                + " has no column "
                + (metric == null ? "psnr_yuv" : metric)
                + "; say which with --metric: "
                + table.namesBut(
                    table.column("frame").stream().mapToInt(Integer::intValue).toArray())
                + "."));
  }

  private LineChart.Line line(CsvTable table, int column) throws IOException {
    Optional<Integer> index = table.column("frame");
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    int missing = 0;
    for (CsvTable.Row row : table.rows()) {
      double frame = index.isPresent() ? table.number(row, index.get()) : x.size();
      boolean empty = row.fields().get(column).isEmpty();
      double value = empty ? Double.NaN : table.number(row, column);
      if (!Double.isFinite(value)) {
        missing++;
      }
      x.add(frame);
      y.add(Double.isFinite(value) ? value : Double.NaN);
    }
    String figure = table.columns().get(column);
    if (missing == x.size()) {
      throw new IOException(
          table.file() + " has no frame with a finite " + figure + ": there is nothing to draw.");
    }
    if (missing > 0) {
      PrintWriter errors = spec.commandLine().getErr();
      errors.printf(
          "warning: %s: %d of %d frames have no finite %s and are gaps.%n",
          table.file(), missing, x.size(), figure);
      errors.flush();
    }
    return new LineChart.Line(CurveFile.stem(table.file()), x, y);
  }
}
