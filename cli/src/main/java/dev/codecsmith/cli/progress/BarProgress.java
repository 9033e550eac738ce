package dev.codecsmith.cli.progress;

import dev.codecsmith.sandbox.PlainText;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.CampaignEvent.AnchorsProgress;
import dev.codecsmith.store.events.CampaignEvent.CampaignBegun;
import dev.codecsmith.store.events.CampaignEvent.CampaignContinued;
import dev.codecsmith.store.events.CampaignEvent.ExperimentEnded;
import dev.codecsmith.store.events.CampaignEvent.ExperimentPhase;
import dev.codecsmith.store.events.CampaignEvent.ExperimentProgress;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * A progress bar over the experiments, with the phase of each that is under way, and above it a
 * line for each that has ended. It is drawn from the first event on.
 */
final class BarProgress implements CampaignProgress {
  private static final int LONGEST_MESSAGE = 500;
  private static final String ERASE_LINE = "\u001b[K";

  private final PrintWriter errors;
  private final ProgressBarBuilder builder;
  private final CampaignView view = new CampaignView();
  private final Map<Integer, String> underWay = new TreeMap<>();
  private final ModelLine models;
  private final ScheduledExecutorService seconds =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("seconds").factory());
  private @Nullable ProgressBar bar;

  /**
   * On the terminal.
   *
   * @param iterations how many are asked for, as far as known before the campaign says so
   * @param errors where sentences go: the terminal that the bar is on, not made plain, as the line
   *     with the bar has to be erased
   */
  BarProgress(int iterations, PrintWriter errors, Clock clock) {
    this(iterations, errors, clock, new ProgressBarBuilder());
  }

  BarProgress(int iterations, PrintWriter errors, Clock clock, ProgressBarBuilder builder) {
    this.errors = errors;
    this.models = new ModelLine(clock);
    this.builder =
        builder
            .setTaskName("experiments")
            .setInitialMax(iterations)
            .setStyle(ProgressBarStyle.UNICODE_BLOCK)
            .setUpdateIntervalMillis(200)
            .hideEta();
  }

  @Override
  public synchronized void on(Instant time, CampaignEvent event) {
    view.on(time, event);
    models.on(time, event);
    ProgressBar drawn = bar();
    switch (event) {
      case AnchorsProgress anchors ->
          drawn.setExtraMessage(" anchors " + anchors.done() + "/" + anchors.total());
      case CampaignBegun _, CampaignContinued _ -> {
        underWay.clear();
        drawn.maxHint(view.iterations());
        drawn.stepTo(view.finished());
        show();
      }
      case ExperimentPhase entered -> {
        underWay.put(entered.iteration(), text(entered.iteration(), entered.phase()));
        show();
      }
      case ExperimentProgress progress -> {
        underWay.put(
            progress.iteration(),
            text(progress.iteration(), progress.phase())
                + (progress.total() > 1 ? " " + progress.done() + "/" + progress.total() : ""));
        show();
      }
      case ExperimentEnded ended -> {
        underWay.remove(ended.iteration());
        drawn.stepTo(view.finished());
        said(EventTexts.ended(ended));
        ended.warnings().forEach(warning -> said(EventTexts.warning(ended.id(), warning)));
        show();
      }
      default -> {
        EventTexts.sentence(event).ifPresent(this::said);
        show();
      }
    }
  }

  private static String text(int iteration, ExperimentStatus phase) {
    return iteration + " " + phase.label();
  }

  private ProgressBar bar() {
    ProgressBar drawn = bar;
    if (drawn == null) {
      drawn = builder.build();
      bar = drawn;
      var _ = seconds.scheduleAtFixedRate(this::tick, 1, 1, TimeUnit.SECONDS);
    }
    return drawn;
  }

  /** Shows once more what models are doing, with the time that has gone by. */
  private synchronized void tick() {
    if (!models.isEmpty()) {
      show();
    }
  }

  @Override
  public CampaignView view() {
    return view;
  }

  /** In place of the bar, which is drawn anew on the line below. */
  @Override
  public synchronized void said(String sentence) {
    errors.print("\r" + ERASE_LINE + PlainText.of(sentence) + "\n");
    errors.flush();
  }

  private void show() {
    String phases =
        Stream.concat(
                underWay.values().stream(), Stream.of(models.text()).filter(t -> !t.isEmpty()))
            .collect(Collectors.joining(" · "));
    String soFar = view.best().map(best -> String.format(" best %+.2f %% ", best)).orElse("");
    bar()
        .setExtraMessage(PlainText.line(soFar + phases + EventTexts.suffix(view), LONGEST_MESSAGE));
  }

  @Override
  public synchronized void close() {
    seconds.shutdownNow();
    if (bar != null) {
      bar.close();
    }
  }
}
