package dev.codecsmith.dashboard.campaigns;

import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** What every program of a campaign has to keep to, beside the limits. */
final class Conditions {
  private Conditions() {}

  /** A few words each; empty where a campaign has none. */
  static List<String> inWords(CampaignRecord campaign) {
    JsonNode settings = Json.mapper().readTree(campaign.settingsJson());
    List<String> words = new ArrayList<>();
    JsonNode constraints = settings.path("constraints");
    int randomAccess = constraints.path("random_access").asInt(0);
    if (randomAccess > 0) {
      words.add("random access every " + randomAccess + " frames");
    }
    if (constraints.path("low_delay").asBoolean(false)) {
      words.add("low delay");
    }
    if (settings.has("editable")) {
      words.add(
          settings
              .path("editable")
              .valueStream()
              .map(JsonNode::stringValue)
              .collect(Collectors.joining(", ", "only ", " may be changed")));
    }
    return words;
  }
}
