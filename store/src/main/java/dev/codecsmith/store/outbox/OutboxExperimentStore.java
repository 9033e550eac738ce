package dev.codecsmith.store.outbox;

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
import dev.codecsmith.store.experiments.Page;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Records and events of a store that may be away.
 *
 * <p>What a running campaign writes waits while it is: records, events, kept values and rate
 * points. What it reads of those it wrote itself, and of the records it read last, is answered
 * here. Lists, campaigns, take-overs and deletions need the store, and all that waits delivered
 * before.
 *
 * <p>Two answers are less than the store's while it is away: rate points that other processes
 * remembered are not known, so that they are measured again, and of programs with the same
 * bitstreams only those are found that this process wrote or read.
 */
final class OutboxExperimentStore implements ExperimentStore {
  private final Outbox outbox;
  private final StoreAccess access;
  private final WaitingWrites waiting;
  private final ExperimentStore store;
  private final Set<String> campaigns = ConcurrentHashMap.newKeySet();

  OutboxExperimentStore(
      Outbox outbox, StoreAccess access, WaitingWrites waiting, ExperimentStore store) {
    this.outbox = outbox;
    this.access = access;
    this.waiting = waiting;
    this.store = store;
  }

  @Override
  public CampaignRecord putCampaignIfAbsent(CampaignRecord campaign) throws StoreException {
    CampaignRecord stored = access.settled(() -> store.putCampaignIfAbsent(campaign));
    campaigns.add(stored.id());
    return stored;
  }

  @Override
  public Page<CampaignRecord> campaigns(String from, int limit) throws StoreException {
    return access.read(() -> store.campaigns(from, limit));
  }

  @Override
  public Optional<CampaignRecord> findCampaign(String id) throws StoreException {
    return access.read(() -> store.findCampaign(id));
  }

  @Override
  public List<CampaignRecord> campaignsStartingWith(String prefix, int limit)
      throws StoreException {
    return access.read(() -> store.campaignsStartingWith(prefix, limit));
  }

  /** Never waits: a lease is of no use later. */
  @Override
  public Optional<CampaignLease> leaseOf(String campaignId) throws StoreException {
    return store.leaseOf(campaignId);
  }

  @Override
  public boolean replaceLease(
      String campaignId, Optional<CampaignLease> seen, Optional<CampaignLease> wanted)
      throws StoreException {
    return store.replaceLease(campaignId, seen, wanted);
  }

  @Override
  public boolean create(ExperimentRecord experiment) throws StoreException {
    boolean created =
        access.write(
            () -> store.create(experiment),
            () -> {
              if (!campaigns.contains(experiment.campaignId())) {
                return Optional.empty();
              }
              return waiting.known(index -> {
                if (index.record(experiment.id(), waiting::at).isPresent()) {
                  return Optional.of(false);
                }
                if (index.atPlaceOf(experiment).isPresent()) {
                  throw taken(experiment, index.atPlaceOf(experiment).get());
                }
                waiting.add(new WaitingWrite.Created(experiment));
                return Optional.of(true);
              });
            });
    return created && seen(experiment);
  }

  private static StoreException taken(ExperimentRecord experiment, String by) {
    return new StoreException(
        "iteration "
            + experiment.iteration()
            + " of campaign "
            + experiment.campaignId()
            + " is experiment "
            + by
            + " already, so it cannot be "
            + experiment.id()
            + " as well: give the new experiment the next free iteration");
  }

  private boolean seen(ExperimentRecord record) throws StoreException {
    return waiting.known(index -> {
      index.see(record);
      return true;
    });
  }

  @Override
  public boolean update(ExperimentRecord experiment) throws StoreException {
    boolean updated =
        access.write(
            () -> store.update(experiment),
            () ->
                waiting.known(index -> {
                  Optional<ExperimentRecord> stored = index.record(experiment.id(), waiting::at);
                  return stored.isEmpty()
                      ? Optional.empty()
                      : Optional.of(replaces(stored.get(), experiment));
                }));
    return updated && seen(experiment);
  }

