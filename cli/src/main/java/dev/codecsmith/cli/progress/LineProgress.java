package dev.codecsmith.cli.progress;

import dev.codecsmith.cli.output.WarningLines;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentStatus;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToIntFunction;

/** One line for each phase that an experiment enters, and one for its end. */
public final class LineProgress implements CampaignProgress {
  private final PrintWriter errors;
  private final int iterations;
  private final CampaignEnd end;
  private final Map<String, ExperimentStatus> phases = new HashMap<>();

  /** Which of all an experiment is. */
  private final ToIntFunction<ExperimentRecord> place;

  private LineProgress(
      PrintWriter errors, int iterations, CampaignEnd end, ToIntFunction<ExperimentRecord> place) {
    this.errors = errors;
    this.iterations = iterations;
    this.end = end;
    this.place = place;
  }

  /** Of a campaign: an experiment's place is its iteration. */
  LineProgress(PrintWriter errors, int iterations, CampaignEnd end) {
    this(errors, iterations, end, ExperimentRecord::iteration);
  }

  /** Of so many experiments, whatever their iterations; they are counted as they come. */
  public static LineProgress counting(PrintWriter errors, int experiments) {
    Map<String, Integer> places = new HashMap<>();
    return new LineProgress(
        errors,
        experiments,
        CampaignEnd.nothing(),
        experiment -> places.computeIfAbsent(experiment.id(), _ -> places.size() + 1));
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
    if (phase.isFinal()) {
      phases.remove(experiment.id());
    }
    String counter = "[" + place.applyAsInt(experiment) + "/" + iterations + "] ";
    line(
        counter
            + (phase.isFinal()
                ? CampaignProgress.ended(experiment) + end.suffix()
                : experiment.id() + "  " + experiment.candidate().name() + "  " + phase.label()));
    if (phase.isFinal()) {
      WarningLines.print(errors, "  ", experiment);
      errors.flush();
    }
  }

  @Override
  public synchronized void stopped(int iteration, String reason) {
    end.stopped(reason);
    line("The campaign ends before iteration " + iteration + ". " + reason);
  }

  @Override
  public synchronized void said(String sentence) {
    line(sentence);
  }

  private void line(String text) {
    errors.println(text);
    errors.flush();
  }

  @Override
  public void close() {}
}
