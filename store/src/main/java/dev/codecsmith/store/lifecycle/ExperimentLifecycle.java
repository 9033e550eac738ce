package dev.codecsmith.store.lifecycle;

import dev.codecsmith.store.CandidateRecord;
import dev.codecsmith.store.ExperimentIdentity;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentResult;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.ExperimentSummary;
import dev.codecsmith.store.Lease;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.EventPublisher;
import dev.codecsmith.store.experiments.ExperimentStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Changes records of one campaign and tells of each change.
 *
 * <p>The change is written first, the event behind it. What is killed in between has lost an event:
 * it is told again when the campaign continues, and the event's key sees to it that it is told
 * once; a phase that was not told is over by then. Only a deletion is told first, since nobody
 * could tell of it later.
 */
public final class ExperimentLifecycle {
  private final ExperimentStore store;
  private final InstantSource clock;
  private final EventPublisher events;

  /**
   * @param clock the time in records
   * @param events told of each change
   */
  public ExperimentLifecycle(ExperimentStore store, InstantSource clock, EventPublisher events) {
    this.store = store;
    this.clock = clock;
    this.events = events;
  }

  /** A new record, queued; it is stored by {@link #enter}. */
  public static ExperimentRecord queued(
      String id,
      String campaignId,
      int iteration,
      String owner,
      CandidateRecord candidate,
      Instant now) {
    return new ExperimentRecord(
        new ExperimentIdentity(id, campaignId, iteration, now),
        1,
        Lease.of(owner),
        ExperimentStatus.QUEUED,
        candidate,
        ExperimentResult.NONE,
        now);
  }

  /** The version of a stored record that ends it. */
  public static ExperimentRecord ended(
      ExperimentRecord stored, ExperimentResult result, Instant now) {
    return stored.next(now).status(statusOf(result)).result(result).build();
  }

  /** A record that has come to its end before it is stored for the first time. */
  public static ExperimentRecord endedAtOnce(
      ExperimentRecord queued, ExperimentResult result, Instant now) {
    return queued
        .next(now)
        .version(queued.version())
        .status(statusOf(result))
        .result(result)
        .build();
  }

  private static ExperimentStatus statusOf(ExperimentResult result) {
    return result.failure().isPresent() ? ExperimentStatus.FAILED : ExperimentStatus.SUCCEEDED;
  }

  /**
   * Stores a new record.
   *
   * @return false if there is one of its id
   */
  public boolean enter(ExperimentRecord first) throws StoreException {
    if (!store.create(first)) {
      return false;
    }
    tell(first);
    return true;
  }

  /** Tells of a new record: that it waits, or that it has ended already. */
  public void tell(ExperimentRecord stored) throws StoreException {
    boolean added = events.publish(ExperimentEvents.proposed(stored));
    if (stored.status().isFinal()) {
      boolean _ = events.publish(ExperimentEvents.ended(stored));
    } else if (added) {
      events.send(ExperimentEvents.phase(stored, stored.status()));
    }
  }

  /**
   * Takes over what another began and did not end, from the start: what was done of it is gone.
   *
   * @param seen the record as it was read; its owner is known to be dead, or its lease is over
   * @return empty if it has changed since
   */
  public Optional<ExperimentRecord> takeOver(ExperimentRecord seen, Lease wanted)
      throws StoreException {
    Optional<ExperimentRecord> taken =
        store.takeOver(seen.id(), seen.lease(), wanted, clock.instant());
    if (taken.isEmpty()) {
      return Optional.empty();
    }
    ExperimentRecord again =
        taken.get().next(clock.instant()).status(ExperimentStatus.QUEUED).build();
    if (!store.update(again)) {
      return Optional.empty();
    }
    // Sent: whoever tries again finds the record taken over already, and would not tell it.
    events.send(new CampaignEvent.ExperimentTakenOver(seen.id(), seen.owner(), wanted.owner()));
    return Optional.of(again);
  }

  /** Who carries a record, which is stored and this process's, to its end. */
  public RecordKeeper keeper(ExperimentRecord stored) {
    return new RecordKeeper(store, events, clock, stored);
  }

  /**
   * Deletes experiments of any campaign, and what was remembered of their programs' rate points.
   * Returns how many there were.
   *
   * @param ids no more than a page
   */
  public static int delete(ExperimentStore store, List<String> ids, Instant now)
      throws StoreException {
    for (String id : ids) {
      Optional<ExperimentSummary> line = store.summary(id);
      if (line.isPresent()) {
        store.forgetMeasuredPoints(line.get().program().sha256());
        long _ =
            store.append(
                line.get().campaignId(),
                now,
                new CampaignEvent.ExperimentDeleted(id, line.get().iteration()));
      }
    }
    return store.delete(ids);
  }
}
