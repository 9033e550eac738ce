package dev.codecsmith.service.alerts.rules;

import dev.codecsmith.service.alerts.AlertKind;
import dev.codecsmith.service.alerts.Finding;
import dev.codecsmith.service.alerts.Finding.Begins;
import dev.codecsmith.service.alerts.Finding.Ends;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.CampaignEvent.CampaignBegun;
import dev.codecsmith.store.events.CampaignEvent.CampaignContinued;
import dev.codecsmith.store.events.CampaignEvent.CampaignFinished;
import dev.codecsmith.store.events.CampaignEvent.WorkerFound;
import dev.codecsmith.store.events.CampaignEvent.WorkerMissing;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Work of a campaign that none of the workers is fit for. */
public final class MissingWorkerRule implements Rule {
  private final String campaign;
  private final Set<String> waiting = new HashSet<>();

  public MissingWorkerRule(String campaign) {
    this.campaign = campaign;
  }

  @Override
  public List<Finding> on(Instant time, CampaignEvent event) {
    return switch (event) {
      case WorkerMissing missing -> {
        waiting.add(missing.work());
        yield List.of(new Begins(AlertKind.WORKER_MISSING, campaign, missing.reason()));
      }
      case WorkerFound found -> {
        waiting.remove(found.work());
        yield waiting.isEmpty() ? ends("Nothing waits for another worker any more.") : List.of();
      }
      // It is told anew if it is still so.
      case CampaignBegun _, CampaignContinued _ -> ends("The campaign is begun again.");
      case CampaignFinished _ -> ends("The campaign is finished.");
      default -> List.of();
    };
  }

  private List<Finding> ends(String text) {
    waiting.clear();
    return List.of(new Ends(AlertKind.WORKER_MISSING, campaign, text));
  }
}
