package dev.codecsmith.store.sqlite;

import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.Event;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.ExperimentStore;
import dev.codecsmith.store.ExperimentSummary;
import dev.codecsmith.store.Json;
import dev.codecsmith.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.node.ObjectNode;

/**
 * The store in one SQLite file.
 *
 * <p>Each record is a row of columns that lists and searches need, and beside it, in a table of its
 * own, the whole record as one JSON document. A list so reads a few hundred bytes per experiment
 * whatever the number of its rate points, and a new field of a record needs a column only if
 * someone searches by it. Row, document and event are written in one transaction, which is on disk
 * before the method returns.
 *
 * <p>Any number of processes may read while one writes; {@link dev.codecsmith.store.DataDirectory}
 * sees to it that only one does.
 */
public final class SqliteExperimentStore implements ExperimentStore {
  private final SqliteConnections connections;
  private final InstantSource clock;

  private SqliteExperimentStore(SqliteConnections connections, InstantSource clock) {
    this.connections = connections;
    this.clock = clock;
  }

  /** Opens the file for reading and writing; makes it, or brings it up to date, if need be. */
  public static SqliteExperimentStore open(Path file) throws StoreException {
    return open(file, InstantSource.system());
  }

  /** As {@link #open(Path)}, with the clock for events that no record gives a time. */
  public static SqliteExperimentStore open(Path file, InstantSource clock) throws StoreException {
    Path absolute = file.toAbsolutePath();
    try {
      Files.createDirectories(absolute.resolveSibling("."));
    } catch (IOException e) {
      throw new StoreException(
          "the folder of the store "
              + file
              + " cannot be made ("
              + e
              + "): choose another folder with --data",
          e);
    }
    SqliteConnections connections = SqliteConnections.forWriting(absolute);
    try {
      Migrations.run(connections, clock);
    } catch (StoreException | RuntimeException e) {
      connections.close();
      throw e;
    }
    return new SqliteExperimentStore(connections, clock);
  }

  /** Opens the file for reading, also while another process writes. */
  public static SqliteExperimentStore openForReading(Path file) throws StoreException {
    if (!Files.isRegularFile(file)) {
      throw new StoreException("there is no store " + file);
    }
    SqliteConnections connections = SqliteConnections.forReading(file.toAbsolutePath());
    try {
      Migrations.check(connections);
    } catch (StoreException | RuntimeException e) {
      connections.close();
      throw e;
    }
    return new SqliteExperimentStore(connections, InstantSource.system());
  }

  @Override
  public CampaignRecord putCampaignIfAbsent(CampaignRecord campaign) throws StoreException {
    return connections.write(handle -> {
      Optional<CampaignRecord> stored = findCampaign(handle, campaign.id());
      if (stored.isPresent()) {
        return stored.get();
      }
      handle.execute(
          "INSERT INTO campaigns (id, name, settings, created) VALUES (?, ?, ?, ?)",
          campaign.id(),
          campaign.name(),
          campaign.settingsJson(),
          campaign.created().toString());
      EventLog.append(
          handle,
          new Event(
              0,
              campaign.created(),
              campaign.id(),
              "",
              "campaign.created",
              Json.write(Map.of("name", campaign.name()))));
      return campaign;
    });
  }

  @Override
  public List<CampaignRecord> campaigns() throws StoreException {
    return connections.read(handle ->
        handle
            .createQuery("SELECT id, name, settings, created FROM campaigns ORDER BY rowid")
            .map(Rows.CAMPAIGN)
            .list());
  }

  @Override
  public Optional<CampaignRecord> findCampaign(String id) throws StoreException {
    return connections.read(handle -> findCampaign(handle, id));
  }

  private static Optional<CampaignRecord> findCampaign(Handle handle, String id) {
    return handle
        .createQuery("SELECT id, name, settings, created FROM campaigns WHERE id = :id")
        .bind("id", id)
        .map(Rows.CAMPAIGN)
        .findOne();
  }

  @Override
  public boolean create(ExperimentRecord experiment) throws StoreException {
    return connections.write(handle -> {
      if (findLine(handle, experiment.id()).isPresent()) {
        return false;
      }
      requirePlace(handle, experiment);
      Rows.bindLine(
              handle.createUpdate(
                  "INSERT INTO experiments (id, campaign_id, iteration, status, owner, name,"
                      + " language, proposer, program_sha256, decoder_bytes, score,"
                      + " failure_kind, created, updated) VALUES (:id, :campaign_id,"
                      + " :iteration, :status, :owner, :name, :language, :proposer,"
                      + " :program_sha256, :decoder_bytes, :score, :failure_kind, :created,"
                      + " :updated)"),
              experiment)
          .execute();
      handle.execute(
          "INSERT INTO experiment_documents (id, document) VALUES (?, ?)",
          experiment.id(),
          Json.write(experiment));
      EventLog.append(handle, EventLog.of(experiment));
      return true;
    });
  }

