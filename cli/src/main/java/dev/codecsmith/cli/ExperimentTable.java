package dev.codecsmith.cli;

import dev.codecsmith.metrics.BdRate;
import dev.codecsmith.store.BdRates;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentRecord.AnchorComparison;
import dev.codecsmith.store.RatePoint;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Experiments as a table for people. */
final class ExperimentTable {
  private static final int NARROWEST_PROPOSER = 9;
  private static final int WIDEST_PROPOSER = 24;

  private ExperimentTable() {}

  static void print(PrintWriter out, List<ExperimentRecord> experiments, String anchor) {
    int proposerWidth =
        experiments.stream()
            .mapToInt(experiment -> experiment.candidate().proposer().length())
            .map(width -> Math.clamp(width, NARROWEST_PROPOSER, WIDEST_PROPOSER))
            .max()
            .orElse(NARROWEST_PROPOSER);
    String row = "%4s  %-22s %-16s %-" + proposerWidth + "s %-10s %10s %10s%s %8s %8s %8s%n";
    String heldOut = anchor + "/held-out";
    boolean holdsOut = experiments.stream().anyMatch(e -> e.scores().containsKey(heldOut));
    out.printf(
        Locale.ROOT,
        row,
        "iter",
        "experiment",
        "program",
        "proposer",
        "status",
        "BD-rate %",
        "SSIM BD %",
        holdsOut ? String.format(Locale.ROOT, " %10s", "held out %") : "",
        "enc s",
        "dec s",
        "size");
    for (ExperimentRecord experiment : experiments) {
      out.printf(
          Locale.ROOT,
          row,
          experiment.iteration(),
          experiment.id(),
          shortened(experiment.candidate().name(), 16),
          shortened(experiment.candidate().proposer(), proposerWidth),
          experiment.status().label(),
          figure(experiment.scores(), anchor),
          figure(experiment.scores(), anchor + "/ssim"),
          holdsOut ? String.format(Locale.ROOT, " %10s", figure(experiment.scores(), heldOut)) : "",
          seconds(experiment.points(), point -> point.encode().cpuSeconds()),
          seconds(experiment.points(), point -> point.decode().cpuSeconds()),
          experiment.decoderBytes() == 0 ? "-" : experiment.decoderBytes() + " B");
      experiment
          .failure()
          .ifPresent(failure ->
              out.println(
                  "      "
                      + failure.kind().label()
                      + ": "
                      + shortened(CampaignProgress.firstLine(failure.message()), 150)));
      experiment.warnings().forEach(warning -> out.println("      warning: " + warning));
    }
  }

  private static String figure(Map<String, AnchorComparison> scores, String key) {
    AnchorComparison comparison = scores.get(key);
    if (comparison == null) {
      return "-";
    }
    return switch (comparison.overall()) {
      case BdRate.Value value -> String.format(Locale.ROOT, "%+.2f", value.percent());
      case BdRate state -> BdRates.state(state);
    };
  }

  private static String seconds(List<RatePoint> points, ToDoubleFunction<RatePoint> part) {
    return points.isEmpty()
        ? "-"
        : String.format(Locale.ROOT, "%.2f", points.stream().mapToDouble(part).sum());
  }

  static String shortened(String text, int width) {
    return text.length() <= width ? text : text.substring(0, width - 1) + "…";
  }
}
