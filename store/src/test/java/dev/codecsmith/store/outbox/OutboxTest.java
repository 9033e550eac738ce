package dev.codecsmith.store.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.store.Interposed;
import dev.codecsmith.store.Samples;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.lease.CampaignHold;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** A store that goes away and comes back, and processes that are killed meanwhile. */
class OutboxTest extends AbstractOutboxTest {
  @Test
  void whatIsWrittenWhileTheStoreIsAwayIsReadHereAndDeliveredWhenItIsBack() throws Exception {
    try (Outbox outbox = open()) {
      ExperimentStore store = outbox.experiments();
      store.putCampaignIfAbsent(Samples.campaign("c"));
      assertThat(store.append("c", Samples.T0, warning("before"))).isEqualTo(1);
      server.away = true;
      write(outbox);
      assertThat(outbox.waiting()).isEqualTo(11);
      assertThat(store.find(QUEUED.id())).contains(ENDED);
      assertThat(store.summary(QUEUED.id()).orElseThrow().score()).contains(-5.0);
      assertThat(store.lastEvent("c")).isEqualTo(5);
      assertThat(store.cached("key")).contains("[2]");
      assertThat(store.withSameBitstreams(Samples.ofProgram(ENDED, "12".repeat(32)))).isEmpty();
      assertThat(outbox.artifacts().read(ABC)).asString().isEqualTo("abc");
      assertThatThrownBy(outbox::deliver).hasMessageContaining("away");
      assertThat(server.records.find(QUEUED.id())).isEmpty();
      server.away = false;
      outbox.deliver();
      assertThat(outbox.waiting()).isZero();
      assertDelivered();
      assertThat(store.append("c", Samples.T0, warning("after"))).isEqualTo(6);
      assertThat(server.records.lastEvent("c")).isEqualTo(6);
    }
    try (Stream<Path> left = Files.walk(folder.resolve("outbox"))) {
      assertThat(left.filter(Files::isRegularFile).map(Path::toFile))
          .allSatisfy(file -> assertThat(file).isEmpty());
    }
  }

  @Test
  void aCallThatIsRefusedAgainAndAgainThoughTheStoreAnswersIsNotMadeForEver() throws Exception {
    ExperimentStore throttled =
        Interposed.on(
            server.records,
            (method, call) -> {
              if (method.equals("putCampaignIfAbsent")) {
                throw AwayStores.fault();
              }
              return call.go();
            });
    try (Outbox outbox =
        Outbox.open(folder.resolve("outbox"), "owner", throttled, server.artifactClient())) {
      assertThatThrownBy(() -> outbox.experiments().putCampaignIfAbsent(Samples.campaign("d")))
          .hasMessageContaining("the server is away");
    }
  }

  @Test
  void whatAKilledProcessLeftIsDeliveredByTheNextOne() throws Exception {
    Outbox killed = open();
    killed.experiments().putCampaignIfAbsent(Samples.campaign("c"));
    server.away = true;
    write(killed);
    server.away = false;
    try (Outbox next = open()) {
      assertThat(next.waiting()).isEqualTo(11);
      assertThat(next.campaigns()).containsExactly("c");
      assertThat(next.experiments().find(QUEUED.id())).as("read here").contains(ENDED);
      next.deliver();
      assertDelivered();
    }
  }

  @Test
  void killedOrCutOffAnywhereInADeliveryNothingIsLostOrDoubled() throws Exception {
    Path all = folder;
    boolean more = true;
    for (int calls = 0; more; calls++) {
      for (boolean carriedOut : new boolean[] {false, true}) {
        server = new AwayStores();
        campaign();
        folder = Files.createDirectory(all.resolve("run" + calls + carriedOut));
        Outbox killed = open();
        killed.experiments().putCampaignIfAbsent(Samples.campaign("c"));
        server.away = true;
        write(killed);
        server.away = false;
        server.callsLeft = calls;
        server.lastIsCarriedOut = carriedOut;
        try {
          killed.deliver();
          more = false;
        } catch (StoreException e) {
          assertThat(e.isAway()).isTrue();
        }
        server.callsLeft = Integer.MAX_VALUE;
        server.away = false;
        try (Outbox next = open()) {
          next.deliver();
          assertDelivered();
        }
      }
    }
  }

  @Test
  void aWriteWhoseAnswerWasLostIsNotMadeTwice() throws Exception {
    Path all = folder;
    for (int calls = 0; calls < 11; calls++) {
      server = new AwayStores();
      campaign();
      folder = Files.createDirectory(all.resolve("run" + calls));
      try (Outbox outbox = open()) {
        outbox.experiments().putCampaignIfAbsent(Samples.campaign("c"));
        server.callsLeft = calls;
        server.lastIsCarriedOut = true;
        write(outbox);
        assertThat(outbox.waiting()).isEqualTo(11 - calls);
        server.callsLeft = Integer.MAX_VALUE;
        server.away = false;
        outbox.deliver();
        assertDelivered();
      }
    }
  }

