package dev.codecsmith.store.sqlite;

import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.ExperimentSummary;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.Json;
import dev.codecsmith.store.StoreException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Update;
import tools.jackson.core.JacksonException;

/** Rows into records and back. */
final class Rows {
  static final RowMapper<CampaignRecord> CAMPAIGN =
      (row, _) ->
          new CampaignRecord(
              row.getString("id"),
              row.getString("name"),
              row.getString("settings"),
              Instant.parse(row.getString("created")));

  static final RowMapper<ExperimentSummary> LINE = (row, _) -> line(row);

  private Rows() {}

  private static ExperimentSummary line(ResultSet row) throws SQLException {
    double score = row.getDouble("score");
    Optional<Double> scored = row.wasNull() ? Optional.empty() : Optional.of(score);
    String failure = row.getString("failure_kind");
    return new ExperimentSummary(
        row.getString("id"),
        row.getString("campaign_id"),
        row.getInt("iteration"),
        status(row.getString("status")),
        row.getString("owner"),
        row.getString("name"),
        row.getString("language"),
        row.getString("proposer"),
        row.getString("program_sha256"),
        row.getLong("decoder_bytes"),
        scored,
        failure == null ? Optional.empty() : Optional.of(label(failure, FailureKind.class)),
        Instant.parse(row.getString("created")),
        Instant.parse(row.getString("updated")));
  }

  static ExperimentStatus status(String label) {
    return label(label, ExperimentStatus.class);
  }

  private static <E extends Enum<E>> E label(String label, Class<E> type) {
    return Json.mapper().convertValue(label, type);
  }

  /** Binds the columns of an experiment by their names. */
  static Update bindLine(Update update, ExperimentRecord experiment) {
    ExperimentSummary line = ExperimentSummary.of(experiment);
    return update
        .bind("id", line.id())
        .bind("campaign_id", line.campaignId())
        .bind("iteration", line.iteration())
        .bind("status", line.status().label())
        .bind("owner", line.owner())
        .bind("name", line.name())
        .bind("language", line.language())
        .bind("proposer", line.proposer())
        .bind("program_sha256", line.programSha256())
        .bind("decoder_bytes", line.decoderBytes())
        .bind("score", line.score())
        .bind("failure_kind", line.failure().map(FailureKind::label))
        .bind("created", line.created().toString())
        .bind("updated", line.updated().toString());
  }

  static ExperimentRecord experiment(Path file, String document) throws StoreException {
    try {
      return Json.read(document, ExperimentRecord.class);
    } catch (JacksonException e) {
      throw new StoreException(
          "the store "
              + file
              + " holds an experiment that cannot be read ("
              + e.getOriginalMessage()
              + "): it was changed by hand or by another version of Codecsmith; use that version,"
              + " or restore the file from a backup",
          e);
    }
  }
}
