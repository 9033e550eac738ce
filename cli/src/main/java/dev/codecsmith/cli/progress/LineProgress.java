package dev.codecsmith.cli.progress;

import dev.codecsmith.cli.output.WarningLines;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.CampaignEvent.AnchorsProgress;
import dev.codecsmith.store.events.CampaignEvent.CampaignContinued;
import dev.codecsmith.store.events.CampaignEvent.ExperimentEnded;
import dev.codecsmith.store.events.CampaignEvent.ExperimentPhase;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntSupplier;

/** One line for each phase that an experiment enters, and one for its end. */
public final class LineProgress implements CampaignProgress {
  private final PrintWriter lines;
  private final CampaignView view = new CampaignView();
  private final Map<String, ExperimentStatus> phases = new HashMap<>();

  /** How many there are of all. */
  private final IntSupplier total;

  private final Place place;

  /** Which of all an experiment is. */
  @FunctionalInterface
  private interface Place {
    int of(String id, int iteration);
  }

  /** Of a campaign: an experiment's place is its iteration. */
  LineProgress(PrintWriter lines) {
    this.lines = lines;
    this.total = view::iterations;
    this.place = (id, iteration) -> iteration;
  }

  /** Of a campaign, wherever its lines go. */
  public static LineProgress ofCampaign(PrintWriter lines) {
    return new LineProgress(lines);
  }

  private LineProgress(PrintWriter lines, int experiments, Place place) {
    this.lines = lines;
    this.total = () -> experiments;
    this.place = place;
  }

  /** Of so many experiments, whatever their iterations; they are counted as they come. */
  public static LineProgress counting(PrintWriter lines, int experiments) {
    Map<String, Integer> places = new HashMap<>();
    return new LineProgress(
        lines, experiments, (id, iteration) -> places.computeIfAbsent(id, _ -> places.size() + 1));
  }

  @Override
  public synchronized void on(Instant time, CampaignEvent event) {
    view.on(time, event);
    switch (event) {
      case AnchorsProgress anchors ->
          said("anchors: " + anchors.done() + " of " + anchors.total() + " curves measured");
      case CampaignContinued continued -> {
        phases.clear();
        if (continued.finished() > 0) {
          said(
              "continuing: "
                  + continued.finished()
                  + " of "
                  + continued.iterations()
                  + " experiments are finished already");
        }
      }
      case ExperimentPhase entered -> {
        if (phases.put(entered.id(), entered.phase()) != entered.phase()) {
          said(
              counter(entered.id(), entered.iteration())
                  + entered.id()
                  + "  "
                  + entered.name()
                  + "  "
                  + entered.phase().label());
        }
      }
      case ExperimentEnded ended -> {
        phases.remove(ended.id());
        said(
            counter(ended.id(), ended.iteration())
                + EventTexts.ended(ended)
                + EventTexts.suffix(view));
        WarningLines.print(lines, "  ", ended.warnings());
        lines.flush();
      }
      default -> EventTexts.sentence(event).ifPresent(this::said);
    }
  }

  private String counter(String id, int iteration) {
    return "[" + place.of(id, iteration) + "/" + total.getAsInt() + "] ";
  }

  @Override
  public CampaignView view() {
    return view;
  }

  @Override
  public synchronized void said(String sentence) {
    lines.println(sentence);
    lines.flush();
  }

  @Override
  public void close() {}
}
