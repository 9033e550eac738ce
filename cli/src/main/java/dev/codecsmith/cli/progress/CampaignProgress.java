package dev.codecsmith.cli.progress;

import dev.codecsmith.store.events.EventListener;
import java.io.Console;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Optional;

/** Shows how a campaign goes on, by its events: a bar on a terminal, plain lines elsewhere. */
public interface CampaignProgress extends EventListener, AutoCloseable {

  /**
   * What fits where the output goes.
   *
   * @param lines for lines; a bar draws on the terminal itself
   * @param iterations how many are asked for, as far as known before the campaign says so
   */
  static CampaignProgress on(PrintWriter lines, int iterations) {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent()
        ? new BarProgress(
            iterations, new PrintWriter(System.err, true, System.err.charset()), Clock.systemUTC())
        : new LineProgress(lines);
  }

  /** How the campaign stands by the events so far. */
  CampaignView view();

  /** A sentence that stays where it can be read. */
  void said(String sentence);

  @Override
  void close();
}
