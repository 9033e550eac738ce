package dev.codecsmith.service.alerts.rules;

import dev.codecsmith.service.alerts.AlertKind;
import dev.codecsmith.service.alerts.Finding;
import dev.codecsmith.service.alerts.Finding.Begins;
import dev.codecsmith.service.alerts.Finding.Ends;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.CampaignEvent.CampaignBegun;
import dev.codecsmith.store.events.CampaignEvent.CampaignContinued;
import dev.codecsmith.store.events.CampaignEvent.StoreAway;
import dev.codecsmith.store.events.CampaignEvent.StoreBack;
import java.time.Instant;
import java.util.List;

/** A store elsewhere that cannot be reached. */
public final class StoreRule implements Rule {
  private final String campaign;

  public StoreRule(String campaign) {
    this.campaign = campaign;
  }

  @Override
  public List<Finding> on(Instant time, CampaignEvent event) {
    return switch (event) {
      case StoreAway away ->
          List.of(
              new Begins(
                  AlertKind.STORE_AWAY,
                  campaign,
                  away.reason()
                      + " Results wait on this machine's disk and are delivered when it is back."));
      case StoreBack back ->
          ends(
              "It can be reached again, and has the %d writes that waited."
                  .formatted(back.delivered()));
      // No campaign begins while its store is away.
      case CampaignBegun _, CampaignContinued _ -> ends("It can be reached again.");
      default -> List.of();
    };
  }

  private List<Finding> ends(String text) {
    return List.of(new Ends(AlertKind.STORE_AWAY, campaign, text));
  }
}
