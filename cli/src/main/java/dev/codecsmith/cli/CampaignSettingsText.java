package dev.codecsmith.cli;

import dev.codecsmith.lab.Anchors;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.Json;

/** Reads back what {@link Campaigns} wrote as a campaign's identity. */
final class CampaignSettingsText {
  private CampaignSettingsText() {}

  static boolean holdsOut(CampaignRecord campaign) {
    return !Json.mapper().readTree(campaign.settingsJson()).path("held_out").isEmpty();
  }

  static String mainAnchor(CampaignRecord campaign) {
    return Json.mapper()
        .readTree(campaign.settingsJson())
        .path("anchors")
        .path(0)
        .path("name")
        .asString(Anchors.DEFAULT);
  }
}
