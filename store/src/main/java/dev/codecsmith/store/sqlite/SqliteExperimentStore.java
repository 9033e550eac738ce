package dev.codecsmith.store.sqlite;

import dev.codecsmith.store.BitstreamSet;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.Event;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.ExperimentStore;
import dev.codecsmith.store.ExperimentSummary;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.StoredEvent;
import dev.codecsmith.store.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import tools.jackson.core.JacksonException;
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
 * <p>Any number of processes may read while one writes; {@link
 * dev.codecsmith.store.data.DataDirectory} sees to it that only one does.
 */
public final class SqliteExperimentStore
    implements ExperimentStore, dev.codecsmith.store.events.EventLog {
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
              + StoreException.reason(e)
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

  /**
   * Opens the file for reading, also while another process writes, and also where nothing can be
   * written. The file of an older version stays as it is: a copy, brought up to date, is read.
   */
  public static SqliteExperimentStore openForReading(Path file) throws StoreException {
    if (!Files.isRegularFile(file)) {
      throw new StoreException("there is no store " + file);
    }
    SqliteConnections connections = SqliteConnections.forReading(file.toAbsolutePath());
    boolean asItIs = false;
    try {
      asItIs = Migrations.isNewest(connections);
      return new SqliteExperimentStore(
          asItIs ? connections : UpdatedCopy.of(connections), InstantSource.system());
    } finally {
      if (!asItIs) {
        connections.close();
      }
    }
  }

  @Override
  public CampaignRecord putCampaignIfAbsent(CampaignRecord campaign) throws StoreException {
    return connections.write(handle -> {
      Optional<CampaignRecord> stored = CampaignRows.find(handle, campaign.id());
      if (stored.isPresent()) {
        return stored.get();
      }
      CampaignRows.insert(handle, campaign);
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
    return connections.read(CampaignRows::all);
  }

  @Override
  public Optional<CampaignRecord> findCampaign(String id) throws StoreException {
    return connections.read(handle -> CampaignRows.find(handle, id));
  }

  @Override
  public boolean create(ExperimentRecord experiment, List<String> flags) throws StoreException {
    return connections.write(handle -> {
      if (ExperimentRows.line(handle, experiment.id()).isPresent()) {
        return false;
      }
      requirePlace(handle, experiment);
      ExperimentRows.insert(handle, experiment);
      EventLog.append(handle, EventLog.of(experiment, flags));
      return true;
    });
  }

  /** Refuses an experiment of an unknown campaign or of an iteration that is taken. */
  private void requirePlace(Handle handle, ExperimentRecord experiment) throws StoreException {
    if (CampaignRows.find(handle, experiment.campaignId()).isEmpty()) {
      throw new StoreException(
          "experiment "
              + experiment.id()
              + " belongs to campaign "
              + experiment.campaignId()
              + ", which is not in the store "
              + connections.file()
              + ": store the campaign first");
    }
    Optional<ExperimentSummary> taken =
        ExperimentRows.line(handle, experiment.campaignId(), experiment.iteration());
    if (taken.isPresent()) {
      throw new StoreException(
          "iteration "
              + experiment.iteration()
              + " of campaign "
              + experiment.campaignId()
              + " is experiment "
              + taken.get().id()
              + " already, so it cannot be "
              + experiment.id()
              + " as well: give the new experiment the next free iteration");
    }
  }

  @Override
  public boolean update(ExperimentRecord experiment, List<String> flags) throws StoreException {
    return connections.write(handle -> {
      Optional<ExperimentSummary> stored = ExperimentRows.line(handle, experiment.id());
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
      ExperimentRows.replace(handle, experiment);
      EventLog.append(handle, EventLog.of(experiment, flags));
      return true;
    });
  }

  @Override
  public boolean takeOver(String id, String newOwner) throws StoreException {
    return connections.write(handle -> {
      Optional<String> document = ExperimentRows.document(handle, id);
      if (document.isEmpty()) {
        return false;
      }
      ExperimentRecord experiment = decode(document.get());
      if (experiment.status().isFinal()) {
        return false;
      }
      if (!experiment.owner().equals(newOwner)) {
        ExperimentRows.replace(handle, withOwner(experiment, newOwner));
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
    Optional<String> document = connections.read(handle -> ExperimentRows.document(handle, id));
    return document.isPresent() ? Optional.of(decode(document.get())) : Optional.empty();
  }

  @Override
  public List<String> idsStartingWith(String prefix, int limit) throws StoreException {
    return connections.read(handle -> ExperimentRows.idsStartingWith(handle, prefix, limit));
  }

  @Override
  public int lastIteration(String campaignId) throws StoreException {
    return connections.read(handle -> ExperimentRows.lastIteration(handle, campaignId));
  }

  @Override
  public Optional<String> withSameBitstreams(ExperimentRecord experiment) throws StoreException {
    Optional<String> bitstreams = BitstreamSet.sha256(experiment.points());
    if (bitstreams.isEmpty()) {
      return Optional.empty();
    }
    return connections.read(
        handle -> ExperimentRows.withBitstreams(handle, experiment, bitstreams.get()));
  }

  private ExperimentRecord decode(String document) throws StoreException {
    try {
      return Json.read(document, ExperimentRecord.class);
    } catch (JacksonException e) {
      throw new StoreException(
          "the store "
              + connections.file()
              + " holds an experiment that cannot be read ("
              + e.getOriginalMessage()
              + "): it was changed by hand or by another version of Codecsmith; use that version,"
              + " or restore the file from a backup",
          e);
    }
  }

  @Override
  public List<ExperimentSummary> summaries(String campaignId, int afterIteration, int limit)
      throws StoreException {
    return connections.read(
        handle -> ExperimentRows.lines(handle, campaignId, afterIteration, limit));
  }

  @Override
  public List<ExperimentSummary> best(String campaignId, int lastIteration, int limit)
      throws StoreException {
    return connections.read(
        handle -> ExperimentRows.best(handle, campaignId, lastIteration, limit));
  }

  @Override
  public Map<ExperimentStatus, Integer> counts(String campaignId) throws StoreException {
    return connections.read(handle -> ExperimentRows.counts(handle, campaignId));
  }

  @Override
  public int delete(List<String> ids) throws StoreException {
    return connections.write(handle -> {
      int deleted = 0;
      for (String id : ids) {
        Optional<ExperimentSummary> stored = ExperimentRows.line(handle, id);
        if (stored.isPresent()) {
          ExperimentRows.delete(handle, id);
          MeasuredPointRows.forget(handle, stored.get().programSha256());
          EventLog.append(handle, deletion(stored.get()));
          deleted++;
        }
      }
      return deleted;
    });
  }

  private Event deletion(ExperimentSummary experiment) {
    return new Event(
        0,
        clock.instant(),
        experiment.campaignId(),
        experiment.id(),
        "experiment.deleted",
        Json.write(Map.of("iteration", experiment.iteration(), "status", experiment.status())));
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
  public long append(String campaignId, Instant time, CampaignEvent event) throws StoreException {
    if (event.isLive()) {
      throw new IllegalArgumentException("an event that is live is not stored: " + event);
    }
    return connections.write(handle -> CampaignEventRows.append(handle, campaignId, time, event));
  }

  @Override
  public List<StoredEvent> events(String campaignId, long after, int limit) throws StoreException {
    return connections.read(handle -> CampaignEventRows.read(handle, campaignId, after, limit));
  }

  @Override
  public long lastEvent(String campaignId) throws StoreException {
    return connections.read(handle -> CampaignEventRows.last(handle, campaignId));
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
  public Optional<RatePoint> measuredPoint(String key) throws StoreException {
    return connections.read(handle -> MeasuredPointRows.find(handle, key));
  }

  @Override
  public Map<String, RatePoint> measuredPoints(String programSha256) throws StoreException {
    return connections.read(handle -> MeasuredPointRows.of(handle, programSha256));
  }

  @Override
  public void keepMeasuredPoints(String programSha256, Map<String, RatePoint> points)
      throws StoreException {
    connections.write(handle -> MeasuredPointRows.keep(handle, programSha256, points));
  }

  @Override
  public void forgetMeasuredPoints(String programSha256) throws StoreException {
    connections.write(handle -> MeasuredPointRows.forget(handle, programSha256));
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
