package dev.codecsmith.cli.experiments;

import dev.codecsmith.lab.bits.BitsTable;
import dev.codecsmith.lab.evaluation.LimitUse;
import dev.codecsmith.metrics.bd.BdRate;
import dev.codecsmith.store.AnchorComparison;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.json.BdRates;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/** One experiment in full, for people. */
final class ExperimentDetails {
  private ExperimentDetails() {}

  /**
   * Prints it.
   *
   * @param limitUse how near it came to its limits, where that is known
   */
  static void print(
      PrintWriter out,
      ExperimentRecord experiment,
      Optional<LimitUse> limitUse,
      ArtifactStore artifacts)
      throws StoreException {
    line(out, "experiment", experiment.id());
    line(out, "campaign", experiment.campaignId());
    line(out, "status", experiment.status().label());
    line(out, "program", experiment.candidate().name() + ", " + experiment.candidate().language());
    line(out, "sha256", experiment.candidate().programSha256());
    line(out, "proposer", experiment.candidate().proposer());
    if (!experiment.candidate().parents().isEmpty()) {
      line(out, "parents", String.join(", ", experiment.candidate().parents()));
    }
    if (!experiment.candidate().reasoning().isEmpty()) {
      line(out, "reasoning", experiment.candidate().reasoning());
    }
    line(out, "size", experiment.decoderBytes() + " bytes compressed, as built");
    new TreeMap<>(experiment.scores())
        .forEach((anchor, comparison) -> {
          line(
              out,
              anchor.contains(AnchorComparison.OBJECTIVE) ? "score" : "BD-rate",
              text(comparison.overall()) + "  against " + anchor);
          new TreeMap<>(comparison.perClip())
              .forEach((clip, rate) -> line(out, "", "  " + text(rate) + "  " + clip));
        });
    experiment.remarks().forEach(warning -> line(out, "warning", warning));
    experiment
        .failure()
        .ifPresent(failure -> {
          line(out, "failed", failure.kind().label() + " while " + failure.phase().label());
          out.println();
          out.println(failure.message());
        });
    PointTable.print(out, experiment.points());
    limitUse.ifPresent(use -> out.println(use.text()));
    BitsText.print(out, BitsTable.reports(experiment, artifacts));
    out.println();
    new TreeMap<>(experiment.candidate().artifacts())
        .forEach((role, sha256) -> line(out, role, sha256));
    new TreeMap<>(experiment.artifacts()).forEach((role, sha256) -> line(out, role, sha256));
  }

  private static String text(BdRate rate) {
    return switch (rate) {
      case BdRate.Value value ->
          String.format(
              Locale.ROOT,
              "%+8.2f %% (over %.0f %% of the band)",
              value.percent(),
              100 * value.coverage());
      case BdRate state -> BdRates.state(state);
    };
  }

  private static void line(PrintWriter out, String name, String value) {
    out.printf("%-12s %s%n", name, value);
  }
}
