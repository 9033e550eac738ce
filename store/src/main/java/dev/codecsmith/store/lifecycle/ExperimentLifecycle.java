package dev.codecsmith.store.lifecycle;

import dev.codecsmith.store.CandidateRecord;
import dev.codecsmith.store.ExperimentIdentity;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentResult;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.Lease;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.events.CampaignEvent.ExperimentTakenOver;
import dev.codecsmith.store.events.EventPublisher;
import dev.codecsmith.store.experiments.ExperimentStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Changes records of one campaign and tells of each change.
 *
 * <p>The change is written first, the event behind it. What is killed in between has lost an event:
 * {@link LostEvents} adds it when the campaign continues, and the event's key sees to it that it is
 * told once; a phase or a take-over that was not told is over by then. Deleting is {@link
 * ExperimentDeletion}'s.
 */
public final class ExperimentLifecycle {
  private final ExperimentStore store;
  private final InstantSource clock;
  private final EventPublisher events;

  /** Owners of the records that are being taken over, by the records' ids. */
  private final Map<String, String> takenFrom = new ConcurrentHashMap<>();

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
   * @param seen the record as it was read, not final; its owner is known to be dead, or its lease
   *     is over, or it is this process's already
   * @return empty if it has changed since
   */
  public Optional<ExperimentRecord> takeOver(ExperimentRecord seen, Lease wanted)
      throws StoreException {
    Optional<ExperimentRecord> taken = Optional.of(seen);
    if (!seen.owner().equals(wanted.owner())) {
      takenFrom.put(seen.id(), seen.owner());
      taken = store.takeOver(seen.id(), seen.lease(), wanted, clock.instant());
    }
    // Where the record is this process's already, an attempt before may not have seen that it had
    // taken it over, and so has not told it.
    String from = takenFrom.get(seen.id());
    if (taken.isPresent() && from != null) {
      boolean _ = events.publish(new ExperimentTakenOver(seen.id(), from, wanted.owner()));
      takenFrom.remove(seen.id());
    }
    return taken;
  }

  /** Who carries a record, which is stored and this process's, to its end. */
  public RecordKeeper keeper(ExperimentRecord stored) {
    return new RecordKeeper(store, events, clock, stored);
  }
}
