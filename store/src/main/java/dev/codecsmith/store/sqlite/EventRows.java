package dev.codecsmith.store.sqlite;

import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.StoredEvent;
import dev.codecsmith.store.json.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import tools.jackson.core.JacksonException;

/**
 * The table of events. A number is given inside the transaction that holds the write lock and
 * vanishes with it if it fails, so a campaign's numbers have no gap and stand in the order of the
 * commits.
 */
final class EventRows {
  private static final String COLUMNS = "SELECT campaign_id, number, time, event FROM";

  private static final RowMapper<StoredEvent> EVENT = (row, _) -> event(row);

  private EventRows() {}

  /** The number of the event that holds a key. */
  static Optional<Long> withKey(Handle handle, String campaignId, String key) {
    return handle
        .createQuery(
            "SELECT number FROM campaign_events WHERE campaign_id = :campaign AND key = :key")
        .bind("campaign", campaignId)
        .bind("key", key)
        .mapTo(Long.class)
        .findOne();
  }

  /** Which of the keys are held. */
  static Set<String> told(Handle handle, String campaignId, Collection<String> keys) {
    return handle
        .createQuery(
            "SELECT key FROM campaign_events WHERE campaign_id = :campaign AND key IN (SELECT value"
                + " FROM json_each(:keys))")
        .bind("campaign", campaignId)
        .bind("keys", Json.write(keys))
        .mapTo(String.class)
        .set();
  }

  /** Inserts the event behind the others; its key must be free. */
  static long insert(Handle handle, String campaignId, Instant time, CampaignEvent event) {
    if (event.key().isPresent() && event.experiment().isPresent()) {
      freeKeys(
          handle,
          campaignId,
          event.experiment().get(),
          event instanceof CampaignEvent.ExperimentDeleted);
    }
    long number = last(handle, campaignId) + 1;
    handle
        .createUpdate(
            "INSERT INTO campaign_events (campaign_id, number, time, experiment_id, key, event)"
                + " VALUES (:campaign, :number, :time, :experiment, :key, :event)")
        .bind("campaign", campaignId)
        .bind("number", number)
        .bind("time", time.toString())
        .bind("experiment", event.experiment())
        .bind("key", event.key())
        .bind("event", Json.write(event))
        .execute();
    return number;
  }

  /**
   * Frees the keys of what was told of an experiment before its deletion, or that of the deletion
   * itself.
   */
  private static void freeKeys(
      Handle handle, String campaignId, String experimentId, boolean deleted) {
    handle.execute(
        "UPDATE campaign_events SET key = NULL WHERE campaign_id = ? AND experiment_id = ? AND key"
            + " IS NOT NULL AND (key = 'deleted/' || experiment_id) = ?",
        campaignId,
        experimentId,
        deleted ? 0 : 1);
  }

  /** 0 without one. */
  static long last(Handle handle, String campaignId) {
    return handle
        .createQuery(
            "SELECT coalesce(max(number), 0) FROM campaign_events WHERE campaign_id = :campaign")
        .bind("campaign", campaignId)
        .mapTo(Long.class)
        .one();
  }

  static List<StoredEvent> read(Handle handle, String campaignId, long after, int limit) {
    return handle
        .createQuery(
            COLUMNS
                + " campaign_events WHERE campaign_id = :campaign AND number > :after ORDER BY"
                + " number LIMIT :limit")
        .bind("campaign", campaignId)
        .bind("after", after)
        .bind("limit", limit)
        .map(EVENT)
        .list();
  }

  private static StoredEvent event(ResultSet row) throws SQLException {
    try {
      return new StoredEvent(
          row.getString("campaign_id"),
          row.getLong("number"),
          Columns.time(row, "time"),
          StoredEvent.read(row.getString("event")));
    } catch (JacksonException e) {
      throw new SQLException(
          "it holds an event that cannot be read ("
              + e.getOriginalMessage()
              + "): it was changed by hand or is damaged; restore the file from a backup",
          e);
    }
  }
}
