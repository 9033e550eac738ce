package dev.codecsmith.cli.plan;

import dev.codecsmith.lab.anchors.Anchors;
import dev.codecsmith.lab.objective.CampaignObjective;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.json.Json;

/** Reads back what {@link Campaigns} wrote as a campaign's identity. */
public final class CampaignSettingsText {
  private CampaignSettingsText() {}

  public static boolean holdsOut(CampaignRecord campaign) {
    return !Json.mapper().readTree(campaign.settingsJson()).path("held_out").isEmpty();
  }

  /** What its table is sorted by: a score's meaning. */
  public static String objective(CampaignRecord campaign) {
    return CampaignObjective.of(campaign).inWords(mainAnchor(campaign));
  }

  public static String mainAnchor(CampaignRecord campaign) {
    return Json.mapper()
        .readTree(campaign.settingsJson())
        .path("anchors")
        .path(0)
        .path("name")
        .asString(Anchors.DEFAULT);
  }
}
