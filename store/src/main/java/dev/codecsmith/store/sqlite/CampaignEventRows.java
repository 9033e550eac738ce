package dev.codecsmith.store.sqlite;

import dev.codecsmith.store.Event;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.StoredEvent;
import dev.codecsmith.store.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The events of campaigns, among the lines of the store's log. */
final class CampaignEventRows {
  private static final String TYPE = "told/";
  private static final String OF_CAMPAIGN =
      " FROM events WHERE campaign_id = :campaign AND type LIKE 'told/%'";

  private CampaignEventRows() {}

  static long append(Handle handle, String campaignId, Instant time, CampaignEvent event) {
    String type = TYPE + event.key().orElse("");
    if (event.key().isPresent()) {
      Optional<Long> known =
          handle
              .createQuery(
                  "SELECT max(sequence)"
                      + OF_CAMPAIGN
                      + " AND type = :type AND sequence > (SELECT coalesce(max(sequence), 0) FROM"
                      + " events WHERE campaign_id = :campaign AND experiment_id = :experiment AND"
                      + " experiment_id != '' AND type = 'experiment.deleted')")
              .bind("campaign", campaignId)
              .bind("type", type)
              .bind("experiment", event.experiment().orElse(""))
              .mapTo(Long.class)
              .findOne();
      if (known.isPresent()) {
        return handle
            .createQuery("SELECT count(*)" + OF_CAMPAIGN + " AND sequence <= :sequence")
            .bind("campaign", campaignId)
            .bind("sequence", known.get())
            .mapTo(Long.class)
            .one();
      }
    }
    long _ =
        EventLog.append(
            handle,
            new Event(0, time, campaignId, event.experiment().orElse(""), type, Json.write(event)));
    return last(handle, campaignId);
  }

  static long last(Handle handle, String campaignId) {
    return handle
        .createQuery("SELECT count(*)" + OF_CAMPAIGN)
        .bind("campaign", campaignId)
        .mapTo(Long.class)
        .one();
  }

  static List<StoredEvent> read(Handle handle, String campaignId, long after, int limit) {
    return handle
        .createQuery(
            "SELECT time, detail, row_number() OVER (ORDER BY sequence) AS number"
                + OF_CAMPAIGN
                + " ORDER BY sequence LIMIT :limit OFFSET :after")
        .bind("campaign", campaignId)
        .bind("after", after)
        .bind("limit", limit)
        .map((row, _) ->
            new StoredEvent(
                campaignId,
                row.getLong("number"),
                Instant.parse(row.getString("time")),
                Json.read(row.getString("detail"), CampaignEvent.class)))
        .list();
  }
}
