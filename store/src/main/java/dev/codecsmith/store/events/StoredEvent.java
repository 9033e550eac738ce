package dev.codecsmith.store.events;

import dev.codecsmith.store.json.Json;
import java.time.Instant;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.JsonNode;

/**
 * An event as it stands in a log.
 *
 * @param campaignId the campaign
 * @param number rising from 1 without a gap in the campaign
 * @param time when it happened
 * @param event what happened
 */
public record StoredEvent(String campaignId, long number, Instant time, CampaignEvent event) {

  /**
   * An event of its JSON. One of a kind, or in a form, that this version does not know is {@link
   * CampaignEvent.OtherVersion}: a newer one, which has the same tables, may have written it.
   *
   * @throws JacksonException if it is not an event of any version
   */
  public static CampaignEvent read(String json) {
    try {
      return Json.read(json, CampaignEvent.class);
    } catch (DatabindException e) {
      JsonNode tree = Json.mapper().readTree(json);
      if (!tree.path("type").isString()) {
        throw e;
      }
      return new CampaignEvent.OtherVersion(tree.path("type").asString(), tree);
    }
  }
}
