package dev.codecsmith.cli.media;

import dev.codecsmith.metrics.SequenceQuality;
import dev.codecsmith.metrics.SequenceQuality.FrameFigure;
import dev.codecsmith.store.json.Json;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/** The figures of a sequence, for people and for programs. */
final class QualityReport {
  private static final int WORST_SHOWN = 4;

  private QualityReport() {}

  /**
   * One flat object: the figures by name and {@code frames}. Where a figure does not exist there is
   * {@code unavailable} too, an object of names and reasons.
   */
  static ObjectNode json(SequenceQuality quality) {
    ObjectNode node = Json.mapper().createObjectNode();
    node.put("frames", quality.frames());
    quality.figures().forEach((name, value) -> node.set(name, Json.figure(value)));
    if (!quality.unavailable().isEmpty()) {
      ObjectNode missing = node.putObject("unavailable");
      quality.unavailable().forEach(missing::put);
    }
    return node;
  }

  /** A line for each figure, with the worst frames beside it. */
  static void print(PrintWriter out, SequenceQuality quality) {
    out.println("frames  " + quality.frames());
    out.println();
    out.printf("%-20s %12s   %s%n", "figure", "sequence", "worst frames, numbered from 0");
    quality
        .figures()
        .forEach((name, value) ->
            out.println(
                String.format(
                        Locale.ROOT,
                        "%-20s %12s   %s",
                        name,
                        text(value, 6),
                        worst(quality.worstFrames().getOrDefault(name, List.of())))
                    .stripTrailing()));
    quality
        .unavailable()
        .forEach((name, reason) -> out.printf("%-20s %12s   %s%n", name, "-", reason));
  }

  private static String worst(List<FrameFigure> frames) {
    return frames.stream()
        .limit(WORST_SHOWN)
        .map(frame -> "#" + frame.frame() + " " + text(frame.value(), 4))
        .collect(Collectors.joining("  "));
  }

  private static String text(double value, int decimals) {
    return Double.isInfinite(value)
        ? (value > 0 ? "inf" : "-inf")
        : String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
