package dev.codecsmith.cli.experiments;

import dev.codecsmith.cli.output.Sentences;
import dev.codecsmith.lab.bits.BitsReport;
import dev.codecsmith.lab.bits.ReportedFrame;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.json.Json;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Where bits go, as a program reports it, for people: a line a rate point. */
final class BitsText {
  private BitsText() {}

  static void print(PrintWriter out, Map<RatePoint, BitsReport> reports) {
    if (reports.isEmpty()) {
      return;
    }
    out.println();
    out.println("Where the bits go, as the program reports it:");
    reports.forEach((point, report) ->
        out.printf(
            Locale.ROOT,
            "%-22s %7d  %s%n",
            Sentences.shortened(point.clip(), 22),
            point.quality(),
            shares(report)));
  }

  /** The same frame by frame, for other programs; empty where nothing is reported. */
  static ArrayNode json(Map<RatePoint, BitsReport> reports) {
    ArrayNode points = Json.mapper().createArrayNode();
    reports.forEach((point, report) -> {
      ObjectNode each = points.addObject();
      each.put("clip", point.clip());
      each.put("quality", point.quality());
      each.put("bitstream_bits", report.bitstreamBits());
      ArrayNode frames = each.putArray("frames");
      for (ReportedFrame frame : report.frames()) {
        ObjectNode one = frames.addObject();
        one.put("frame", frame.frame()).put("type", frame.type()).put("bits", frame.bits());
        ObjectNode elements = one.putObject("elements");
        frame.elements().forEach(elements::put);
      }
    });
    return points;
  }

  private static String shares(BitsReport report) {
    String types =
        report.byType().entrySet().stream()
            .map(each ->
                String.format(
                    Locale.ROOT,
                    "%d %s %s",
                    each.getValue().frames(),
                    each.getKey(),
                    percent(each.getValue().bits(), report)))
            .collect(Collectors.joining(", "));
    String elements =
        report.byElement().entrySet().stream()
            .map(each -> each.getKey() + " " + percent(each.getValue(), report))
            .collect(Collectors.joining(", "));
    return types
        + (elements.isEmpty() ? "" : "; " + elements)
        + "; not reported "
        + percent(report.untoldBits(), report);
  }

  private static String percent(long bits, BitsReport report) {
    return String.format(Locale.ROOT, "%.1f %%", 100.0 * bits / report.bitstreamBits());
  }
}
