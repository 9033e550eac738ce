package dev.codecsmith.lab.objective;

import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.json.Json;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What a stored campaign ranks its programs by. */
public final class CampaignObjective {
  /** The key of a campaign's settings; absent where the objective is the usual one. */
  public static final String KEY = "objective";

  private CampaignObjective() {}

  public static Objective of(CampaignRecord campaign) {
    return of(Json.mapper().readTree(campaign.settingsJson()));
  }

  /** The same of its settings. */
  public static Objective of(JsonNode settings) {
    return settings.has(KEY)
        ? Json.mapper().treeToValue(settings.path(KEY), Objective.class)
        : Objective.DEFAULT;
  }

  /** What its scores are, where that is not BD-rate by PSNR-YUV against the main anchor. */
  public static Optional<String> words(CampaignRecord campaign) {
    JsonNode settings = Json.mapper().readTree(campaign.settingsJson());
    return Optional.of(of(settings))
        .filter(objective -> !objective.isDefault())
        .map(objective ->
            objective.inWords(settings.path("anchors").path(0).path("name").asString("")));
  }
}
