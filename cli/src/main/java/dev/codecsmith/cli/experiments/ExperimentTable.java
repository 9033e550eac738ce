package dev.codecsmith.cli.experiments;

import dev.codecsmith.cli.output.Sentences;
import dev.codecsmith.cli.output.WarningLines;
import dev.codecsmith.metrics.bd.BdRate;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentRecord.AnchorComparison;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.json.BdRates;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** Experiments as a table for people. */
public final class ExperimentTable {
  private static final int NARROWEST_PROPOSER = 9;
  private static final int WIDEST_PROPOSER = 24;

  private final PrintWriter out;
  private final String anchor;
  private final boolean holdsOut;
  private final int proposerWidth;
  private final String row;

  private ExperimentTable(PrintWriter out, String anchor, boolean holdsOut, int proposerWidth) {
    this.out = out;
    this.anchor = anchor;
    this.holdsOut = holdsOut;
    this.proposerWidth = proposerWidth;
    this.row = "%4s  %-22s %-16s %-" + proposerWidth + "s %-10s %10s %10s%s %8s %8s %8s%n";
  }

  /**
   * Begins a table with its head.
   *
   * @param anchor what the score is against
   * @param holdsOut whether there are clips held out
   * @param proposers the proposers' names, as often as they come
   */
  public static ExperimentTable begin(
      PrintWriter out, String anchor, boolean holdsOut, Stream<String> proposers) {
    int width =
        proposers
            .mapToInt(String::length)
            .map(length -> Math.clamp(length, NARROWEST_PROPOSER, WIDEST_PROPOSER))
            .max()
            .orElse(NARROWEST_PROPOSER);
    ExperimentTable table = new ExperimentTable(out, anchor, holdsOut, width);
    out.printf(
        Locale.ROOT,
        table.row,
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
    return table;
  }

  /** A line for the experiment, and one for its failure and for each of its warnings. */
  public void add(ExperimentRecord experiment) {
    out.printf(
        Locale.ROOT,
        row,
        experiment.iteration(),
        experiment.id(),
        Sentences.shortened(experiment.candidate().name(), 16),
        Sentences.shortened(experiment.candidate().proposer(), proposerWidth),
        experiment.status().label(),
        figure(experiment.scores(), anchor),
        figure(experiment.scores(), anchor + "/ssim"),
        holdsOut
            ? String.format(Locale.ROOT, " %10s", figure(experiment.scores(), anchor + "/held-out"))
            : "",
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
                    + Sentences.shortened(Sentences.firstLine(failure.message()), 150)));
    WarningLines.print(out, "      ", experiment);
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
}
