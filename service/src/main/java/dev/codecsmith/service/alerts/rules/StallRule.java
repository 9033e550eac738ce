package dev.codecsmith.service.alerts.rules;

import static java.util.Comparator.naturalOrder;

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
import dev.codecsmith.store.events.CampaignEvent.ModelAnswered;
import dev.codecsmith.store.events.CampaignEvent.ModelCalled;
import dev.codecsmith.store.events.CampaignEvent.ModelFailed;
import dev.codecsmith.store.events.CampaignEvent.WorkerUp;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A campaign that runs and in which nothing ends: no experiment, no curve of an anchor. Time that
 * it waits and says until when, or waits for a worker, does not count, nor what a coding agent has
 * for its work.
 */
public final class StallRule implements Rule {
  private final String campaign;
  private final Duration patience;

  /** When something last ended or could begin to. */
  private Instant since = Instant.MAX;

  /** Until when each agent that is at work may be, by what it was asked. */
  private final Map<String, Instant> agents = new HashMap<>();

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
        agents.clear();
        yield countFrom(time);
      }
      case WorkerUp _, ExperimentPhase _ -> withoutWorker ? countFrom(time) : List.of();
      case CampaignWaiting waiting -> {
        withoutWorker |= waiting.until().isEmpty();
        since = waiting.until().filter(until -> until.isAfter(since)).orElse(since);
        yield List.of();
      }
      case ModelCalled called -> {
        called.atMost().ifPresent(most -> agents.put(called.slot(), time.plus(most)));
        yield List.of();
      }
      case ModelAnswered answered -> agentEnds(answered.slot(), time);
      case ModelFailed failed -> agentEnds(failed.slot(), time);
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

  private List<Finding> agentEnds(String slot, Instant time) {
    return agents.remove(slot) == null ? List.of() : countFrom(time);
  }

  private List<Finding> ends(String text) {
    return List.of(new Ends(AlertKind.CAMPAIGN_STALLED, campaign, text));
  }

  @Override
  public List<Finding> at(Instant now) {
    Instant from =
        agents.values().stream().filter(since::isBefore).max(naturalOrder()).orElse(since);
    if (!runs || withoutWorker || now.isBefore(from.plus(patience))) {
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
