package dev.codecsmith.store.lifecycle;

import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentRecordBuilder;
import dev.codecsmith.store.ExperimentResult;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.ExperimentSummary;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.events.EventPublisher;
import dev.codecsmith.store.experiments.ExperimentStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the newest version of one record of this process and carries it to its end; phases come
 * from several threads.
 */
public final class RecordKeeper {
  private static final Logger log = LoggerFactory.getLogger(RecordKeeper.class);

  /** For how long, within a phase, it may go unseen that the record is another's. */
  private static final Duration LOOK_UP = Duration.ofSeconds(1);

  private final ExperimentStore store;
  private final EventPublisher events;
  private final InstantSource clock;
  private ExperimentRecord current;

  /** Where it was last told to be: behind the record where points are measured in rounds. */
  private ExperimentStatus told;

  /** When the store last said that the record is this process's. */
  private Instant seen;

  RecordKeeper(
      ExperimentStore store, EventPublisher events, InstantSource clock, ExperimentRecord current) {
    this.store = store;
    this.events = events;
    this.clock = clock;
    this.current = current;
    this.told = current.status();
    this.seen = clock.instant();
  }

  /** The newest version. */
  public synchronized ExperimentRecord current() {
    return current;
  }

  /**
   * The record if this process has written its end, and did not see that it had.
   *
   * @throws InfrastructureException if it is not this process's, or gone
   */
  public synchronized Optional<ExperimentRecord> endedBefore() throws InfrastructureException {
    try {
      ExperimentRecord stored = ours();
      if (!stored.status().isFinal()) {
        current = atVersion(stored.version());
        return Optional.empty();
      }
      boolean _ = events.publish(ExperimentEvents.ended(stored));
      return Optional.of(stored);
    } catch (StoreException e) {
      throw InfrastructureException.of(e);
    }
  }

  /**
   * Moves the record on to a phase, unless it is there or beyond, and tells how far the phase is.
   * What comes late, behind the record's end, is not told.
   *
   * @param done of how many runs of the phase
   * @param total all runs of the phase
   * @throws InfrastructureException if the record is no longer this process's
   */
  public synchronized void phase(ExperimentStatus phase, int done, int total)
      throws InfrastructureException {
    if (current.status().isFinal()) {
      return;
    }
    Instant now = clock.instant();
    if (phase.compareTo(current.status()) > 0) {
      try {
        write(version -> version.next(now).status(phase).build());
      } catch (StoreException e) {
        // A missed phase is no loss; the result, which must not be missed, will say it again.
        log.warn("The phase of {} was not recorded: {}", current.id(), e.getMessage());
        current = ExperimentRecordBuilder.builder(current).status(phase).updated(now).build();
      }
    } else if (!now.isBefore(seen.plus(LOOK_UP))) {
      lookUp(now);
    }
    if (phase != told) {
      told = phase;
      events.send(ExperimentEvents.phase(current, phase));
    }
    events.send(ExperimentEvents.progress(current, phase, done, total));
  }

  /** Whether the record is this process's still; a long phase would otherwise be worked through. */
  private void lookUp(Instant now) throws InfrastructureException {
    try {
      Optional<ExperimentSummary> line = store.summary(current.id());
      if (line.filter(l -> l.owner().equals(current.owner()) && !l.status().isFinal()).isEmpty()) {
        throw lost();
      }
      seen = now;
    } catch (StoreException e) {
      log.warn("It cannot be seen whose {} is: {}", current.id(), e.getMessage());
    }
  }

  /**
   * Writes the record's end.
   *
   * @throws InfrastructureException if it cannot be written, or is no longer this process's
   */
  public synchronized ExperimentRecord finish(ExperimentResult result)
      throws InfrastructureException {
    Instant now = clock.instant();
    try {
      write(version -> ExperimentLifecycle.ended(version, result, now));
      boolean _ = events.publish(ExperimentEvents.ended(current));
      return current;
    } catch (StoreException e) {
      throw InfrastructureException.of(e);
    }
  }

  /** Makes the version behind another. */
  @FunctionalInterface
  private interface Change {
    ExperimentRecord of(ExperimentRecord version);
  }

  private void write(Change change) throws StoreException, InfrastructureException {
    ExperimentRecord next = change.of(current);
    if (!store.update(next)) {
      // A write that failed may have been stored all the same: then the version here is behind.
      ExperimentRecord stored = ours();
      if (stored.status().isFinal() || stored.version() == current.version()) {
        throw lost();
      }
      next = change.of(atVersion(stored.version()));
      if (!store.update(next)) {
        throw lost();
      }
    }
    current = next;
    seen = next.updated();
  }

  private ExperimentRecord atVersion(long version) {
    return ExperimentRecordBuilder.builder(current).version(version).build();
  }

  private ExperimentRecord ours() throws StoreException, InfrastructureException {
    Optional<ExperimentRecord> stored = store.find(current.id());
    if (stored.filter(record -> record.owner().equals(current.owner())).isEmpty()) {
      throw fault(stored);
    }
    return stored.get();
  }

  private InfrastructureException lost() throws StoreException {
    return fault(store.find(current.id()));
  }

  private InfrastructureException fault(Optional<ExperimentRecord> stored) {
    return ExperimentLostException.fault(current.id(), current.owner(), stored);
  }
}
