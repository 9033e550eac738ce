package dev.codecsmith.store.sqlite;

import java.util.List;
import org.jdbi.v3.core.Handle;

/** The columns that may mention an artifact, read some rows at a time. */
enum Texts {
  DOCUMENTS("experiment_documents", "document"),
  SETTINGS("campaigns", "settings"),
  CACHED("cached_values", "value"),
  EVENTS("campaign_events", "event");

  /** A document may have some ten thousand characters. */
  private static final int ROWS = 50;

  private final String query;

  Texts(String table, String column) {
    this.query =
        "SELECT rowid AS place, "
            + column
            + " AS text FROM "
            + table
            + " WHERE rowid > :after ORDER BY rowid LIMIT "
            + ROWS;
  }

  /** A row by its place in the table. */
  record Row(long place, String text) {}

  /** The rows behind a place; none at the end. */
  List<Row> next(Handle handle, long after) {
    return handle
        .createQuery(query)
        .bind("after", after)
        .map((row, _) -> new Row(row.getLong("place"), row.getString("text")))
        .list();
  }
}
