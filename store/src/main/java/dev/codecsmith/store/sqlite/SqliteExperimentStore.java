package dev.codecsmith.store.sqlite;

import dev.codecsmith.store.BitstreamSet;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.ExperimentSummary;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.Lease;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.StoredEvent;
import dev.codecsmith.store.experiments.CampaignLease;
import dev.codecsmith.store.experiments.ExperimentFilter;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.experiments.Hashes;
import dev.codecsmith.store.experiments.Page;
import dev.codecsmith.store.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import tools.jackson.core.JacksonException;

/**
 * The store in one SQLite file.
 *
 * <p>Each record is a row of columns that lists and searches need, and beside it, in a table of its
 * own, the whole record as one JSON document. A list so reads a few hundred bytes per experiment
 * whatever the number of its rate points, and a new field of a record needs a column only if
 * someone searches by it. Row and document are written in one transaction, which is on disk before
 * the method returns.
 *
 * <p>Any number of processes may read while one writes; {@link
 * dev.codecsmith.store.data.DataDirectory} sees to it that only one does.
 */
public final class SqliteExperimentStore implements ExperimentStore {
  private final SqliteConnections connections;
  private final SqliteEvents events;
  private final boolean copy;

  private SqliteExperimentStore(SqliteConnections connections, boolean copy) {
    this.connections = connections;
    this.events = new SqliteEvents(connections);
    this.copy = copy;
  }

