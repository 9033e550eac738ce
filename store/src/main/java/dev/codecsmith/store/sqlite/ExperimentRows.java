package dev.codecsmith.store.sqlite;

import dev.codecsmith.store.BitstreamSet;
import dev.codecsmith.store.ExperimentIdentity;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.ExperimentSummary;
import dev.codecsmith.store.ResultLine;
import dev.codecsmith.store.json.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Update;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/** The table of experiments' lines and the table of their documents beside it, always in step. */
final class ExperimentRows {
  private static final Logger LOG = LoggerFactory.getLogger(ExperimentRows.class);

  private static final Map<String, ExperimentStatus> STATUSES =
      Columns.byLabel(ExperimentStatus.values(), ExperimentStatus::label);

  private static final String SET_LINE =
      "UPDATE experiments SET version = :version, status = :status, owner = :owner,"
          + " lease_until = :lease_until, name = :name, language = :language, proposer ="
          + " :proposer, program_sha256 = :program_sha256, score = :score, result = :result,"
          + " bitstreams_sha256 = :bitstreams_sha256, created = :created, updated = :updated"
          + " WHERE id = :id";

  private static final String FINAL =
      Stream.of(ExperimentStatus.values())
          .filter(ExperimentStatus::isFinal)
          .map(status -> "'" + status.label() + "'")
          .collect(Collectors.joining(", "));

  static final RowMapper<ExperimentSummary> LINE = (row, _) -> line(row);

  private ExperimentRows() {}

  static void insert(Handle handle, ExperimentRecord experiment) {
    bind(
            handle.createUpdate(
                "INSERT INTO experiments (id, campaign_id, iteration, version, status, owner,"
                    + " lease_until, name, language, proposer, program_sha256, score, result,"
                    + " bitstreams_sha256, created, updated) VALUES (:id, :campaign_id, :iteration,"
                    + " :version, :status, :owner, :lease_until, :name, :language, :proposer,"
                    + " :program_sha256, :score, :result, :bitstreams_sha256, :created, :updated)"),
            experiment)
        .execute();
    handle.execute(
        "INSERT INTO experiment_documents (id, document) VALUES (?, ?)",
        experiment.id(),
        Json.write(experiment));
  }

  /** Replaces all but the campaign and the iteration, which never change. */
  static void replace(Handle handle, ExperimentRecord experiment) {
    replaceLine(handle, experiment);
    replaceDocument(handle, experiment);
  }

  /**
   * Replaces a record that is not final by its next version.
   *
   * @return false, and nothing changed, unless the stored one has the same identity and owner, and
   *     the version before
   */
  static boolean replaceNext(Handle handle, ExperimentRecord experiment) {
    boolean replaced =
        bind(
                    handle.createUpdate(
                        SET_LINE
                            + " AND version = :version - 1 AND owner = :owner AND campaign_id ="
                            + " :campaign_id AND iteration = :iteration AND created = :created AND"
                            + " status NOT IN ("
                            + FINAL
                            + ")"),
                    experiment)
                .execute()
            == 1;
    if (replaced) {
      replaceDocument(handle, experiment);
    }
    return replaced;
  }

  private static void replaceLine(Handle handle, ExperimentRecord experiment) {
    bind(handle.createUpdate(SET_LINE), experiment).execute();
  }

  private static void replaceDocument(Handle handle, ExperimentRecord experiment) {
    handle.execute(
        "UPDATE experiment_documents SET document = ? WHERE id = ?",
        Json.write(experiment),
        experiment.id());
  }

  /** Returns how many there were. */
  static int delete(Handle handle, String id) {
    return handle.execute("DELETE FROM experiments WHERE id = ?", id);
  }

  static Optional<String> document(Handle handle, String id) {
    return handle
        .createQuery("SELECT document FROM experiment_documents WHERE id = :id")
        .bind("id", id)
        .mapTo(String.class)
        .findOne();
  }

  /** How often a record was written. */
  static long version(Handle handle, String id) {
    return handle
        .createQuery("SELECT version FROM experiments WHERE id = :id")
        .bind("id", id)
        .mapTo(Long.class)
        .one();
  }

  /** In the order of their characters. */
  static List<String> idsStartingWith(Handle handle, String prefix, int limit) {
    return handle
        .createQuery(
            "SELECT id FROM experiments WHERE id >= :prefix AND id < :end ORDER BY id LIMIT :limit")
        .bind("prefix", prefix)
        .bind("end", Columns.endOf(prefix))
        .bind("limit", limit)
        .mapTo(String.class)
        .list();
  }

  /** 0 without one. */
  static int lastIteration(Handle handle, String campaignId) {
    return handle
        .createQuery(
            "SELECT coalesce(max(iteration), 0) FROM experiments WHERE campaign_id = :campaign")
        .bind("campaign", campaignId)
        .mapTo(Integer.class)
        .one();
  }

  /** The first by iteration, of another program. */
  static Optional<String> withBitstreams(
      Handle handle, ExperimentRecord experiment, String bitstreamsSha256) {
    return handle
        .createQuery(
            "SELECT id FROM experiments WHERE campaign_id = :campaign AND bitstreams_sha256 ="
                + " :bitstreams AND id <> :id AND program_sha256 <> :program ORDER BY iteration"
                + " LIMIT 1")
        .bind("campaign", experiment.campaignId())
        .bind("bitstreams", bitstreamsSha256)
        .bind("id", experiment.id())
        .bind("program", experiment.candidate().programSha256())
        .mapTo(String.class)
        .findOne();
  }

