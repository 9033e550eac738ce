package dev.codecsmith.service.alerts.rules;

import dev.codecsmith.service.alerts.AlertKind;
import dev.codecsmith.service.alerts.Finding;
import dev.codecsmith.service.alerts.Finding.Begins;
import dev.codecsmith.service.alerts.Finding.Ends;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.CampaignEvent.CampaignFinished;
import dev.codecsmith.store.events.CampaignEvent.ExperimentEnded;
import java.time.Instant;
import java.util.List;

/** A campaign that cannot go on, of which whoever runs it is told, until something in it ends. */
public final class FaultRule implements Rule {
  private final String campaign;

  public FaultRule(String campaign) {
    this.campaign = campaign;
  }

  /** It cannot go on. */
  public List<Finding> fault(String sentence) {
    return List.of(new Begins(AlertKind.CAMPAIGN_FAULT, campaign, sentence));
  }

  /** It can, or is not to. */
  public List<Finding> over() {
    return ends("It is to go on, has stopped or is finished.");
  }

  @Override
  public List<Finding> on(Instant time, CampaignEvent event) {
    return switch (event) {
      case ExperimentEnded ended -> ends(ended.id() + " has ended.");
      case CampaignFinished _ -> ends("The campaign is finished.");
      default -> List.of();
    };
  }

  private List<Finding> ends(String text) {
    return List.of(new Ends(AlertKind.CAMPAIGN_FAULT, campaign, text));
  }
}