  @Test
  void whoListensHearsOnceThatItIsAwayAndOnceThatItIsBackAndReadsWaitMeanwhile() throws Exception {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    try (Outbox outbox = open()) {
      ExperimentStore store = outbox.experiments();
      store.putCampaignIfAbsent(Samples.campaign("c"));
      outbox.listen(listener(heard), CampaignHold.byTheFolder());
      server.away = true;
      write(outbox);
      assertThat(heard.poll(1, TimeUnit.MINUTES)).isEqualTo("away: the server is away");
      FutureTask<Integer> waits = new FutureTask<>(() -> store.lastIteration("c"));
      Thread reader = Thread.ofPlatform().daemon().start(waits);
      // Else it might find the store away, and wait for it only once all is delivered.
      while (!waits.isDone() && !waitsForTheStore(reader)) {
        LockSupport.parkNanos(1_000_000);
      }
      server.away = false;
      outbox.deliver();
      assertThat(waits.get(1, TimeUnit.MINUTES)).isEqualTo(1);
      assertThat(heard.poll(1, TimeUnit.MINUTES)).isEqualTo("back: 11");
      outbox.awaitDelivered();
    }
    assertThat(heard).isEmpty();
  }

  @Test
  void itLooksAfterTheStoreByItself() throws Exception {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    try (Outbox outbox = open()) {
      outbox.start();
      outbox.experiments().putCampaignIfAbsent(Samples.campaign("c"));
      outbox.listen(listener(heard), CampaignHold.byTheFolder());
      server.away = true;
      write(outbox);
      server.away = false;
      outbox.awaitDelivered();
      assertDelivered();
      assertThat(heard.poll(1, TimeUnit.MINUTES)).startsWith("away");
      assertThat(heard.poll(1, TimeUnit.MINUTES)).isEqualTo("back: 11");
    }
  }

  /** Whether it waits right there, and not for a lock or what else a thread may wait for. */
  private static boolean waitsForTheStore(Thread reader) {
    return reader.getState() == Thread.State.WAITING
        && Stream.of(reader.getStackTrace())
            .anyMatch(frame ->
                frame.getClassName().equals(StoreAccess.class.getName())
                    && frame.getMethodName().equals("awaitEnd"));
  }

  @Test
  void aFaultThatOnlyAPersonCanMendIsToldToWhoWaitsAndWhatWaitsStays() throws Exception {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    try (Outbox outbox = open();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      ExperimentStore store = outbox.experiments();
      store.putCampaignIfAbsent(Samples.campaign("c"));
      outbox.listen(listener(heard), held(server.client()));
      server.away = true;
      write(outbox);
      Future<Integer> reads = threads.submit(() -> store.lastIteration("c"));
      Future<?> ends = threads.submit(awaitDelivered(outbox));
      server.refuses = true;
      server.away = false;
      assertRefused(outbox::deliver);
      assertRefused(reads);
      assertRefused(ends);
      assertRefused(() -> store.cache("key", "[3]"));
      assertThat(outbox.waiting()).isEqualTo(11);
      server.refuses = false;
      outbox.deliver();
      assertDelivered();
      store.cache("key", "[3]");
      assertThat(server.records.cached("key")).contains("[3]");
    }
  }

  private static Callable<Boolean> awaitDelivered(Outbox outbox) {
    return () -> {
      outbox.awaitDelivered();
      return true;
    };
  }

  private static void assertRefused(Future<?> asked) {
    assertRefused(() -> {
      try {
        Object _ = asked.get(1, TimeUnit.MINUTES);
      } catch (ExecutionException e) {
        throw e.getCause();
      } finally {
        boolean _ = asked.cancel(true);
      }
    });
  }

  private static void assertRefused(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.isLasting()).isTrue())
        .hasMessage("the table refuses the credentials");
  }

  @Test
  void whoWaitsForADeliveryIsLetGoWhenTheOutboxIsClosed() throws Exception {
    Outbox outbox = open();
    outbox.experiments().putCampaignIfAbsent(Samples.campaign("c"));
    server.away = true;
    write(outbox);
    FutureTask<Boolean> ends = new FutureTask<>(awaitDelivered(outbox));
    Thread _ = Thread.ofVirtual().start(ends);
    outbox.close();
    assertThatThrownBy(() -> ends.get(1, TimeUnit.MINUTES)).hasMessageContaining("away");
  }

  @Test
  void aFullDiskKeepsNothingFromBeingDelivered() throws Exception {
    try (Outbox outbox = open()) {
      outbox.experiments().putCampaignIfAbsent(Samples.campaign("c"));
      server.away = true;
      write(outbox);
      server.away = false;
      // The note of how far it is cannot be written.
      Files.createDirectories(folder.resolve("outbox/.delivered.part/in the way"));
      outbox.deliver();
      assertThat(outbox.waiting()).isZero();
      assertDelivered();
      assertThat(folder.resolve("outbox/artifacts").resolve(ABC.substring(0, 2)))
          .isEmptyDirectory();
    }
  }

  @Test
  void artifactsOfWritesThatADamagedJournalHidesAreKeptBesideThem() throws Exception {
    Outbox killed = open();
    killed.experiments().putCampaignIfAbsent(Samples.campaign("c"));
    server.away = true;
    write(killed);
    server.away = false;
    Path journal = folder.resolve("outbox/journal");
    byte[] bytes = Files.readAllBytes(journal);
    bytes[0] = 1;
    Files.write(journal, bytes);
    for (int i = 0; i < 2; i++) {
      try (Outbox next = open()) {
        assertThat(next.waiting()).isZero();
        assertThat(next.artifacts().contains(ABC)).isFalse();
      }
    }
    try (Stream<Path> kept = Files.walk(folder.resolve("outbox"))) {
      assertThat(kept.filter(each -> each.endsWith(ABC.substring(2))))
          .singleElement()
          .satisfies(each -> assertThat(each).hasContent("abc"));
    }
  }
}
