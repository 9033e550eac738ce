package dev.codecsmith.store.memory;

import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.StoredEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The events of {@link MemoryTables}, under whose lock they are used. */
final class MemoryEvents {
  private final List<StoredEvent> all = new ArrayList<>();
  private final Map<String, List<StoredEvent>> byCampaign = new HashMap<>();

  /** Numbers by campaign and key. */
  private final Map<String, Map<String, StoredEvent>> keys = new HashMap<>();

  long append(String campaignId, Instant time, CampaignEvent event) {
    if (event.isLive()) {
      throw new IllegalArgumentException("an event that is live is not stored: " + event);
    }
    Map<String, StoredEvent> told = keys.computeIfAbsent(campaignId, _ -> new HashMap<>());
    Optional<StoredEvent> before = event.key().map(told::get);
    if (before.isPresent()) {
      return before.get().number();
    }
    if (event.key().isPresent() && event.experiment().isPresent()) {
      boolean deleted = event instanceof CampaignEvent.ExperimentDeleted;
      told.values()
          .removeIf(stored ->
              stored.event().experiment().equals(event.experiment())
                  && stored.event() instanceof CampaignEvent.ExperimentDeleted != deleted);
    }
    List<StoredEvent> events = byCampaign.computeIfAbsent(campaignId, _ -> new ArrayList<>());
    StoredEvent stored = new StoredEvent(campaignId, events.size() + 1L, time, event);
    events.add(stored);
    all.add(stored);
    event.key().ifPresent(key -> told.put(key, stored));
    return stored.number();
  }

  Set<String> told(String campaignId, Collection<String> wanted) {
    Set<String> found = new HashSet<>(wanted);
    found.retainAll(keys.getOrDefault(campaignId, Map.of()).keySet());
    return found;
  }

  List<StoredEvent> read(String campaignId, long after, int limit) {
    return part(byCampaign.getOrDefault(campaignId, List.of()), after, limit);
  }

  long last(String campaignId) {
    return byCampaign.getOrDefault(campaignId, List.of()).size();
  }

  List<StoredEvent> all() {
    return all;
  }

  private static List<StoredEvent> part(List<StoredEvent> events, long after, int limit) {
    int first = Math.clamp(after, 0, events.size());
    return List.copyOf(
        events.subList(first, Math.clamp((long) first + limit, first, events.size())));
  }
}