  /** Opens the file for reading and writing; makes it, or brings it up to date, if need be. */
  public static SqliteExperimentStore open(Path file) throws StoreException {
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
      Migrations.run(connections, InstantSource.system());
    } catch (StoreException | RuntimeException e) {
      connections.close();
      throw e;
    }
    return new SqliteExperimentStore(connections, false);
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
      return new SqliteExperimentStore(asItIs ? connections : UpdatedCopy.of(connections), !asItIs);
    } finally {
      if (!asItIs) {
        connections.close();
      }
    }
  }

  /**
   * Whether this is a copy of an older version's file, in which nothing shows that is written
   * meanwhile.
   */
  public boolean isCopy() {
    return copy;
  }

  @Override
  public CampaignRecord putCampaignIfAbsent(CampaignRecord campaign) throws StoreException {
    return connections.write(handle -> {
      Optional<CampaignRecord> stored = CampaignRows.find(handle, campaign.id());
      if (stored.isPresent()) {
        return stored.get();
      }
      CampaignRows.insert(handle, campaign);
      return campaign;
    });
  }

  @Override
  public Page<CampaignRecord> campaigns(String from, int limit) throws StoreException {
    long after = SqliteConnections.place(from);
    return connections.read(handle -> CampaignRows.page(handle, after, limit));
  }

  @Override
  public Optional<CampaignRecord> findCampaign(String id) throws StoreException {
    return connections.read(handle -> CampaignRows.find(handle, id));
  }

  @Override
  public List<CampaignRecord> campaignsStartingWith(String prefix, int limit)
      throws StoreException {
    return connections.read(handle -> CampaignRows.startingWith(handle, prefix, limit));
  }

  @Override
  public Optional<CampaignLease> leaseOf(String campaignId) throws StoreException {
    return lease(connections.read(handle -> CampaignRows.lease(handle, campaignId)));
  }

  @Override
  public boolean replaceLease(
      String campaignId, Optional<CampaignLease> seen, Optional<CampaignLease> wanted)
      throws StoreException {
    return connections.write(handle -> {
      if (CampaignRows.find(handle, campaignId).isEmpty()) {
        throw new StoreException(
            "the campaign "
                + campaignId
                + " is not in the store "
                + connections.file()
                + ", so nobody can have it: store it first");
      }
      if (!lease(CampaignRows.lease(handle, campaignId)).equals(seen)) {
        return false;
      }
      CampaignRows.setLease(handle, campaignId, wanted.map(Json::write));
      return true;
    });
  }

  private Optional<CampaignLease> lease(Optional<String> json) throws StoreException {
    return json.isEmpty()
        ? Optional.empty()
        : Optional.of(decode(json.get(), CampaignLease.class, "a lease"));
  }

  @Override
  public boolean create(ExperimentRecord experiment) throws StoreException {
    return connections.write(handle -> {
      if (ExperimentRows.line(handle, experiment.id()).isPresent()) {
        return false;
      }
      requirePlace(handle, experiment);
      ExperimentRows.insert(handle, experiment);
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
  public boolean update(ExperimentRecord experiment) throws StoreException {
    return connections.write(handle -> {
      if (ExperimentRows.replaceNext(handle, experiment)) {
        return true;
      }
      Optional<ExperimentSummary> stored = ExperimentRows.line(handle, experiment.id());
      if (stored.isEmpty()
          || stored.get().status().isFinal()
          || !stored.get().owner().equals(experiment.owner())
          || ExperimentRows.version(handle, experiment.id()) != experiment.version() - 1) {
        return false;
      }
      throw new IllegalArgumentException(
          "experiment "
              + experiment.id()
              + " is iteration "
              + stored.get().iteration()
              + " of campaign "
              + stored.get().campaignId()
              + " and stays it");
    });
  }

  @Override
  public Optional<ExperimentRecord> takeOver(String id, Lease expected, Lease wanted, Instant now)
      throws StoreException {
    return connections.write(handle -> {
      Optional<String> document = ExperimentRows.document(handle, id);
      if (document.isEmpty()) {
        return Optional.empty();
      }
      ExperimentRecord stored = decode(document.get());
      if (stored.status().isFinal() || !stored.lease().equals(expected)) {
        return Optional.empty();
      }
      ExperimentRecord taken =
          stored.next(now).lease(wanted).status(ExperimentStatus.QUEUED).build();
      ExperimentRows.replace(handle, taken);
      return Optional.of(taken);
    });
  }

  @Override
  public Optional<ExperimentRecord> find(String id) throws StoreException {
    Optional<String> document = connections.read(handle -> ExperimentRows.document(handle, id));
    return document.isPresent() ? Optional.of(decode(document.get())) : Optional.empty();
  }

  @Override
  public Optional<ExperimentSummary> summary(String id) throws StoreException {
    return connections.read(handle -> ExperimentRows.line(handle, id));
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
    return decode(document, ExperimentRecord.class, "an experiment");
  }

  private <T> T decode(String document, Class<T> type, String what) throws StoreException {
    try {
      return Json.read(document, type);
    } catch (JacksonException e) {
      throw new StoreException(
          "the store "
              + connections.file()
              + " holds "
              + what
              + " that cannot be read ("
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
  public List<ExperimentSummary> list(
      String campaignId, ExperimentFilter filter, int skip, int limit) throws StoreException {
    return connections.read(
        handle -> ExperimentLists.page(handle, campaignId, filter, skip, limit));
  }

  @Override
  public int count(String campaignId, ExperimentFilter filter) throws StoreException {
    return connections.read(handle -> ExperimentLists.count(handle, campaignId, filter));
  }

  @Override
  public Map<FailureKind, Integer> failures(String campaignId) throws StoreException {
    return connections.read(handle -> ExperimentLists.failures(handle, campaignId));
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
        deleted += ExperimentRows.delete(handle, id);
      }
      return deleted;
    });
  }

  @Override
  public long append(String campaignId, Instant time, CampaignEvent event) throws StoreException {
    return events.append(campaignId, time, event);
  }

  @Override
  public Set<String> told(String campaignId, Collection<String> keys) throws StoreException {
    return events.told(campaignId, keys);
  }

  @Override
  public List<StoredEvent> events(String campaignId, long after, int limit) throws StoreException {
    return events.events(campaignId, after, limit);
  }

  @Override
  public long lastEvent(String campaignId) throws StoreException {
    return events.lastEvent(campaignId);
  }

  @Override
  public boolean awaitEvents(String campaignId, long after, Duration timeout)
      throws StoreException, InterruptedException {
    return events.awaitEvents(campaignId, after, timeout);
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
  public Map<String, RatePoint> measuredPoints(String programSha256) throws StoreException {
    return connections.read(handle -> MeasuredPointRows.of(handle, programSha256));
  }

  @Override
  public void keepMeasuredPoints(String programSha256, Map<String, RatePoint> points)
      throws StoreException {
    connections.write(handle -> MeasuredPointRows.keep(handle, programSha256, points));
  }

  @Override
  public List<String> measuredPrograms(String after, int limit) throws StoreException {
    return connections.read(handle -> MeasuredPointRows.programs(handle, after, limit));
  }

  @Override
  public void forgetMeasuredPoints(String programSha256) throws StoreException {
    connections.write(handle -> MeasuredPointRows.forget(handle, programSha256));
  }

  @Override
  public void forEachMentionedHash(Visitor<String> visitor) throws IOException {
    for (Texts texts : Texts.values()) {
      long after = 0;
      List<Texts.Row> rows;
      do {
        long last = after;
        rows = connections.read(handle -> texts.next(handle, last));
        for (Texts.Row row : rows) {
          for (String hash : Hashes.in(row.text())) {
            visitor.visit(hash);
          }
          after = row.place();
        }
      } while (!rows.isEmpty());
    }
  }

  @Override
  public void close() {
    events.closed();
    connections.close();
  }
}
