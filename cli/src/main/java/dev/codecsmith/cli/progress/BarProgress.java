package dev.codecsmith.cli.progress;

import dev.codecsmith.sandbox.PlainText;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentStatus;
import java.io.PrintWriter;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar over the experiments, with the phase of each that is under way. */
final class BarProgress implements CampaignProgress {
  private static final int LONGEST_MESSAGE = 500;
  private static final String ERASE_LINE = "\u001b[K";

  private final PrintWriter errors;
  private final ProgressBar bar;
  private final CampaignEnd end;
  private final Map<Integer, String> underWay = new TreeMap<>();
  private String thought = "";
  private final ScheduledExecutorService seconds =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("seconds").factory());
  private double best;

  /**
   * On the terminal.
   *
   * @param best the best score of earlier runs, in percent
   * @param errors where sentences go: the terminal that the bar is on, not made plain, as the line
   *     with the bar has to be erased
   */
  BarProgress(int iterations, CampaignEnd end, OptionalDouble best, PrintWriter errors) {
    this(iterations, end, best, errors, new ProgressBarBuilder());
  }

  BarProgress(
      int iterations,
      CampaignEnd end,
      OptionalDouble best,
      PrintWriter errors,
      ProgressBarBuilder builder) {
    this.errors = errors;
    this.end = end;
    this.best = best.orElse(Double.POSITIVE_INFINITY);
    this.bar =
        builder
            .setTaskName("experiments")
            .setInitialMax(iterations)
            .setStyle(ProgressBarStyle.UNICODE_BLOCK)
            .setUpdateIntervalMillis(200)
            .hideEta()
            .build();
  }

  @Override
  public synchronized void anchors(int done, int total) {
    bar.setExtraMessage(" anchors " + done + "/" + total);
  }

  @Override
  public synchronized void continued(int finished) {
    bar.stepTo(finished);
    show();
  }

  @Override
  public synchronized void progress(
      ExperimentRecord experiment, ExperimentStatus phase, int done, int total) {
    if (phase.isFinal()) {
      underWay.remove(experiment.iteration());
      bar.step();
      experiment.score().ifPresent(score -> best = Math.min(best, score));
      experiment.warnings().forEach(warning -> said(experiment.id() + ": warning: " + warning));
    } else {
      underWay.put(
          experiment.iteration(),
          experiment.iteration()
              + " "
              + phase.label()
              + (total > 1 ? " " + done + "/" + total : ""));
    }
    show();
  }

  @Override
  public synchronized void stopped(int iteration, String reason) {
    end.stopped(reason);
    said("The campaign ends before iteration " + iteration + ". " + reason);
  }

  /** In place of the bar, which is drawn anew on the line below. */
  @Override
  public synchronized void said(String sentence) {
    errors.print("\r" + ERASE_LINE + PlainText.of(sentence) + "\n");
    errors.flush();
  }

  @Override
  public synchronized void thinking(String line) {
    thought = line;
    show();
  }

  /** The task must not be run with this object's lock held: it may wait for who waits for it. */
  @Override
  public void everySecond(Runnable task) {
    var _ = seconds.scheduleAtFixedRate(task, 1, 1, TimeUnit.SECONDS);
  }

  private void show() {
    String phases =
        Stream.concat(underWay.values().stream(), Stream.of(thought).filter(t -> !t.isEmpty()))
            .collect(Collectors.joining(" · "));
    String soFar = best == Double.POSITIVE_INFINITY ? "" : String.format(" best %+.2f %% ", best);
    bar.setExtraMessage(PlainText.line(soFar + phases + end.suffix(), LONGEST_MESSAGE));
  }

  @Override
  public void close() {
    seconds.shutdownNow();
    bar.close();
  }
}
