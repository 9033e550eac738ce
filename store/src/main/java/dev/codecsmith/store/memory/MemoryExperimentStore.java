package dev.codecsmith.store.memory;

import dev.codecsmith.store.BitstreamSet;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.ExperimentSummary;
import dev.codecsmith.store.Lease;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.StoredEvent;
import dev.codecsmith.store.experiments.CampaignLease;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.experiments.Hashes;
import dev.codecsmith.store.experiments.Page;
import dev.codecsmith.store.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A store that is gone with its process. */
public final class MemoryExperimentStore implements ExperimentStore {
  private final MemoryTables tables;
  private volatile boolean closed;

  public MemoryExperimentStore() {
    this(new MemoryTables());
  }

  /** Another store over the same tables. */
  MemoryExperimentStore(MemoryTables tables) {
    this.tables = tables;
  }

  /** Work with the tables. */
  @FunctionalInterface
  private interface Work<T> {
    T run() throws StoreException;
  }

  private <T> T locked(Work<T> work) throws StoreException {
    synchronized (tables) {
      if (closed) {
        throw new StoreException("the store in memory is closed");
      }
      return work.run();
    }
  }

  @Override
  public CampaignRecord putCampaignIfAbsent(CampaignRecord campaign) throws StoreException {
    return locked(() -> {
      CampaignRecord stored = tables.campaigns.putIfAbsent(campaign.id(), campaign);
      return stored == null ? campaign : stored;
    });
  }

  @Override
  public Page<CampaignRecord> campaigns(String from, int limit) throws StoreException {
    int first = from.isEmpty() ? 0 : Integer.parseInt(from);
    return locked(() -> {
      List<CampaignRecord> items =
          tables.campaigns.values().stream().skip(first).limit(limit).toList();
      return new Page<>(
          items,
          items.size() < limit
              ? Optional.empty()
              : Optional.of(Integer.toString(first + items.size())));
    });
  }

  @Override
  public Optional<CampaignRecord> findCampaign(String id) throws StoreException {
    return locked(() -> Optional.ofNullable(tables.campaigns.get(id)));
  }

  @Override
  public List<CampaignRecord> campaignsStartingWith(String prefix, int limit)
      throws StoreException {
    return locked(() ->
        tables.campaigns.values().stream()
            .filter(campaign -> campaign.id().startsWith(prefix))
            .sorted(Comparator.comparing(CampaignRecord::id))
            .limit(limit)
            .toList());
  }

  @Override
  public Optional<CampaignLease> leaseOf(String campaignId) throws StoreException {
    return locked(() -> Optional.ofNullable(tables.leases.get(campaignId)));
  }

  @Override
  public boolean replaceLease(
      String campaignId, Optional<CampaignLease> seen, Optional<CampaignLease> wanted)
      throws StoreException {
    return locked(() -> {
      if (!tables.campaigns.containsKey(campaignId)) {
        throw new StoreException(
            "the campaign " + campaignId + " is not stored, so nobody can have it: store it first");
      }
      if (!Optional.ofNullable(tables.leases.get(campaignId)).equals(seen)) {
        return false;
      }
      wanted.ifPresentOrElse(
          lease -> tables.leases.put(campaignId, lease), () -> tables.leases.remove(campaignId));
      return true;
    });
  }

  @Override
  public boolean create(ExperimentRecord experiment) throws StoreException {
    return locked(() -> {
      if (tables.experiments.containsKey(experiment.id())) {
        return false;
      }
      if (!tables.campaigns.containsKey(experiment.campaignId())) {
        throw new StoreException(
            "experiment "
                + experiment.id()
                + " belongs to campaign "
                + experiment.campaignId()
                + ", which is not stored: store the campaign first");
      }
      String taken = iterations(experiment.campaignId()).get(experiment.iteration());
      if (taken != null) {
        throw new StoreException(
            "iteration "
                + experiment.iteration()
                + " of campaign "
                + experiment.campaignId()
                + " is experiment "
                + taken
                + " already, so it cannot be "
                + experiment.id()
                + " as well: give the new experiment the next free iteration");
      }
      tables.experiments.put(experiment.id(), experiment);
      iterations(experiment.campaignId()).put(experiment.iteration(), experiment.id());
      return true;
    });
  }

