package dev.codecsmith.store.outbox;

import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentSummary;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.StoredEvent;
import dev.codecsmith.store.experiments.ExperimentStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One attempt to make writes that waited. Each may have been made before, by an attempt that was
 * killed or did not hear the answer; it is not made twice.
 */
final class Delivery {
  private static final int PAGE = 500;

  private final ExperimentStore store;
  private final ArtifactStore artifacts;
  private final Function<String, Path> files;

  /** What each log has of the events that wait, and how often. */
  private final Map<String, Map<Event, Integer>> stored = new HashMap<>();

  private record Event(Instant time, CampaignEvent event) {}

  /** Another process has changed what only this one may. */
  static final class ConflictException extends Exception {
    private static final long serialVersionUID = 1L;

    ConflictException(String message) {
      super(message);
    }
  }

  /**
   * @param files where an artifact that waits lies
   */
  Delivery(ExperimentStore store, ArtifactStore artifacts, Function<String, Path> files) {
    this.store = store;
    this.artifacts = artifacts;
    this.files = files;
  }

  /** Makes the write unless it is made. */
  void make(WaitingWrite write) throws StoreException, ConflictException {
    switch (write) {
      case WaitingWrite.Created created -> create(created.record());
      case WaitingWrite.Updated updated -> {
        if (!store.update(updated.record())) {
          requireStored(updated.record());
        }
      }
      case WaitingWrite.Told told -> tell(told);
      case WaitingWrite.Cached value -> store.cache(value.key(), value.value());
      case WaitingWrite.Measured measured ->
          store.keepMeasuredPoints(measured.program(), measured.points());
      case WaitingWrite.Forgotten forgotten -> store.forgetMeasuredPoints(forgotten.program());
      case WaitingWrite.Artifact artifact -> {
        Path file = files.apply(artifact.sha256());
        // Where it is gone, it was delivered by an attempt that was killed.
        if (Files.exists(file)) {
          String _ = artifacts.put(file);
        }
      }
    }
  }

  private void create(ExperimentRecord record) throws StoreException, ConflictException {
    boolean made;
    try {
      made = store.create(record);
    } catch (StoreException e) {
      List<ExperimentSummary> there =
          store.summaries(record.campaignId(), record.iteration() - 1, 1);
      if (!there.isEmpty()
          && there.getFirst().iteration() == record.iteration()
          && !there.getFirst().id().equals(record.id())) {
        throw new ConflictException(
            "iteration %d of %s is %s there"
                .formatted(record.iteration(), record.campaignId(), there.getFirst().id()));
      }
      throw e;
    }
    if (!made) {
      requireStored(record);
    }
  }

  /** Whether this version, or a later one of the same owner, is stored. */
  private void requireStored(ExperimentRecord record) throws StoreException, ConflictException {
    Optional<ExperimentRecord> there = store.find(record.id());
    if (there
        .filter(known -> known.owner().equals(record.owner()))
        .filter(known -> known.version() >= record.version())
        .isEmpty()) {
      throw new ConflictException(
          there.isEmpty()
              ? record.id() + " was deleted there"
              : "%s belongs to %s there".formatted(record.id(), there.get().owner()));
    }
  }

  private void tell(WaitingWrite.Told told) throws StoreException {
    Map<Event, Integer> there = stored.get(told.campaignId());
    if (there == null) {
      there = storedAfter(told);
      stored.put(told.campaignId(), there);
    }
    Event event = new Event(told.time(), told.event());
    int count = there.getOrDefault(event, 0);
    if (count > 0) {
      there.put(event, count - 1);
    } else {
      long _ = store.append(told.campaignId(), told.time(), told.event());
    }
  }

  private Map<Event, Integer> storedAfter(WaitingWrite.Told first) throws StoreException {
    Map<Event, Integer> there = new HashMap<>();
    long last = first.after();
    List<StoredEvent> page;
    do {
      page = store.events(first.campaignId(), last, PAGE);
      for (StoredEvent each : page) {
        there.merge(new Event(each.time(), each.event()), 1, Integer::sum);
        last = each.number();
      }
    } while (page.size() == PAGE);
    return there;
  }
}
