package dev.codecsmith.cli.experiments;

import dev.codecsmith.cli.output.Sentences;
import dev.codecsmith.cli.output.WarningLines;
import dev.codecsmith.lab.objective.Objective;
import dev.codecsmith.metrics.bd.BdRate;
import dev.codecsmith.store.AnchorComparison;
import dev.codecsmith.store.ExperimentSummary;
import dev.codecsmith.store.ResultLine;
import dev.codecsmith.store.ResultLine.CpuTimes;
import dev.codecsmith.store.json.BdRates;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Experiments as a table for people. Rows are written as they come, where picocli's table holds all
 * of them until the last: a campaign has a hundred thousand.
 */
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
   * @param objective what the score is of
   * @param holdsOut whether there are clips held out
   * @param proposers the proposers' names, as often as they come
   */
  public static ExperimentTable begin(
      PrintWriter out,
      String anchor,
      Objective objective,
      boolean holdsOut,
      Stream<String> proposers) {
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
        objective.isDefault() ? "BD-rate %" : "score %",
        "SSIM BD %",
        holdsOut ? String.format(Locale.ROOT, " %10s", "held out %") : "",
        "enc s",
        "dec s",
        "size");
    return table;
  }

  /** A line for the experiment, and one for its failure and for each of its warnings. */
  public void add(ExperimentSummary experiment) {
    ResultLine result = experiment.result();
    out.printf(
        Locale.ROOT,
        row,
        experiment.iteration(),
        experiment.id(),
        Sentences.shortened(experiment.program().name(), 16),
        Sentences.shortened(experiment.program().proposer(), proposerWidth),
        experiment.status().label(),
        figure(result, AnchorComparison.keyOfScore(result.figures(), anchor)),
        figure(result, anchor + "/ssim"),
        holdsOut
            ? String.format(
                Locale.ROOT,
                " %10s",
                figure(
                    result,
                    AnchorComparison.keyOfScore(result.figures(), anchor)
                        + AnchorComparison.HELD_OUT))
            : "",
        seconds(result.cpu().map(CpuTimes::encodeSeconds)),
        seconds(result.cpu().map(CpuTimes::decodeSeconds)),
        result.decoderBytes() == 0 ? "-" : result.decoderBytes() + " B");
    result
        .failure()
        .ifPresent(failure ->
            out.println(
                "      "
                    + failure.kind().label()
                    + ": "
                    + Sentences.shortened(failure.message(), 150)));
    WarningLines.print(out, "      ", result.remarks());
  }

  private static String figure(ResultLine result, String key) {
    BdRate figure = result.figures().get(key);
    return switch (figure) {
      case null -> "-";
      case BdRate.Value value -> String.format(Locale.ROOT, "%+.2f", value.percent());
      case BdRate state -> BdRates.state(state);
    };
  }

  private static String seconds(Optional<Double> seconds) {
    return seconds.map(figure -> String.format(Locale.ROOT, "%.2f", figure)).orElse("-");
  }
}