  /**
   * Writes the lines anew from the documents, in a file of the time before lines held so much. A
   * document that cannot be read is left for who looks at it to be told so.
   */
  static void fillLines(Handle handle) {
    List<String> ids =
        handle.createQuery("SELECT id FROM experiment_documents").mapTo(String.class).list();
    for (String id : ids) {
      Optional<String> document = document(handle, id);
      try {
        if (document.isPresent()) {
          replaceLine(handle, Json.read(document.get(), ExperimentRecord.class));
        }
      } catch (JacksonException e) {
        LOG.warn("the experiment {} cannot be read: {}", id, e.getOriginalMessage());
      }
    }
  }

  /** Fills the column in a file of the time before there was one. */
  static void nameBitstreams(Handle handle) {
    List<String> ids =
        handle.createQuery("SELECT id FROM experiment_documents").mapTo(String.class).list();
    for (String id : ids) {
      Optional<String> name =
          document(handle, id)
              .map(text -> Json.mapper().readTree(text))
              .flatMap(document -> BitstreamSet.sha256(document.path("points")));
      if (name.isPresent()) {
        handle.execute("UPDATE experiments SET bitstreams_sha256 = ? WHERE id = ?", name.get(), id);
      }
    }
  }

  static Optional<ExperimentSummary> line(Handle handle, String id) {
    return handle
        .createQuery("SELECT * FROM experiments WHERE id = :id")
        .bind("id", id)
        .map(LINE)
        .findOne();
  }

  static Optional<ExperimentSummary> line(Handle handle, String campaignId, int iteration) {
    return handle
        .createQuery(
            "SELECT * FROM experiments WHERE campaign_id = :campaign AND iteration = :iteration")
        .bind("campaign", campaignId)
        .bind("iteration", iteration)
        .map(LINE)
        .findOne();
  }

  /** By iteration. */
  static List<ExperimentSummary> lines(
      Handle handle, String campaignId, int afterIteration, int limit) {
    return handle
        .createQuery(
            "SELECT * FROM experiments WHERE campaign_id = :campaign AND iteration > :after ORDER"
                + " BY iteration LIMIT :limit")
        .bind("campaign", campaignId)
        .bind("after", afterIteration)
        .bind("limit", limit)
        .map(LINE)
        .list();
  }

  /** With a score, by score and iteration. */
  static List<ExperimentSummary> best(
      Handle handle, String campaignId, int lastIteration, int limit) {
    return handle
        .createQuery(
            "SELECT * FROM experiments WHERE campaign_id = :campaign AND score IS NOT NULL AND"
                + " iteration <= :last ORDER BY score, iteration LIMIT :limit")
        .bind("campaign", campaignId)
        .bind("last", lastIteration)
        .bind("limit", limit)
        .map(LINE)
        .list();
  }

  static Map<ExperimentStatus, Integer> counts(Handle handle, String campaignId) {
    Map<ExperimentStatus, Integer> counts = new EnumMap<>(ExperimentStatus.class);
    handle
        .createQuery(
            "SELECT status, count(*) AS experiments FROM experiments WHERE campaign_id = :campaign"
                + " GROUP BY status")
        .bind("campaign", campaignId)
        .map((row, _) ->
            Map.entry(Columns.of(row.getString("status"), STATUSES), row.getInt("experiments")))
        .forEach(count -> counts.put(count.getKey(), count.getValue()));
    return counts;
  }

  private static ExperimentSummary line(ResultSet row) throws SQLException {
    return new ExperimentSummary(
        new ExperimentIdentity(
            row.getString("id"),
            row.getString("campaign_id"),
            row.getInt("iteration"),
            Columns.time(row, "created")),
        Columns.of(row.getString("status"), STATUSES),
        row.getString("owner"),
        new ExperimentSummary.ProgramLine(
            row.getString("name"),
            row.getString("language"),
            row.getString("proposer"),
            row.getString("program_sha256")),
        result(row.getString("result")),
        Columns.time(row, "updated"));
  }

  private static ResultLine result(String json) throws SQLException {
    try {
      return Json.read(json, ResultLine.class);
    } catch (JacksonException e) {
      throw new SQLException(
          "it holds the line of an experiment that cannot be read ("
              + e.getOriginalMessage()
              + "): it was changed by hand or is damaged; restore the file from a backup",
          e);
    }
  }

  private static Update bind(Update update, ExperimentRecord experiment) {
    ExperimentSummary line = ExperimentSummary.of(experiment);
    return update
        .bind("id", line.id())
        .bind("campaign_id", line.campaignId())
        .bind("iteration", line.iteration())
        .bind("version", experiment.version())
        .bind("status", line.status().label())
        .bind("owner", line.owner())
        .bind("lease_until", experiment.lease().until().map(Instant::toString))
        .bind("name", line.program().name())
        .bind("language", line.program().language())
        .bind("proposer", line.program().proposer())
        .bind("program_sha256", line.program().sha256())
        .bind("score", line.score())
        .bind("result", Json.write(line.result()))
        .bind("bitstreams_sha256", BitstreamSet.sha256(experiment.points()))
        .bind("created", line.identity().created().toString())
        .bind("updated", line.updated().toString());
  }
}
