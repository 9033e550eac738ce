package dev.codecsmith.service.alerts.rules;

import dev.codecsmith.service.alerts.AlertKind;
import dev.codecsmith.service.alerts.Finding;
import dev.codecsmith.service.alerts.Finding.Begins;
import dev.codecsmith.service.alerts.Finding.Ends;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.CampaignEvent.CampaignFinished;
import dev.codecsmith.store.events.CampaignEvent.ExperimentEnded;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Most of the last experiments failed. */
public final class FailureRateRule implements Rule {
  /** Where the rate moves around the limit, that is one incident and not many. */
  private static final double BETTER = 0.2;

  private final String campaign;
  private final int window;
  private final long most;
  private final long better;
  private final Deque<ExperimentEnded> last = new ArrayDeque<>();

  /**
   * @param window how many experiments are looked at; nothing is found of fewer
   * @param share of them, above 0 up to 1, from which on it is told
   * @param past the experiments that ended before, in order
   */
  public FailureRateRule(String campaign, int window, double share, List<ExperimentEnded> past) {
    this.campaign = campaign;
    this.window = window;
    this.most = Math.round(window * share);
    this.better = Math.round(window * (share - BETTER));
    past.forEach(this::add);
  }

  private void add(ExperimentEnded ended) {
    // What a person cancelled is no experiment that failed, and none that did not.
    if (ended.failure().filter(kind -> !kind.isOfTheProgram()).isPresent()) {
      return;
    }
    last.addLast(ended);
    if (last.size() > window) {
      last.removeFirst();
    }
  }

  @Override
  public List<Finding> on(Instant time, CampaignEvent event) {
    if (event instanceof CampaignFinished) {
      return List.of(new Ends(AlertKind.FAILURE_RATE, campaign, "The campaign is finished."));
    }
    if (!(event instanceof ExperimentEnded ended)) {
      return List.of();
    }
    add(ended);
    if (last.size() < window) {
      return List.of();
    }
    List<ExperimentEnded> failed =
        last.stream().filter(each -> each.failure().isPresent()).toList();
    String counts = "%d of the last %d experiments failed".formatted(failed.size(), window);
    if (failed.size() >= most) {
      ExperimentEnded newest = failed.getLast();
      return List.of(
          new Begins(
              AlertKind.FAILURE_RATE,
              campaign,
              "%s; the newest is %s: %s".formatted(counts, newest.id(), newest.message())));
    }
    return failed.size() < better
        ? List.of(new Ends(AlertKind.FAILURE_RATE, campaign, counts + "."))
        : List.of();
  }
}
