package dev.codecsmith.store.sqlite;

import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.experiments.Page;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/** The table of campaigns. */
final class CampaignRows {
  private static final RowMapper<CampaignRecord> CAMPAIGN = (row, _) -> campaign(row);

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

  /**
   * In the order in which they were inserted.
   *
   * @param after where the page before ended
   */
  static Page<CampaignRecord> page(Handle handle, long after, int limit) {
    record Placed(long place, CampaignRecord campaign) {}
    List<Placed> placed =
        handle
            .createQuery(
                "SELECT rowid, id, name, settings, created FROM campaigns WHERE rowid > :after ORDER"
                    + " BY rowid LIMIT :limit")
            .bind("after", after)
            .bind("limit", limit)
            .map((row, _) -> new Placed(row.getLong("rowid"), campaign(row)))
            .list();
    return new Page<>(
        placed.stream().map(Placed::campaign).toList(),
        placed.size() < limit
            ? Optional.empty()
            : Optional.of(Long.toString(placed.getLast().place())));
  }

  /** By id. */
  static List<CampaignRecord> startingWith(Handle handle, String prefix, int limit) {
    return handle
        .createQuery(
            "SELECT id, name, settings, created FROM campaigns WHERE id >= :prefix AND id < :end"
                + " ORDER BY id LIMIT :limit")
        .bind("prefix", prefix)
        .bind("end", Columns.endOf(prefix))
        .bind("limit", limit)
        .map(CAMPAIGN)
        .list();
  }

  /** The lease of a campaign, as JSON. */
  static Optional<String> lease(Handle handle, String id) {
    return handle
        .createQuery("SELECT lease FROM campaigns WHERE id = :id AND lease IS NOT NULL")
        .bind("id", id)
        .mapTo(String.class)
        .findOne();
  }

  static void setLease(Handle handle, String id, Optional<String> lease) {
    handle.execute("UPDATE campaigns SET lease = ? WHERE id = ?", lease.orElse(null), id);
  }

  private static CampaignRecord campaign(ResultSet row) throws SQLException {
    return new CampaignRecord(
        row.getString("id"),
        row.getString("name"),
        row.getString("settings"),
        Columns.time(row, "created"));
  }
}
