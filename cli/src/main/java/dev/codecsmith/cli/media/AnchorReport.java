package dev.codecsmith.cli.media;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.codecsmith.cli.curves.CurveFile;
import dev.codecsmith.lab.anchors.Anchor;
import dev.codecsmith.lab.anchors.AnchorCurve;
import dev.codecsmith.lab.scoring.AnchorTable;
import dev.codecsmith.metrics.Metric;
import dev.codecsmith.metrics.bd.BdRate;
import dev.codecsmith.store.AnchorComparison;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.json.BdRates;
import dev.codecsmith.store.json.Json;
import dev.codecsmith.video.clips.Clip;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Anchors as Markdown, JSON and CSV.
 *
 * @param table the comparison with the main anchor
 * @param clips in the order of the columns
 * @param curves of each anchor on each clip, anchor by anchor
 */
record AnchorReport(AnchorTable table, List<Clip> clips, List<AnchorCurve> curves) {

  void print(PrintWriter out) {
    Anchor main = table.main();
    out.printf(
        "BD-rate against %s in percent by PSNR-YUV, PCHIP, each clip over what %s reaches from %s"
            + " %d to %d; less is better. "
            + Metric.PSNR_YUV_DEFINITION
            + "%n%n",
        main.name(),
        main.name(),
        main.rateName(),
        main.bandWorst(),
        main.bandBest());
    print(out, table.byPsnrYuv());
    out.printf("%nThe same by SSIM (ffmpeg's, all planes, in dB):%n%n");
    print(out, table.bySsim());
    table
        .byOthers()
        .forEach((figure, comparisons) -> {
          out.printf("%nThe same by %s:%n%n", figure.words());
          print(out, comparisons);
        });
    out.printf("%nCommand lines:%n%n");
    for (AnchorCurve curve : first()) {
      Anchor anchor = curve.anchor();
      out.println("- " + anchor.name() + ", VALUE " + values(anchor) + ":");
      out.println("  `" + curve.commandLine() + "`");
    }
    out.printf(
        "%nRate points (SSIM is ffmpeg's over all planes, times are CPU seconds):%n%n"
            + "| anchor | clip | VALUE | bytes | kbit/s | PSNR-YUV | SSIM | encode | decode |%n"
            + "|:--|:--|--:|--:|--:|--:|--:|--:|--:|%n");
    for (AnchorCurve curve : curves) {
      for (RatePoint point : curve.points()) {
        out.printf(
            Locale.ROOT,
            "| %s | %s | %d | %d | %.1f | %.3f | %.5f | %.2f | %.2f |%n",
            curve.anchor().name(),
            point.clip(),
            point.quality(),
            point.bytes(),
            point.bitrateKbps(),
            point.metrics().get("psnr_yuv"),
            point.metrics().get("ffmpeg_ssim_all"),
            point.encode().cpuSeconds(),
            point.decode().cpuSeconds());
      }
    }
  }

  private void print(PrintWriter out, SequencedMap<String, AnchorComparison> comparisons) {
    out.print("| anchor |");
    clips.forEach(clip -> out.print(" " + clip.name() + " |"));
    out.println(" mean |");
    out.println("|:--|" + "--:|".repeat(clips.size() + 1));
    comparisons.forEach((anchor, comparison) -> {
      out.print("| " + anchor + " |");
      for (Clip clip : clips) {
        out.print(" " + text(comparison.perClip().get(clip.name())) + " |");
      }
      out.println(" " + text(comparison.overall()) + " |");
    });
  }

  private static String text(@org.jspecify.annotations.Nullable BdRate rate) {
    return switch (rate) {
      case null -> "-";
      case BdRate.Value value -> String.format(Locale.ROOT, "%+.2f", value.percent());
      case BdRate state -> BdRates.state(state);
    };
  }

  private static String values(Anchor anchor) {
    return String.join(", ", anchor.values().stream().map(String::valueOf).toList());
  }

  /** One curve of each anchor. */
  private List<AnchorCurve> first() {
    return curves.stream().filter(curve -> curve.clip().equals(clips.getFirst().name())).toList();
  }

  ObjectNode json() {
    ObjectNode node = Json.mapper().createObjectNode();
    node.put("main_anchor", table.main().name());
    ArrayNode footage = node.putArray("clips");
    for (Clip clip : clips) {
      footage
          .addObject()
          .put("name", clip.name())
          .put("sha256", clip.sha256())
          .put("format", clip.format().describe())
          .put("frames", clip.frames());
    }
    ArrayNode anchors = node.putArray("anchors");
    for (AnchorCurve curve : first()) {
      Anchor anchor = curve.anchor();
      ObjectNode each = anchors.addObject();
      each.put("name", anchor.name()).put("command", curve.commandLine());
      put(each, "bd_rate", table.byPsnrYuv().get(anchor.name()));
      put(each, "bd_rate_ssim", table.bySsim().get(anchor.name()));
      table
          .byOthers()
          .forEach((figure, comparisons) ->
              put(each, "bd_rate_" + figure.name(), comparisons.get(anchor.name())));
      ArrayNode points = each.putArray("points");
      curves.stream()
          .filter(other -> other.anchor().equals(anchor))
          .flatMap(other -> other.points().stream())
          .forEach(point -> put(points.addObject(), point));
    }
    return node;
  }

  private static void put(
      ObjectNode node,
      String name,
      @org.jspecify.annotations.Nullable AnchorComparison comparison) {
    if (comparison != null) {
      node.set(name, BdRates.toOutside(comparison.overall()));
      ObjectNode perClip = node.putObject(name + "_per_clip");
      new TreeMap<>(comparison.perClip())
          .forEach((clip, rate) -> perClip.set(clip, BdRates.toOutside(rate)));
    }
  }

  private static void put(ObjectNode node, RatePoint point) {
    node.put("clip", point.clip()).put("value", point.quality()).put("bytes", point.bytes());
    node.set("bitrate_kbps", Json.figure(point.bitrateKbps()));
    sorted(point).forEach((name, value) -> node.set(name, Json.figure(value)));
    node.set("encode_cpu_s", Json.figure(point.encode().cpuSeconds()));
    node.set("decode_cpu_s", Json.figure(point.decode().cpuSeconds()));
  }

  /** A row per rate point, as {@link CurveFile} reads it. */
  String csv() {
    SequencedSet<String> figures = new LinkedHashSet<>();
    curves.forEach(
        curve -> curve.points().forEach(point -> figures.addAll(sorted(point).keySet())));
    List<String> head = new ArrayList<>(List.of("id", "clip", "value", "bytes", "bitrate_kbps"));
    head.addAll(figures);
    StringWriter text = new StringWriter();
    CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).bufferSize(0).build(text);
    csv.writeRecord(head);
    for (AnchorCurve curve : curves) {
      for (RatePoint point : curve.points()) {
        List<String> row = new ArrayList<>();
        Collections.addAll(row, curve.anchor().name(), point.clip());
        row.add(Integer.toString(point.quality()));
        row.add(Long.toString(point.bytes()));
        row.add(Double.toString(point.bitrateKbps()));
        for (String figure : figures) {
          Double value = point.metrics().get(figure);
          row.add(value == null ? "" : Json.figure(value).asString());
        }
        csv.writeRecord(row);
      }
    }
    return text.toString();
  }

  private static Map<String, Double> sorted(RatePoint point) {
    return new TreeMap<>(point.metrics());
  }
}
