package dev.codecsmith.cli;

import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentStatus;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** One line for each phase that an experiment enters, and one for its end. */
final class LineProgress implements CampaignProgress {
  private final PrintWriter errors;
  private final int iterations;
  private final CampaignEnd end;
  private final Map<String, ExperimentStatus> phases = new HashMap<>();

  /** For work that asks no model. */
  LineProgress(PrintWriter errors, int experiments) {
    this(errors, experiments, CampaignEnd.nothing());
  }

  LineProgress(PrintWriter errors, int iterations, CampaignEnd end) {
    this.errors = errors;
    this.iterations = iterations;
    this.end = end;
  }

  @Override
  public synchronized void anchors(int done, int total) {
    line("anchors: " + done + " of " + total + " curves measured");
  }

  @Override
  public synchronized void continued(int finished) {
    if (finished > 0) {
      line("continuing: " + finished + " of " + iterations + " experiments are finished already");
    }
  }

  @Override
  public synchronized void progress(
      ExperimentRecord experiment, ExperimentStatus phase, int done, int total) {
    if (phase == phases.put(experiment.id(), phase)) {
      return;
    }
    String place = "[" + experiment.iteration() + "/" + iterations + "] ";
    line(
        place
            + (phase.isFinal()
                ? CampaignProgress.ended(experiment) + end.suffix()
                : experiment.id() + "  " + experiment.candidate().name() + "  " + phase.label()));
  }

  @Override
  public synchronized void retry(String what, String reason, Duration pause) {
    line(what + " failed: " + reason + " Trying again in " + pause.toSeconds() + " s.");
  }

  @Override
  public synchronized void exhausted(int iteration) {
    line(
        "No proposer has anything left to propose for iteration "
            + iteration
            + "; the campaign ends here.");
  }

  @Override
  public synchronized void stopped(int iteration, String reason) {
    end.stopped(reason);
    line("The campaign ends before iteration " + iteration + ". " + reason);
  }

  private void line(String text) {
    errors.println(text);
    errors.flush();
  }

  @Override
  public void close() {}
}