  private NavigableMap<Integer, String> iterations(String campaignId) {
    return tables.iterations.computeIfAbsent(campaignId, _ -> new TreeMap<>());
  }

  @Override
  public boolean update(ExperimentRecord experiment) throws StoreException {
    return locked(() -> {
      ExperimentRecord stored = tables.experiments.get(experiment.id());
      if (stored == null
          || stored.status().isFinal()
          || !stored.owner().equals(experiment.owner())
          || stored.version() != experiment.version() - 1) {
        return false;
      }
      if (!stored.identity().equals(experiment.identity())) {
        throw new IllegalArgumentException(
            "experiment "
                + experiment.id()
                + " is iteration "
                + stored.iteration()
                + " of campaign "
                + stored.campaignId()
                + " and stays it");
      }
      tables.experiments.put(experiment.id(), experiment);
      return true;
    });
  }

  @Override
  public Optional<ExperimentRecord> takeOver(String id, Lease expected, Lease wanted, Instant now)
      throws StoreException {
    return locked(() -> {
      ExperimentRecord stored = tables.experiments.get(id);
      if (stored == null || stored.status().isFinal() || !stored.lease().equals(expected)) {
        return Optional.empty();
      }
      ExperimentRecord taken =
          stored.next(now).lease(wanted).status(ExperimentStatus.QUEUED).build();
      tables.experiments.put(id, taken);
      return Optional.of(taken);
    });
  }

  @Override
  public Optional<ExperimentRecord> find(String id) throws StoreException {
    return locked(() -> Optional.ofNullable(tables.experiments.get(id)));
  }

  @Override
  public Optional<ExperimentSummary> summary(String id) throws StoreException {
    return find(id).map(ExperimentSummary::of);
  }

  @Override
  public List<String> idsStartingWith(String prefix, int limit) throws StoreException {
    return locked(() ->
        tables.experiments.tailMap(prefix).keySet().stream()
            .takeWhile(id -> id.startsWith(prefix))
            .limit(limit)
            .toList());
  }

  @Override
  public int lastIteration(String campaignId) throws StoreException {
    return locked(() -> {
      NavigableMap<Integer, String> iterations = iterations(campaignId);
      return iterations.isEmpty() ? 0 : iterations.lastKey();
    });
  }

  @Override
  public Optional<String> withSameBitstreams(ExperimentRecord experiment) throws StoreException {
    Optional<String> bitstreams = BitstreamSet.sha256(experiment.points());
    if (bitstreams.isEmpty()) {
      return Optional.empty();
    }
    return locked(() ->
        stored(experiment.campaignId(), Integer.MIN_VALUE)
            .filter(other -> !other.id().equals(experiment.id()))
            .filter(other ->
                !other.candidate().programSha256().equals(experiment.candidate().programSha256()))
            .filter(other -> BitstreamSet.sha256(other.points()).equals(bitstreams))
            .map(ExperimentRecord::id)
            .findFirst());
  }

  /** By iteration. */
  private Stream<ExperimentRecord> stored(String campaignId, int afterIteration) {
    return iterations(campaignId).tailMap(afterIteration, false).values().stream()
        .flatMap(id -> Stream.ofNullable(tables.experiments.get(id)));
  }

  @Override
  public List<ExperimentSummary> summaries(String campaignId, int afterIteration, int limit)
      throws StoreException {
    return locked(
        () -> stored(campaignId, afterIteration).limit(limit).map(ExperimentSummary::of).toList());
  }

  @Override
  public List<ExperimentSummary> best(String campaignId, int lastIteration, int limit)
      throws StoreException {
    return locked(() ->
        stored(campaignId, Integer.MIN_VALUE)
            .filter(record -> record.score().isPresent() && record.iteration() <= lastIteration)
            .sorted(Comparator.comparingDouble(record -> record.score().orElseThrow()))
            .limit(limit)
            .map(ExperimentSummary::of)
            .toList());
  }

