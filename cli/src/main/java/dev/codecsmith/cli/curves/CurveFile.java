package dev.codecsmith.cli.curves;

import dev.codecsmith.metrics.bd.RdPoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Rate-distortion curves in a CSV file with one row per rate point: two columns are enough, and
 * what {@code experiments export} and {@code anchors --csv} write will do. Where there are columns
 * {@code id} and {@code clip}, each pair of them is a curve of its own.
 *
 * @param file where they came from
 * @param figure the name of the column that is the quality
 * @param curves at least one, in the file's order
 * @param repetitions where a curve has a rate twice, each a sentence with file and lines; a point
 *     that is the same in all is left out of the curve
 */
public record CurveFile(Path file, String figure, List<Curve> curves, List<String> repetitions) {
  /** What quality is unless somebody says otherwise. */
  static final String DEFAULT_FIGURE = "psnr_yuv";

  private static final String[] RATES = {"bitrate_kbps", "kbps", "rate", "bitrate"};

  public CurveFile {
    curves = List.copyOf(curves);
    repetitions = List.copyOf(repetitions);
  }

  /**
   * Reads a file.
   *
   * @param figure which column is the quality; without it {@code psnr_yuv}, else the only other
   *     column of numbers
   */
  public static CurveFile read(Path file, @Nullable String figure) throws IOException {
    CsvTable table = CsvTable.read(file);
    int rate =
        table
            .column(RATES)
            .orElseThrow(() ->
                new IOException(
                    file
                        + " has no column for the rate, which is called bitrate_kbps, kbps, rate or"
                        + " bitrate; it has "
                        + table.namesBut()
                        + "."));
    int quality = quality(table, rate, figure);
    Optional<Integer> id = table.column("id");
    Optional<Integer> clip = table.column("clip");
    Map<List<String>, SequencedMap<Integer, RdPoint>> points = new LinkedHashMap<>();
    List<String> repetitions = new ArrayList<>();
    for (CsvTable.Row row : table.rows()) {
      String name = id.map(row.fields()::get).orElse(stem(file));
      SequencedMap<Integer, RdPoint> curve =
          points.computeIfAbsent(
              List.of(name, clip.map(row.fields()::get).orElse("")), _ -> new LinkedHashMap<>());
      RdPoint point = new RdPoint(table.number(row, rate), table.number(row, quality));
      Optional<String> repetition = repetition(file, row, point, curve);
      repetition.ifPresent(repetitions::add);
      if (!curve.containsValue(point)) {
        curve.put(row.line(), point);
      }
    }
    List<Curve> curves = new ArrayList<>();
    points.forEach((key, of) ->
        curves.add(new Curve(key.getFirst(), key.getLast(), List.copyOf(of.values()))));
    return new CurveFile(file, table.columns().get(quality), curves, repetitions);
  }

  /**
   * What is to be said of a point whose rate its curve has already.
   *
   * @param curve its points so far, by line
   */
  private static Optional<String> repetition(
      Path file, CsvTable.Row row, RdPoint point, SequencedMap<Integer, RdPoint> curve) {
    return curve.entrySet().stream()
        .filter(other -> other.getValue().rateKbps() == point.rateKbps())
        .findFirst()
        .map(other ->
            other.getValue().equals(point)
                ? "%s, line %d: the point of line %d once more; it is left out."
                    .formatted(file, row.line(), other.getKey())
                : "%s, line %d: the rate of line %d once more, with another quality."
                    .formatted(file, row.line(), other.getKey()));
  }

  private static int quality(CsvTable table, int rate, @Nullable String figure) throws IOException {
    if (figure != null) {
      return table
          .column(figure)
          .orElseThrow(() ->
              new IOException(
                  table.file()
                      + " has no column "
                      + figure
                      + "; it has "
                      + table.namesBut()
                      + "."));
    }
    Optional<Integer> usual = table.column(DEFAULT_FIGURE);
    if (usual.isPresent()) {
      return usual.get();
    }
    if (table.columns().size() == 2) {
      return 1 - rate;
    }
    List<Integer> others =
        IntStream.range(0, table.columns().size())
            .filter(column -> column != rate && table.isNumeric(column))
            .boxed()
            .toList();
    if (others.size() != 1) {
      throw new IOException(
          table.file()
              + " has "
              + (others.isEmpty() ? "no column" : "several columns")
              + " that could be the quality; say which with --metric: "
              + table.namesBut(rate)
              + ".");
    }
    return others.getFirst();
  }

  /** The file's name without its ending. */
  static String stem(Path file) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }
}
