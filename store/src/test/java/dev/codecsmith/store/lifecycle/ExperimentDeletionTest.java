package dev.codecsmith.store.lifecycle;

import static dev.codecsmith.store.Samples.T0;
import static dev.codecsmith.store.Samples.queued;
import static dev.codecsmith.store.Samples.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.Interposed;
import dev.codecsmith.store.Samples;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.CampaignEvent.CampaignBegun;
import dev.codecsmith.store.events.CampaignEvent.ExperimentDeleted;
import dev.codecsmith.store.events.StoredEvent;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.memory.MemoryExperimentStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is deleted is told, once, and nothing else is told to be deleted. */
class ExperimentDeletionTest {
  private static final List<String> IDS = List.of("exp_iter1_c", "exp_iter2_c", "exp_iter3_c");
  private static final Instant NOW = T0.plusSeconds(100);

  private static MemoryExperimentStore store() throws StoreException {
    MemoryExperimentStore store = new MemoryExperimentStore();
    store.putCampaignIfAbsent(Samples.campaign("c"));
    store.append("c", T0, new CampaignBegun("c", 4));
    for (int iteration = 1; iteration <= 4; iteration++) {
      enter(store, iteration);
    }
    return store;
  }

  private static void enter(ExperimentStore store, int iteration) throws StoreException {
    ExperimentRecord record = succeeded(queued("c", iteration, "me"), -iteration);
    assertThat(store.create(record)).isTrue();
    store.append("c", record.created(), ExperimentEvents.proposed(record));
    store.append("c", record.updated(), ExperimentEvents.ended(record));
  }

  private static List<String> told(ExperimentStore store) throws StoreException {
    return store.events("c", 0, 1000).stream()
        .map(StoredEvent::event)
        .filter(ExperimentDeleted.class::isInstance)
        .flatMap(event -> event.experiment().stream())
        .toList();
  }

  @Test
  void recordsAndTheirRememberedPointsGoAndItIsTold() throws Exception {
    try (MemoryExperimentStore store = store()) {
      store.keepMeasuredPoints(Samples.PROGRAM, Map.of("k", Samples.point("carphone", 20, 30)));
      assertThat(ExperimentDeletion.delete(store, List.of(IDS.get(1), "unknown"), NOW))
          .isEqualTo(1);
      assertThat(store.summary(IDS.get(1))).isEmpty();
      assertThat(store.measuredPoints(Samples.PROGRAM)).isEmpty();
      assertThat(store.events("c", 9, 10))
          .containsExactly(new StoredEvent("c", 10, NOW, new ExperimentDeleted(IDS.get(1), 2)));
      assertThat(ExperimentDeletion.delete(store, List.of("unknown"), NOW)).isZero();
      assertThat(told(store)).hasSize(1);
    }
  }

  @Test
  void whatComesAgainIsToldAgainAndSoIsItsDeletion() throws Exception {
    try (MemoryExperimentStore store = store()) {
      ExperimentDeletion.delete(store, IDS, NOW);
      enter(store, 2);
      assertThat(store.lastEvent("c")).isEqualTo(9 + 3 + 2);
      ExperimentDeletion.delete(store, IDS, NOW);
      assertThat(told(store))
          .containsExactlyInAnyOrder(IDS.get(0), IDS.get(1), IDS.get(1), IDS.get(2));
    }
  }

  @Test
  void aKillAnywhereLeavesNoDeletionUntoldAndTellsOfNoneThatWasNot() throws Exception {
    AtomicInteger writes = new AtomicInteger();
    try (MemoryExperimentStore store = store()) {
      ExperimentDeletion.delete(killed(store, writes, Integer.MAX_VALUE, false), IDS, NOW);
    }
    assertThat(writes.get()).isGreaterThan(3 * IDS.size());
    for (int kill = 1; kill <= writes.get(); kill++) {
      for (boolean behind : new boolean[] {false, true}) {
        int at = kill;
        try (MemoryExperimentStore store = store()) {
          assertThatThrownBy(() ->
                  ExperimentDeletion.delete(
                      killed(store, new AtomicInteger(), at, behind), IDS, NOW))
              .hasMessage("killed");
          ExperimentDeletion.finish(store);
          ExperimentDeletion.finish(store);
          assertThat(told(store)).as("killed at %d %s", kill, behind).isEqualTo(gone(store));
          // What was not deleted is there, and may be deleted again.
          ExperimentDeletion.delete(store, IDS, NOW);
          assertThat(told(store)).isEqualTo(IDS);
          assertThat(gone(store)).isEqualTo(IDS);
          assertThat(store.summary("exp_iter4_c")).isPresent();
        }
      }
    }
  }

  @Test
  void aNoteOfADeletionThatIsOverTellsNothingOfWhatCameSince() throws Exception {
    try (MemoryExperimentStore store = store()) {
      AtomicInteger caches = new AtomicInteger();
      ExperimentStore forgetful =
          Interposed.on(
              store,
              (method, call) ->
                  method.equals("cache") && caches.incrementAndGet() == 2 ? false : call.go());
      ExperimentDeletion.delete(forgetful, IDS, NOW);
      ExperimentDeletion.finish(store);
      enter(store, 1);
      ExperimentDeletion.finish(store);
      assertThat(told(store)).isEqualTo(IDS);
      List<CampaignEvent> last =
          store.events("c", 12, 10).stream().map(StoredEvent::event).toList();
      assertThat(last).hasSize(2).noneMatch(ExperimentDeleted.class::isInstance);
    }
  }

  private static List<String> gone(ExperimentStore store) throws StoreException {
    List<String> there = store.idsStartingWith("exp_", 10);
    return IDS.stream().filter(id -> !there.contains(id)).toList();
  }

  /** The store of a process that is killed before or behind one of its writes. */
  private static ExperimentStore killed(
      ExperimentStore store, AtomicInteger writes, int at, boolean behind) {
    return Interposed.on(
        store,
        (method, call) -> {
          if (!Interposed.WRITES.contains(method)) {
            return call.go();
          }
          int number = writes.incrementAndGet();
          if (number > at || (number == at && !behind)) {
            throw new IllegalStateException("killed");
          }
          Object result = call.go();
          if (number == at) {
            throw new IllegalStateException("killed");
          }
          return result;
        });
  }
}