  /** Refuses an experiment of an unknown campaign or of an iteration that is taken. */
  private void requirePlace(Handle handle, ExperimentRecord experiment) throws StoreException {
    if (findCampaign(handle, experiment.campaignId()).isEmpty()) {
      throw new StoreException(
          "experiment "
              + experiment.id()
              + " belongs to campaign "
              + experiment.campaignId()
              + ", which is not in the store "
              + connections.file()
              + ": store the campaign first");
    }
    Optional<String> taken =
        handle
            .createQuery(
                "SELECT id FROM experiments WHERE campaign_id = :campaign AND iteration ="
                    + " :iteration")
            .bind("campaign", experiment.campaignId())
            .bind("iteration", experiment.iteration())
            .mapTo(String.class)
            .findOne();
    if (taken.isPresent()) {
      throw new StoreException(
          "iteration "
              + experiment.iteration()
              + " of campaign "
              + experiment.campaignId()
              + " is experiment "
              + taken.get()
              + " already, so it cannot be "
              + experiment.id()
              + " as well");
    }
  }

  @Override
  public boolean update(ExperimentRecord experiment) throws StoreException {
    return connections.write(handle -> {
      Optional<ExperimentSummary> stored = findLine(handle, experiment.id());
      if (stored.isEmpty()
          || stored.get().status().isFinal()
          || !stored.get().owner().equals(experiment.owner())) {
        return false;
      }
      if (!stored.get().campaignId().equals(experiment.campaignId())
          || stored.get().iteration() != experiment.iteration()) {
        throw new IllegalArgumentException(
            experiment.id()
                + " is iteration "
                + stored.get().iteration()
                + " of campaign "
                + stored.get().campaignId()
                + " and cannot become another's");
      }
      replace(handle, experiment);
      EventLog.append(handle, EventLog.of(experiment));
      return true;
    });
  }

  private static void replace(Handle handle, ExperimentRecord experiment) {
    Rows.bindLine(
            handle.createUpdate(
                "UPDATE experiments SET status = :status, owner = :owner, name = :name, language ="
                    + " :language, proposer = :proposer, program_sha256 = :program_sha256,"
                    + " decoder_bytes = :decoder_bytes, score = :score, failure_kind ="
                    + " :failure_kind, created = :created, updated = :updated WHERE id = :id"),
            experiment)
        .execute();
    handle.execute(
        "UPDATE experiment_documents SET document = ? WHERE id = ?",
        Json.write(experiment),
        experiment.id());
  }

  @Override
  public boolean takeOver(String id, String newOwner) throws StoreException {
    return connections.write(handle -> {
      Optional<ExperimentRecord> stored = find(handle, id);
      if (stored.isEmpty() || stored.get().status().isFinal()) {
        return false;
      }
      ExperimentRecord experiment = stored.get();
      if (!experiment.owner().equals(newOwner)) {
        replace(handle, withOwner(experiment, newOwner));
        EventLog.append(
            handle,
            new Event(
                0,
                clock.instant(),
                experiment.campaignId(),
                id,
                "experiment.taken-over",
                Json.write(Map.of("from", experiment.owner(), "to", newOwner))));
      }
      return true;
    });
  }

  private static ExperimentRecord withOwner(ExperimentRecord experiment, String owner) {
    ObjectNode document = Json.mapper().valueToTree(experiment);
    document.put("owner", owner);
    return Json.mapper().treeToValue(document, ExperimentRecord.class);
  }

  @Override
  public Optional<ExperimentRecord> find(String id) throws StoreException {
    return connections.read(handle -> find(handle, id));
  }

  private Optional<ExperimentRecord> find(Handle handle, String id) throws StoreException {
    Optional<String> document =
        handle
            .createQuery("SELECT document FROM experiment_documents WHERE id = :id")
            .bind("id", id)
            .mapTo(String.class)
            .findOne();
    return document.isPresent()
        ? Optional.of(Rows.experiment(connections.file(), document.get()))
        : Optional.empty();
  }

  private static Optional<ExperimentSummary> findLine(Handle handle, String id) {
    return handle
        .createQuery("SELECT * FROM experiments WHERE id = :id")
        .bind("id", id)
        .map(Rows.LINE)
        .findOne();
  }