  @Override
  public Map<ExperimentStatus, Integer> counts(String campaignId) throws StoreException {
    return locked(() -> {
      Map<ExperimentStatus, Integer> counts = new EnumMap<>(ExperimentStatus.class);
      stored(campaignId, Integer.MIN_VALUE)
          .forEach(record -> counts.merge(record.status(), 1, Integer::sum));
      return counts;
    });
  }

  @Override
  public int delete(List<String> ids) throws StoreException {
    return locked(() -> {
      int deleted = 0;
      for (String id : ids) {
        ExperimentRecord gone = tables.experiments.remove(id);
        if (gone != null) {
          iterations(gone.campaignId()).remove(gone.iteration());
          deleted++;
        }
      }
      return deleted;
    });
  }

  @Override
  public long append(String campaignId, Instant time, CampaignEvent event) throws StoreException {
    long number = locked(() -> tables.events.append(campaignId, time, event));
    tables.signal.wake();
    return number;
  }

  @Override
  public Set<String> told(String campaignId, Collection<String> keys) throws StoreException {
    return locked(() -> tables.events.told(campaignId, keys));
  }

  @Override
  public List<StoredEvent> events(String campaignId, long after, int limit) throws StoreException {
    return locked(() -> tables.events.read(campaignId, after, limit));
  }

  @Override
  public long lastEvent(String campaignId) throws StoreException {
    return locked(() -> tables.events.last(campaignId));
  }

  @Override
  public boolean awaitEvents(String campaignId, long after, Duration timeout)
      throws StoreException, InterruptedException {
    return tables.signal.await(() -> lastEvent(campaignId) > after, timeout);
  }

  @Override
  public Optional<String> cached(String key) throws StoreException {
    return locked(() -> Optional.ofNullable(tables.cached.get(key)));
  }

  @Override
  public void cache(String key, String valueJson) throws StoreException {
    Optional<String> _ = locked(() -> Optional.ofNullable(tables.cached.put(key, valueJson)));
  }

  @Override
  public Map<String, RatePoint> measuredPoints(String programSha256) throws StoreException {
    return locked(() -> {
      Map<String, RatePoint> points = new TreeMap<>();
      tables.measured.forEach((key, kept) -> {
        if (kept.programSha256().equals(programSha256)) {
          points.put(key, kept.point());
        }
      });
      return points;
    });
  }

  @Override
  public void keepMeasuredPoints(String programSha256, Map<String, RatePoint> points)
      throws StoreException {
    int _ =
        locked(() -> {
          points.forEach((key, point) ->
              tables.measured.put(key, new MemoryTables.Measured(programSha256, point)));
          return points.size();
        });
  }

  @Override
  public List<String> measuredPrograms(String after, int limit) throws StoreException {
    return locked(() ->
        tables.measured.values().stream()
            .map(MemoryTables.Measured::programSha256)
            .filter(program -> program.compareTo(after) > 0)
            .sorted()
            .distinct()
            .limit(limit)
            .toList());
  }

  @Override
  public void forgetMeasuredPoints(String programSha256) throws StoreException {
    boolean _ =
        locked(() ->
            tables.measured.values().removeIf(kept -> kept.programSha256().equals(programSha256)));
  }

  @Override
  public void forEachMentionedHash(Visitor<String> visitor) throws IOException {
    List<String> texts =
        locked(() ->
            Stream.of(
                    tables.experiments.values().stream().map(Json::write),
                    tables.campaigns.values().stream().map(CampaignRecord::settingsJson),
                    tables.cached.values().stream(),
                    tables.events.all().stream().map(stored -> Json.write(stored.event())))
                .flatMap(each -> each)
                .toList());
    for (String text : texts) {
      for (String hash : Hashes.in(text)) {
        visitor.visit(hash);
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    tables.signal.wake();
  }
}
