package dev.codecsmith.store.sqlite;

import dev.codecsmith.store.CampaignRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/** The table of campaigns. */
final class CampaignRows {
  private static final RowMapper<CampaignRecord> CAMPAIGN =
      (row, _) ->
          new CampaignRecord(
              row.getString("id"),
              row.getString("name"),
              row.getString("settings"),
              Instant.parse(row.getString("created")));

  private CampaignRows() {}

  static void insert(Handle handle, CampaignRecord campaign) {
    handle.execute(
        "INSERT INTO campaigns (id, name, settings, created) VALUES (?, ?, ?, ?)",
        campaign.id(),
        campaign.name(),
        campaign.settingsJson(),
        campaign.created().toString());
  }

  static Optional<CampaignRecord> find(Handle handle, String id) {
    return handle
        .createQuery("SELECT id, name, settings, created FROM campaigns WHERE id = :id")
        .bind("id", id)
        .map(CAMPAIGN)
        .findOne();
  }

  /** In the order in which they were inserted. */
  static List<CampaignRecord> all(Handle handle) {
    return handle
        .createQuery("SELECT id, name, settings, created FROM campaigns ORDER BY rowid")
        .map(CAMPAIGN)
        .list();
  }
}
