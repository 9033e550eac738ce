package dev.codecsmith.store.outbox;

import dev.codecsmith.store.BitstreamSet;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.events.CampaignEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What this process knows of its store without asking it: what waits to be delivered, the records
 * it wrote or read last, and how far each log has come. Used under the lock of {@link
 * WaitingWrites}.
 */
final class WaitingIndex {
  /**
   * Records that are remembered and have ended: the parents of the next programs are among them.
   */
  private static final int KEPT = 256;

  /** What {@code withSameBitstreams} goes by. */
  private record Bitstreams(String campaignId, int iteration, String program, String sha256) {}

  /** Records that have not ended; no reader pushes these out. */
  private final Map<String, ExperimentRecord> open = new HashMap<>();

  private final Map<String, ExperimentRecord> ended =
      new LinkedHashMap<>(KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, ExperimentRecord> eldest) {
          return size() > KEPT;
        }
      };

  private final Map<String, Bitstreams> bitstreams = new HashMap<>();

  /** The highest number that each log is known to have. */
  private final Map<String, Long> numbers = new HashMap<>();

  /** Where the newest version of a record waits, by id. */
  private final Map<String, Long> records = new HashMap<>();

  /** Ids of records that wait to be created, by campaign and iteration. */
  private final Map<String, String> iterations = new HashMap<>();

  /** How many events of each campaign wait. */
  private final Map<String, Integer> events = new HashMap<>();

  /** Keys of events that wait, with their numbers, by campaign and key. */
  private final Map<String, Long> keys = new HashMap<>();

  private final Map<String, Long> cached = new HashMap<>();

  /** Where what changes a program's rate points waits, in order. */
  private final Map<String, List<Long>> points = new HashMap<>();

  /** Reads a write that waits. */
  @FunctionalInterface
  interface Reader {
    WaitingWrite at(long begin) throws StoreException;
  }

  /** Takes a write that waits from now on. */
  void add(long begin, WaitingWrite write) {
    switch (write) {
      case WaitingWrite.Created created -> {
        records.put(created.record().id(), begin);
        iterations.put(place(created.record()), created.record().id());
        see(created.record());
      }
      case WaitingWrite.Updated updated -> {
        records.put(updated.record().id(), begin);
        see(updated.record());
      }
      case WaitingWrite.Told told -> {
        numbers.merge(told.campaignId(), told.after(), Math::max);
        events.merge(told.campaignId(), 1, Integer::sum);
        told.event()
            .key()
            .ifPresent(key -> keys.put(told.campaignId() + "/" + key, number(told.campaignId())));
      }
      case WaitingWrite.Cached value -> cached.put(value.key(), begin);
      case WaitingWrite.Measured measured ->
          points.merge(measured.program(), List.of(begin), WaitingIndex::joined);
      case WaitingWrite.Forgotten forgotten ->
          points.merge(forgotten.program(), List.of(begin), WaitingIndex::joined);
      case WaitingWrite.Artifact _ -> {}
    }
  }

  private static List<Long> joined(List<Long> before, List<Long> next) {
    List<Long> all = new ArrayList<>(before);
    all.addAll(next);
    return all;
  }

  /** Nothing waits any more. */
  void delivered() {
    events.forEach((campaign, count) -> numbers.merge(campaign, (long) count, Long::sum));
    records.clear();
    iterations.clear();
    events.clear();
    keys.clear();
    cached.clear();
    points.clear();
  }

  /**
   * Takes a record as the store had it; one that was read before a newer one was written is old.
   */
  void see(ExperimentRecord record) {
    ExperimentRecord known = seen(record.id());
    if (known != null && known.version() > record.version()) {
      return;
    }
    open.remove(record.id());
    ended.remove(record.id());
    (record.status().isFinal() ? ended : open).put(record.id(), record);
    BitstreamSet.sha256(record.points())
        .ifPresent(sha256 ->
            bitstreams.put(
                record.id(),
                new Bitstreams(
                    record.campaignId(),
                    record.iteration(),
                    record.candidate().programSha256(),
                    sha256)));
  }

  private @Nullable ExperimentRecord seen(String id) {
    ExperimentRecord underWay = open.get(id);
    return underWay == null ? ended.get(id) : underWay;
  }

  /** Takes a record out. */
  void forget(String id) {
    open.remove(id);
    ended.remove(id);
    bitstreams.remove(id);
  }

  /** Takes a number that a log has. */
  void reached(String campaignId, long number) {
    numbers.merge(campaignId, number, Math::max);
  }

  /** The newest version that waits, or that was seen last. */
  Optional<ExperimentRecord> record(String id, Reader reader) throws StoreException {
    Long begin = records.get(id);
    if (begin == null) {
      return Optional.ofNullable(seen(id));
    }
    return switch (reader.at(begin)) {
      case WaitingWrite.Created created -> Optional.of(created.record());
      case WaitingWrite.Updated updated -> Optional.of(updated.record());
      default -> throw new IllegalStateException("no record of " + id + " waits at " + begin);
    };
  }

  /** The record that waits to be created in the place of another. */
  Optional<String> atPlaceOf(ExperimentRecord record) {
    return Optional.ofNullable(iterations.get(place(record)));
  }

  private static String place(ExperimentRecord record) {
    return record.campaignId() + "/" + record.iteration();
  }

  /** Of what this process wrote or read; what else there is, is not known here. */
  Optional<String> withSameBitstreams(ExperimentRecord experiment) {
    Optional<String> wanted = BitstreamSet.sha256(experiment.points());
    return bitstreams.entrySet().stream()
        .filter(each -> !each.getKey().equals(experiment.id()))
        .filter(each -> each.getValue().campaignId().equals(experiment.campaignId()))
        .filter(each -> wanted.equals(Optional.of(each.getValue().sha256())))
        .filter(each -> !each.getValue().program().equals(experiment.candidate().programSha256()))
        .min(Comparator.comparingInt(each -> each.getValue().iteration()))
        .map(Map.Entry::getKey);
  }

  /** The number that the last event of a log has, or will have; 0 if nothing is known. */
  long number(String campaignId) {
    return numbers.getOrDefault(campaignId, 0L) + events.getOrDefault(campaignId, 0);
  }

  /** The number that the log is known to have without what waits. */
  long numberThere(String campaignId) {
    return numbers.getOrDefault(campaignId, 0L);
  }

  boolean hasEvents(String campaignId) {
    return events.containsKey(campaignId);
  }

  /** The number of the event with that key that waits. */
  Optional<Long> told(String campaignId, CampaignEvent event) {
    return event.key().map(key -> keys.get(campaignId + "/" + key));
  }

  Optional<Long> cached(String key) {
    return Optional.ofNullable(cached.get(key));
  }

  List<Long> points(String program) {
    return points.getOrDefault(program, List.of());
  }
}
