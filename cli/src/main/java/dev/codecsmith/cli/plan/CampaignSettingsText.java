package dev.codecsmith.cli.plan;

import dev.codecsmith.lab.anchors.Anchors;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.json.Json;

/** Reads back what {@link Campaigns} wrote as a campaign's identity. */
public final class CampaignSettingsText {
  private CampaignSettingsText() {}

  public static boolean holdsOut(CampaignRecord campaign) {
    return !Json.mapper().readTree(campaign.settingsJson()).path("held_out").isEmpty();
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
