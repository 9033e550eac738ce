package dev.codecsmith.service.alerts.rules;

import dev.codecsmith.service.alerts.AlertKind;
import dev.codecsmith.service.alerts.Finding;
import dev.codecsmith.service.alerts.Finding.Begins;
import dev.codecsmith.service.alerts.Finding.Ends;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.CampaignEvent.AnchorsProgress;
import dev.codecsmith.store.events.CampaignEvent.CampaignBegun;
import dev.codecsmith.store.events.CampaignEvent.CampaignContinued;
import dev.codecsmith.store.events.CampaignEvent.CampaignFinished;
import dev.codecsmith.store.events.CampaignEvent.CampaignStopped;
import dev.codecsmith.store.events.CampaignEvent.CampaignWaiting;
import dev.codecsmith.store.events.CampaignEvent.ExperimentEnded;
import dev.codecsmith.store.events.CampaignEvent.ExperimentPhase;
import dev.codecsmith.store.events.CampaignEvent.WorkerUp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A campaign that runs and in which nothing ends: no experiment, no curve of an anchor. Time that
 * it waits and says until when, or waits for a worker, does not count.
 */
public final class StallRule implements Rule {
  private final String campaign;
  private final Duration patience;

  /** When something last ended or could begin to. */
  private Instant since = Instant.MAX;

  private boolean runs;
  private boolean withoutWorker;

  public StallRule(String campaign, Duration patience) {
    this.campaign = campaign;
    this.patience = patience;
  }

  @Override
  public List<Finding> on(Instant time, CampaignEvent event) {
    return switch (event) {
      case CampaignBegun _, CampaignContinued _ -> {
        runs = true;
        yield countFrom(time);
      }
      case WorkerUp _, ExperimentPhase _ -> withoutWorker ? countFrom(time) : List.of();
      case CampaignWaiting waiting -> {
        withoutWorker |= waiting.until().isEmpty();
        since = waiting.until().filter(until -> until.isAfter(since)).orElse(since);
        yield List.of();
      }
      case ExperimentEnded ended -> {
        countFrom(time);
        yield ends(ended.id() + " has ended.");
      }
      case AnchorsProgress anchors -> {
        countFrom(time);
        yield anchors.done() > 0 ? ends("A curve of an anchor was measured.") : List.of();
      }
      case CampaignStopped stopped -> {
        runs = false;
        yield ends("The campaign has stopped: " + stopped.reason());
      }
      case CampaignFinished _ -> {
        runs = false;
        yield ends("The campaign is finished.");
      }
      default -> List.of();
    };
  }

  private List<Finding> countFrom(Instant time) {
    withoutWorker = false;
    since = time;
    return List.of();
  }

  private List<Finding> ends(String text) {
    return List.of(new Ends(AlertKind.CAMPAIGN_STALLED, campaign, text));
  }

  @Override
  public List<Finding> at(Instant now) {
    if (!runs || withoutWorker || now.isBefore(since.plus(patience))) {
      return List.of();
    }
    return List.of(
        new Begins(
            AlertKind.CAMPAIGN_STALLED,
            campaign,
            "No experiment and no anchor's curve has ended for %d min."
                .formatted(Duration.between(since, now).toMinutes())));
  }
}
