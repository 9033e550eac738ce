package dev.codecsmith.store.lifecycle;

import static dev.codecsmith.store.Samples.T0;
import static dev.codecsmith.store.Samples.queued;
import static dev.codecsmith.store.Samples.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.Interposed;
import dev.codecsmith.store.Samples;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.EventSink;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.memory.MemoryExperimentStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a kill kept from being told is found wherever it is, without reading what was told. */
class LostEventsTest {
  private static final int EXPERIMENTS = 2 * ExperimentStore.PAGE + 7;

  private final MemoryExperimentStore store = new MemoryExperimentStore();
  private final List<String> restored = new ArrayList<>();
  private final Map<String, Integer> calls = new TreeMap<>();
  private final EventSink events =
      new EventSink() {
        @Override
        public void send(CampaignEvent event) {
          throw new AssertionError("it is not of this process: " + event);
        }

        @Override
        public void restore(Instant time, CampaignEvent event) {
          restored.add(event.key().orElseThrow() + " at " + time);
        }
      };

  @BeforeEach
  void campaign() throws StoreException {
    store.putCampaignIfAbsent(Samples.campaign("c"));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void enter(ExperimentRecord record, boolean proposed, boolean ended)
      throws StoreException {
    store.create(record);
    if (proposed) {
      store.append("c", T0, ExperimentEvents.proposed(record));
    }
    if (ended) {
      store.append("c", T0, ExperimentEvents.ended(record));
    }
  }

  @Test
  void whatIsUntoldIsRestoredWhereverItStandsAndNothingElseIsRead() throws Exception {
    for (int iteration = 1; iteration <= EXPERIMENTS; iteration++) {
      ExperimentRecord record = queued("c", iteration, "me");
      switch (iteration) {
        case 2 -> enter(succeeded(record, 1), true, false);
        case 3 -> enter(succeeded(record, 1), false, false);
        case ExperimentStore.PAGE -> enter(record, false, false);
        case EXPERIMENTS - 1 -> enter(record, true, false);
        case EXPERIMENTS -> enter(succeeded(record, 1), true, false);
        default -> enter(succeeded(record, 1), true, true);
      }
    }
    ExperimentStore counting =
        Interposed.on(
            store,
            (method, call) -> {
              calls.merge(method, 1, Integer::sum);
              return call.go();
            });
    LostEvents lost = new LostEvents(counting, "c", events);
    store.forEachLine("c", lost::see);
    lost.end();
    lost.end();
    assertThat(restored)
        .containsExactly(
            "proposed/exp_iter2_c at 2026-01-01T00:00:02Z",
            "ended/exp_iter2_c at 2026-01-01T00:00:11Z",
            "proposed/exp_iter3_c at 2026-01-01T00:00:03Z",
            "ended/exp_iter3_c at 2026-01-01T00:00:12Z",
            "proposed/exp_iter500_c at 2026-01-01T00:08:20Z",
            "proposed/exp_iter1007_c at 2026-01-01T00:16:47Z",
            "ended/exp_iter1007_c at 2026-01-01T00:16:56Z");
    assertThat(calls).isEqualTo(Map.of("told", 3, "find", 4));
  }

  @Test
  void aWholeCampaignIsLookedThroughByItself() throws Exception {
    enter(succeeded(queued("c", 1, "me"), 1), true, false);
    LostEvents.restore(store, "c", events);
    assertThat(restored).hasSize(2);
  }
}
