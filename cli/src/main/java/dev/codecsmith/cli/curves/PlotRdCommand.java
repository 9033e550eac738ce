package dev.codecsmith.cli.curves;

import dev.codecsmith.charts.ChartFormat;
import dev.codecsmith.charts.LineChart;
import dev.codecsmith.cli.options.Options;
import dev.codecsmith.cli.options.StoreOption;
import dev.codecsmith.cli.output.WarningLines;
import dev.codecsmith.metrics.bd.RdPoint;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code codecsmith plot rd}: quality over rate, one chart for each clip. */
@Command(
    name = "rd",
    description = {
      "Draws quality over rate, one chart for each clip.",
      "Curves come from CSV files (as bdrate reads them), from stored experiments and from anchors"
          + " that were measured on the experiments' clips."
    },
    mixinStandardHelpOptions = true)
final class PlotRdCommand implements Callable<Integer> {
  private static final int MOST_CURVES = 16;

  enum RateAxis {
    log,
    linear
  }

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StoreOption data = new StoreOption();

  @Parameters(paramLabel = "CSV", arity = "0..*", description = "Files with curves.")
  private List<Path> files = List.of();

  @Option(
      names = "--experiment",
      paramLabel = "ID",
      description = "A stored experiment; repeatable.")
  private List<String> experiments = List.of();

  @Option(
      names = "--anchor",
      paramLabel = "NAME",
      description = "A reference codec on the experiments' clips, or those of --clip; repeatable.")
  private List<String> anchors = List.of();

  @Option(
      names = "--clip",
      paramLabel = "NAME",
      description = "Only the charts of these clips; repeatable. Default: all")
  private List<String> clips = List.of();

  @Option(
      names = "--metric",
      paramLabel = "NAME",
      description = "What quality is. Default: " + CurveFile.DEFAULT_FIGURE)
  private @Nullable String metric;

  @Option(
      names = "--rate-axis",
      paramLabel = "KIND",
      defaultValue = "log",
      description = "log or linear. Default: ${DEFAULT-VALUE}")
  private RateAxis rateAxis = RateAxis.log;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description =
          "Where to draw, .svg or .png; repeatable. With several clips, each clip's name is put"
              + " before the ending.")
  private List<Path> out = List.of();

  @Override
  public Integer call() throws IOException {
    out.forEach(ChartFormat::of);
    List<Curve> curves = curves();
    List<String> drawn = curves.stream().map(Curve::clip).distinct().toList();
    PrintWriter said = spec.commandLine().getOut();
    for (String clip : drawn) {
      LineChart chart =
          chart(clip, curves.stream().filter(curve -> curve.clip().equals(clip)).toList());
      for (Path file : out) {
        Path target = drawn.size() == 1 ? file : named(file, clip);
        ChartFiles.write(chart, target);
        said.println(target);
      }
    }
    said.flush();
    return 0;
  }

  private List<Curve> curves() throws IOException {
    List<Curve> curves = new ArrayList<>();
    Set<String> figures = new HashSet<>();
    for (Path file : files) {
      CurveFile read = CurveFile.read(file, metric);
      figures.add(read.figure());
      curves.addAll(read.curves());
    }
    if (!experiments.isEmpty() || !anchors.isEmpty()) {
      figures.add(figure());
      try (StoredCurves stored = StoredCurves.open(data, figure())) {
        for (String id : experiments) {
          curves.addAll(stored.experiment(id));
        }
        PrintWriter errors = spec.commandLine().getErr();
        WarningLines.print(errors, "", stored.warnings());
        errors.flush();
        curves.addAll(stored.anchors(anchors, clipsOfAnchors(curves)));
      }
    }
    if (figures.size() > 1) {
      throw new IOException(
          "The curves' qualities are not the same figure ("
              + figures.stream().sorted().collect(Collectors.joining(", "))
              + "): say which with --metric.");
    }
    if (curves.isEmpty()) {
      throw new IllegalArgumentException(
          "Say what to draw: CSV files, --experiment ID or --anchor NAME.");
    }
    metric = figures.iterator().next();
    return chosen(curves);
  }

  private String figure() {
    return metric == null ? CurveFile.DEFAULT_FIGURE : metric;
  }

  private List<String> clipsOfAnchors(List<Curve> curves) {
    List<String> found =
        curves.stream().map(Curve::clip).filter(clip -> !clip.isEmpty()).distinct().toList();
    if (clips.isEmpty() && found.isEmpty() && !anchors.isEmpty()) {
      throw new IllegalArgumentException("Say on which clips the anchors are drawn: --clip NAME.");
    }
    return Options.or(clips, found);
  }

  private List<Curve> chosen(List<Curve> curves) throws IOException {
    List<Curve> chosen =
        clips.isEmpty()
            ? curves
            : curves.stream().filter(curve -> clips.contains(curve.clip())).toList();
    if (chosen.isEmpty()) {
      throw new IOException(
          "No curve is of the clip "
              + String.join(", ", clips)
              + "; there are "
              + curves.stream().map(Curve::clip).distinct().collect(Collectors.joining(", "))
              + ".");
    }
    return chosen;
  }

  private LineChart chart(String clip, List<Curve> curves) throws IOException {
    if (curves.size() > MOST_CURVES) {
      throw new IOException(
          "Nobody can tell %d curves apart in one chart; draw at most %d."
              .formatted(curves.size(), MOST_CURVES));
    }
    Set<String> names = new HashSet<>();
    List<LineChart.Line> lines = new ArrayList<>();
    for (Curve curve : curves) {
      if (!names.add(curve.name())) {
        throw new IOException(
            "Two curves would be called '" + curve.name() + "'; rename one of the files.");
      }
      List<RdPoint> points =
          curve.points().stream().filter(point -> Double.isFinite(point.quality())).toList();
      if (points.isEmpty()) {
        throw new IOException(
            "'" + curve.name() + "' has no point with a finite " + figure() + ".");
      }
      lines.add(
          new LineChart.Line(
              curve.name(),
              points.stream().map(RdPoint::rateKbps).toList(),
              points.stream().map(RdPoint::quality).toList()));
    }
    return new LineChart(
        clip.isEmpty() ? "Rate and quality" : clip,
        "bitrate (kbit/s)",
        FigureNames.axis(figure()),
        rateAxis == RateAxis.log,
        lines);
  }

  private static Path named(Path file, String clip) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    String safe = clip.isEmpty() ? "unnamed" : clip.replaceAll("[^\\p{L}\\p{N}._-]", "_");
    return file.resolveSibling(name.substring(0, dot) + "-" + safe + name.substring(dot));
  }
}
