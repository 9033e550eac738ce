package dev.codecsmith.store.outbox;

import static dev.codecsmith.store.Samples.at;
import static dev.codecsmith.store.Samples.queued;
import static dev.codecsmith.store.Samples.succeeded;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.Samples;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.StoredEvent;
import dev.codecsmith.store.experiments.CampaignLeases;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.lease.LeaseKeeper;
import dev.codecsmith.store.lease.LeaseTerms;
import dev.codecsmith.store.lease.MonotonicTime;
import dev.codecsmith.store.lifecycle.ExperimentEvents;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A store that can go away, and what a campaign writes of one experiment. */
abstract class AbstractOutboxTest {
  static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  static final ExperimentRecord QUEUED = queued("c", 1, "me");
  static final ExperimentRecord BUILDING = at(QUEUED, ExperimentStatus.BUILDING);
  static final ExperimentRecord ENDED = succeeded(BUILDING, -5);

  @TempDir Path folder;
  AwayStores server = new AwayStores();
  private int opened;

  @BeforeEach
  void campaign() throws StoreException {
    server.records.putCampaignIfAbsent(Samples.campaign("c"));
  }

  Outbox open() throws StoreException {
    return Outbox.open(
        folder.resolve("outbox"), "owner" + opened++, server.client(), server.artifactClient());
  }

  static CampaignEvent warning(String text) {
    return new CampaignEvent.Warning(Optional.empty(), text);
  }

  /** What a campaign writes of one experiment. */
  static void write(Outbox outbox) throws StoreException {
    ExperimentStore store = outbox.experiments();
    String _ = outbox.artifacts().put("abc".getBytes(UTF_8));
    assertThat(store.create(QUEUED)).isTrue();
    long _ = store.append("c", Samples.T0, ExperimentEvents.proposed(QUEUED));
    assertThat(store.update(BUILDING)).isTrue();
    long _ = store.append("c", Samples.T0, warning("first"));
    store.cache("key", "[1]");
    store.keepMeasuredPoints(Samples.PROGRAM, Map.of("a", Samples.point("clip", 20, 30)));
    store.cache("key", "[2]");
    assertThat(store.update(ENDED)).isTrue();
    long _ = store.append("c", Samples.T0, ExperimentEvents.ended(ENDED));
    long _ = store.append("c", Samples.T0, warning("last"));
  }

  void assertDelivered() throws Exception {
    assertThat(server.records.find(QUEUED.id())).contains(ENDED);
    assertThat(server.records.events("c", 0, 100))
        .extracting(StoredEvent::event)
        .endsWith(
            ExperimentEvents.proposed(QUEUED),
            warning("first"),
            ExperimentEvents.ended(ENDED),
            warning("last"))
        .doesNotHaveDuplicates();
    assertThat(server.records.cached("key")).contains("[2]");
    assertThat(server.records.measuredPoints(Samples.PROGRAM)).containsOnlyKeys("a");
    assertThat(server.artifacts.read(ABC)).asString().isEqualTo("abc");
  }

  static OutboxListener listener(BlockingQueue<String> heard) {
    return new OutboxListener() {
      @Override
      public void away(String reason) {
        heard.add("away: " + reason);
      }

      @Override
      public void back(int delivered) {
        heard.add("back: " + delivered);
      }
    };
  }

  static LeaseKeeper held(CampaignLeases leases) throws StoreException, InterruptedException {
    return LeaseKeeper.take(
        leases,
        "c",
        new LeaseKeeper.Holder("here", "process"),
        LeaseTerms.STANDARD,
        MonotonicTime.system(),
        _ -> {});
  }
}
