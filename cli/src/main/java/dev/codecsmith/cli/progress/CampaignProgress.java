package dev.codecsmith.cli.progress;

import dev.codecsmith.cli.output.Sentences;
import dev.codecsmith.evolve.campaign.CampaignListener;
import dev.codecsmith.evolve.campaign.CampaignSettings;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentStatus;
import java.io.Console;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** Shows how a campaign goes on: a bar on a terminal, plain lines elsewhere. */
public interface CampaignProgress extends CampaignListener, AutoCloseable {

  /**
   * What fits where standard error goes.
   *
   * @param errors for lines; a bar draws on the terminal itself
   * @param best the best score of earlier runs, in percent
   */
  static CampaignProgress on(
      PrintWriter errors, CampaignSettings settings, CampaignEnd end, OptionalDouble best) {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent()
        ? new BarProgress(
            settings.iterations(),
            end,
            best,
            new PrintWriter(System.err, true, System.err.charset()))
        : new LineProgress(errors, settings.iterations(), end);
  }

  /** A sentence that stays where it can be read. */
  void said(String sentence);

  @Override
  default void retry(String what, String reason, Duration pause) {
    said(what + " failed: " + reason + " Trying again in " + pause.toSeconds() + " s.");
  }

  @Override
  default void exhausted(int iteration) {
    said(
        "No proposer has anything left to propose for iteration "
            + iteration
            + "; the campaign ends here.");
  }

  /** What models are doing, on one line; empty when none is asked. Nothing where lines stay. */
  default void thinking(String line) {}

  /** Runs something about every second until it is closed. Nothing where lines stay. */
  default void everySecond(Runnable task) {}

  @Override
  void close();

  /** How an experiment ended, on one line. */
  static String ended(ExperimentRecord experiment) {
    if (experiment.status() == ExperimentStatus.SUCCEEDED) {
      return String.format(
          Locale.ROOT,
          "%s  %s  %+.2f %% BD-rate",
          experiment.id(),
          experiment.candidate().name(),
          experiment.score().orElseThrow());
    }
    return experiment.id()
        + "  "
        + experiment.candidate().name()
        + "  failed: "
        + experiment
            .failure()
            .map(failure -> failure.kind().label() + ", " + Sentences.firstLine(failure.message()))
            .orElse("");
  }
}