  private boolean replaces(ExperimentRecord stored, ExperimentRecord next) throws StoreException {
    if (stored.status().isFinal()
        || !stored.owner().equals(next.owner())
        || stored.version() != next.version() - 1) {
      return false;
    }
    if (!stored.identity().equals(next.identity())) {
      throw new IllegalArgumentException(
          "experiment "
              + next.id()
              + " is iteration "
              + stored.iteration()
              + " of campaign "
              + stored.campaignId()
              + " and stays it");
    }
    waiting.add(new WaitingWrite.Updated(next));
    return true;
  }

  @Override
  public Optional<ExperimentRecord> takeOver(String id, Lease expected, Lease wanted, Instant now)
      throws StoreException {
    Optional<ExperimentRecord> taken =
        access.settledWrite(() -> store.takeOver(id, expected, wanted, now));
    if (taken.isPresent()) {
      boolean _ = seen(taken.get());
    }
    return taken;
  }

  @Override
  public Optional<ExperimentRecord> find(String id) throws StoreException {
    Optional<ExperimentRecord> here = here(id);
    if (here.isPresent()) {
      return here;
    }
    Optional<ExperimentRecord> there = Optional.empty();
    try {
      there = store.find(id);
    } catch (StoreException e) {
      if (!e.isAway()) {
        throw e;
      }
      there = waiting.known(index -> index.record(id, waiting::at));
      if (there.isEmpty()) {
        there = access.read(() -> store.find(id));
      }
    }
    if (there.isPresent()) {
      boolean _ = seen(there.get());
    }
    return there;
  }

  /** What is known here while the store is away. */
  private Optional<ExperimentRecord> here(String id) throws StoreException {
    return access.isAway()
        ? waiting.known(index -> index.record(id, waiting::at))
        : Optional.empty();
  }

  @Override
  public Optional<ExperimentSummary> summary(String id) throws StoreException {
    Optional<ExperimentRecord> here = here(id);
    return here.isPresent()
        ? here.map(ExperimentSummary::of)
        : access.read(() -> store.summary(id));
  }

  @Override
  public List<String> idsStartingWith(String prefix, int limit) throws StoreException {
    return access.settled(() -> store.idsStartingWith(prefix, limit));
  }

  @Override
  public int lastIteration(String campaignId) throws StoreException {
    return access.settled(() -> store.lastIteration(campaignId));
  }

  @Override
  public Optional<String> withSameBitstreams(ExperimentRecord experiment) throws StoreException {
    if (!access.isAway()) {
      try {
        return store.withSameBitstreams(experiment);
      } catch (StoreException e) {
        if (!e.isAway()) {
          throw e;
        }
      }
    }
    return waiting.known(index -> index.withSameBitstreams(experiment));
  }

  @Override
  public List<ExperimentSummary> summaries(String campaignId, int afterIteration, int limit)
      throws StoreException {
    return access.settled(() -> store.summaries(campaignId, afterIteration, limit));
  }

  @Override
  public List<ExperimentSummary> best(String campaignId, int lastIteration, int limit)
      throws StoreException {
    return access.settled(() -> store.best(campaignId, lastIteration, limit));
  }

  @Override
  public Map<ExperimentStatus, Integer> counts(String campaignId) throws StoreException {
    return access.settled(() -> store.counts(campaignId));
  }

  @Override
  public int delete(List<String> ids) throws StoreException {
    int deleted = access.settledWrite(() -> store.delete(ids));
    int _ =
        waiting.known(index -> {
          ids.forEach(index::forget);
          return deleted;
        });
    return deleted;
  }

  @Override
  public long append(String campaignId, Instant time, CampaignEvent event) throws StoreException {
    if (event.isLive()) {
      throw new IllegalArgumentException("an event that is live is not stored: " + event);
    }
    return access.write(
        () -> reached(campaignId, store.append(campaignId, time, event)),
        () ->
            waiting.known(index -> {
              Optional<Long> told = index.told(campaignId, event);
              if (told.isEmpty()) {
                waiting.add(
                    new WaitingWrite.Told(campaignId, index.numberThere(campaignId), time, event));
              }
              return Optional.of(told.orElseGet(() -> index.number(campaignId)));
            }));
  }