  @Override
  public List<ExperimentRecord> experiments(String campaignId) throws StoreException {
    return decode(
        connections.read(handle ->
            handle
                .createQuery(
                    "SELECT d.document FROM experiments e JOIN experiment_documents d USING"
                        + " (id) WHERE e.campaign_id = :campaign ORDER BY e.iteration")
                .bind("campaign", campaignId)
                .mapTo(String.class)
                .list()));
  }

  @Override
  public List<ExperimentRecord> experiments() throws StoreException {
    return decode(
        connections.read(handle ->
            handle
                .createQuery(
                    "SELECT d.document FROM experiments e JOIN experiment_documents d USING"
                        + " (id) JOIN campaigns c ON c.id = e.campaign_id ORDER BY c.rowid,"
                        + " e.iteration")
                .mapTo(String.class)
                .list()));
  }

  private List<ExperimentRecord> decode(List<String> documents) throws StoreException {
    ExperimentRecord[] experiments = new ExperimentRecord[documents.size()];
    for (int i = 0; i < experiments.length; i++) {
      experiments[i] = Rows.experiment(connections.file(), documents.get(i));
    }
    return List.of(experiments);
  }

  @Override
  public List<ExperimentSummary> summaries(String campaignId, int afterIteration, int limit)
      throws StoreException {
    return connections.read(handle ->
        handle
            .createQuery(
                "SELECT * FROM experiments WHERE campaign_id = :campaign AND iteration > :after"
                    + " ORDER BY iteration LIMIT :limit")
            .bind("campaign", campaignId)
            .bind("after", afterIteration)
            .bind("limit", limit)
            .map(Rows.LINE)
            .list());
  }

  @Override
  public List<ExperimentSummary> best(String campaignId, int limit) throws StoreException {
    return connections.read(handle ->
        handle
            .createQuery(
                "SELECT * FROM experiments WHERE campaign_id = :campaign AND score IS NOT NULL"
                    + " ORDER BY score, iteration LIMIT :limit")
            .bind("campaign", campaignId)
            .bind("limit", limit)
            .map(Rows.LINE)
            .list());
  }

  @Override
  public Map<ExperimentStatus, Integer> counts(String campaignId) throws StoreException {
    return connections.read(handle -> {
      Map<ExperimentStatus, Integer> counts = new EnumMap<>(ExperimentStatus.class);
      handle
          .createQuery(
              "SELECT status, count(*) AS experiments FROM experiments WHERE campaign_id ="
                  + " :campaign GROUP BY status")
          .bind("campaign", campaignId)
          .map((row, _) ->
              Map.entry(Rows.status(row.getString("status")), row.getInt("experiments")))
          .forEach(count -> counts.put(count.getKey(), count.getValue()));
      return counts;
    });
  }

  @Override
  public int delete(List<String> ids) throws StoreException {
    return connections.write(handle -> {
      int deleted = 0;
      for (String id : ids) {
        Optional<ExperimentSummary> stored = findLine(handle, id);
        if (stored.isPresent()) {
          handle.execute("DELETE FROM experiments WHERE id = ?", id);
          EventLog.append(
              handle,
              new Event(
                  0,
                  clock.instant(),
                  stored.get().campaignId(),
                  id,
                  "experiment.deleted",
                  Json.write(
                      Map.of(
                          "iteration",
                          stored.get().iteration(),
                          "status",
                          stored.get().status()))));
          deleted++;
        }
      }
      return deleted;
    });
  }

  @Override
  public long append(Event event) throws StoreException {
    return connections.write(handle -> EventLog.append(handle, event));
  }

  @Override
  public List<Event> events(long after, int limit) throws StoreException {
    return connections.read(handle -> EventLog.read(handle, after, limit));
  }

  @Override
  public Optional<String> cached(String key) throws StoreException {
    return connections.read(handle ->
        handle
            .createQuery("SELECT value FROM cached_values WHERE key = :key")
            .bind("key", key)
            .mapTo(String.class)
            .findOne());
  }

  @Override
  public void cache(String key, String valueJson) throws StoreException {
    connections.write(handle ->
        handle.execute(
            "INSERT INTO cached_values (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE"
                + " SET value = excluded.value",
            key,
            valueJson));
  }

  @Override
  public Set<String> mentionedHashes() throws StoreException {
    return connections.read(handle -> {
      Set<String> hashes = new TreeSet<>();
      handle
          .createQuery(
              "SELECT document FROM experiment_documents UNION ALL SELECT settings FROM"
                  + " campaigns UNION ALL SELECT value FROM cached_values UNION ALL SELECT"
                  + " detail FROM events")
          .mapTo(String.class)
          .forEach(text -> Hashes.collect(text, hashes));
      return hashes;
    });
  }

  @Override
  public void close() {
    connections.close();
  }
}
