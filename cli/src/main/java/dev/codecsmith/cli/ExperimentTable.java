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
  private static final String ROW = "%4s  %-22s %-16s %-9s %-10s %10s %10s %8s %8s %8s%n";

  private ExperimentTable() {}

  static void print(PrintWriter out, List<ExperimentRecord> experiments, String anchor) {
    out.printf(
        Locale.ROOT,
        ROW,
        "iter",
        "experiment",
        "program",
        "proposer",
        "status",
        "BD-rate %",
        "SSIM BD %",
        "enc s",
        "dec s",
        "program");
    for (ExperimentRecord experiment : experiments) {
      out.printf(
          Locale.ROOT,
          ROW,
          experiment.iteration(),
          experiment.id(),
          shortened(experiment.candidate().name(), 16),
          shortened(experiment.candidate().proposer(), 9),
          experiment.status().label(),
          figure(experiment.scores(), anchor),
          figure(experiment.scores(), anchor + "/ssim"),
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