  private long reached(String campaignId, long number) throws StoreException {
    return waiting.known(index -> {
      index.reached(campaignId, number);
      return number;
    });
  }

  @Override
  public Set<String> told(String campaignId, Collection<String> keys) throws StoreException {
    return access.settled(() -> store.told(campaignId, keys));
  }

  @Override
  public List<StoredEvent> events(String campaignId, long after, int limit) throws StoreException {
    return hasEvents(campaignId)
        ? access.settled(() -> store.events(campaignId, after, limit))
        : access.read(() -> store.events(campaignId, after, limit));
  }

  private boolean hasEvents(String campaignId) throws StoreException {
    return access.isAway() && waiting.known(index -> index.hasEvents(campaignId));
  }

  @Override
  public long lastEvent(String campaignId) throws StoreException {
    return hasEvents(campaignId)
        ? waiting.known(index -> index.number(campaignId))
        : access.read(() -> reached(campaignId, store.lastEvent(campaignId)));
  }

  @Override
  public boolean awaitEvents(String campaignId, long after, Duration timeout)
      throws StoreException, InterruptedException {
    return lastEvent(campaignId) > after || store.awaitEvents(campaignId, after, timeout);
  }

  @Override
  public Optional<String> cached(String key) throws StoreException {
    Optional<String> waits =
        waiting.known(index -> {
          Optional<Long> begin = index.cached(key);
          return begin.isPresent() && waiting.at(begin.get()) instanceof WaitingWrite.Cached written
              ? Optional.of(written.value())
              : Optional.empty();
        });
    return waits.isPresent() ? waits : access.read(() -> store.cached(key));
  }

  @Override
  public void cache(String key, String valueJson) throws StoreException {
    change(() -> store.cache(key, valueJson), new WaitingWrite.Cached(key, valueJson));
  }

  /** A write without a condition. */
  @FunctionalInterface
  private interface Change {
    void make() throws StoreException;
  }

  private void change(Change change, WaitingWrite write) throws StoreException {
    boolean _ =
        access.write(
            () -> {
              change.make();
              return true;
            },
            () -> {
              waiting.add(write);
              return Optional.of(true);
            });
  }

  @Override
  public Map<String, RatePoint> measuredPoints(String programSha256) throws StoreException {
    Map<String, RatePoint> points = new HashMap<>(measuredThere(programSha256));
    return waiting.known(index -> {
      for (long begin : index.points(programSha256)) {
        switch (waiting.at(begin)) {
          case WaitingWrite.Measured measured -> points.putAll(measured.points());
          case WaitingWrite.Forgotten _ -> points.clear();
          default -> throw new IllegalStateException("no rate points wait at " + begin);
        }
      }
      return points;
    });
  }

  private Map<String, RatePoint> measuredThere(String programSha256) throws StoreException {
    try {
      return access.isAway() && access.hasListener()
          ? Map.of()
          : store.measuredPoints(programSha256);
    } catch (StoreException e) {
      if (!e.isAway()) {
        throw e;
      }
      return Map.of();
    }
  }

  @Override
  public void keepMeasuredPoints(String programSha256, Map<String, RatePoint> points)
      throws StoreException {
    change(
        () -> store.keepMeasuredPoints(programSha256, points),
        new WaitingWrite.Measured(programSha256, Map.copyOf(points)));
  }

  @Override
  public List<String> measuredPrograms(String after, int limit) throws StoreException {
    return access.settled(() -> store.measuredPrograms(after, limit));
  }

  @Override
  public void forgetMeasuredPoints(String programSha256) throws StoreException {
    change(
        () -> store.forgetMeasuredPoints(programSha256), new WaitingWrite.Forgotten(programSha256));
  }

  @Override
  public void forEachMentionedHash(Visitor<String> visitor) throws IOException {
    boolean _ = access.settled(() -> store.findCampaign("-").isEmpty());
    store.forEachMentionedHash(visitor);
  }

  @Override
  public void close() {
    outbox.close();
  }
}
