package dev.codecsmith.cli.campaign;

import dev.codecsmith.store.data.DataDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;

/** A data folder as the version before events of kinds left it: of schema 3. */
final class OlderStore {
  private static final List<String> SCRIPTS =
      List.of(
          "V1__experiments_events_cache.sql",
          "V2__short_scores_measured_points.sql",
          "V3__bitstreams.sql");

  private OlderStore() {}

  /** Writes a campaign that was stored and whose first experiment was being encoded. */
  static void write(Path folder, String campaign) throws IOException, SQLException {
    Files.createDirectories(folder);
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("store.sqlite"));
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("PRAGMA application_id = " + 0x43534d54);
      statement.executeUpdate(
          "CREATE TABLE schema_version (version INTEGER NOT NULL PRIMARY KEY, script TEXT NOT NULL,"
              + " applied TEXT NOT NULL) STRICT");
      for (int version = 1; version <= SCRIPTS.size(); version++) {
        String script = SCRIPTS.get(version - 1);
        statement.executeUpdate(text(script));
        statement.executeUpdate(
            "INSERT INTO schema_version VALUES (" + version + ", '" + script + "', '2026')");
      }
      statement.executeUpdate(
          "INSERT INTO campaigns VALUES ('%s', 'old', '{}', '2026-01-01T00:00:00Z')"
              .formatted(campaign));
      event(statement, 1, campaign, "", "campaign.created", "{\"name\":\"old\"}");
      event(statement, 2, campaign, "exp_iter1_old", "experiment.encoding", "{\"iteration\":1}");
    }
  }

  private static void event(
      Statement statement,
      int sequence,
      String campaign,
      String experiment,
      String type,
      String detail)
      throws SQLException {
    statement.executeUpdate(
        "INSERT INTO events VALUES (%d, '2026-01-01T00:00:00Z', '%s', '%s', '%s', '%s')"
            .formatted(sequence, campaign, experiment, type, detail));
  }

  private static String text(String script) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            DataDirectory.class.getResourceAsStream("/store/sqlite/" + script))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
