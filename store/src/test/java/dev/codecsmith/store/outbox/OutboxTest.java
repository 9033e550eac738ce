package dev.codecsmith.store.outbox;

import static dev.codecsmith.store.Samples.at;
import static dev.codecsmith.store.Samples.queued;
import static dev.codecsmith.store.Samples.succeeded;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.store.ExperimentIdentity;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentRecordBuilder;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.Interposed;
import dev.codecsmith.store.Lease;
import dev.codecsmith.store.Samples;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.StoredEvent;
import dev.codecsmith.store.experiments.CampaignLeases;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.lease.CampaignHold;
import dev.codecsmith.store.lease.LeaseKeeper;
import dev.codecsmith.store.lease.LeaseTerms;
import dev.codecsmith.store.lease.MonotonicTime;
import dev.codecsmith.store.lifecycle.ExperimentEvents;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that goes away and comes back, and processes that are killed meanwhile. */
class OutboxTest {
  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  private static final ExperimentRecord QUEUED = queued("c", 1, "me");
  private static final ExperimentRecord BUILDING = at(QUEUED, ExperimentStatus.BUILDING);
  private static final ExperimentRecord ENDED = succeeded(BUILDING, -5);

  @TempDir private Path folder;
  private AwayStores server = new AwayStores();
  private int opened;

  @BeforeEach
  void campaign() throws StoreException {
    server.records.putCampaignIfAbsent(Samples.campaign("c"));
  }

  private Outbox open() throws StoreException {
    return Outbox.open(
        folder.resolve("outbox"), "owner" + opened++, server.client(), server.artifactClient());
  }

  private static CampaignEvent warning(String text) {
    return new CampaignEvent.Warning(Optional.empty(), text);
  }

  /** What a campaign writes of one experiment. */
  private static void write(Outbox outbox) throws StoreException {
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

  private void assertDelivered() throws Exception {
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

  private static OutboxListener listener(BlockingQueue<String> heard) {
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

  @Test
  void whatWaitsIsSetAsideWhereAnotherProcessHasTheCampaignByThen() throws Exception {
    LeaseKeeper hold = held(server.records);
    try (Outbox outbox = open()) {
      ExperimentStore store = outbox.experiments();
      store.putCampaignIfAbsent(Samples.campaign("c"));
      outbox.listen(listener(new LinkedBlockingQueue<>()), hold);
      server.away = true;
      write(outbox);
      hold.close();
      server.away = false;
      assertThatThrownBy(outbox::deliver)
          .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.isLasting()).isTrue())
          .hasMessageContainingAll("11 writes", "set aside", "was given back");
      assertThat(server.records.find(QUEUED.id())).isEmpty();
      assertThatThrownBy(() -> store.cache("key", "[3]"))
          .as("nothing is written any more")
          .hasMessageContaining("set aside");
      assertThatThrownBy(outbox::awaitDelivered).hasMessageContaining("set aside");
    }
    try (Stream<Path> aside = Files.list(folder)) {
      assertThat(aside.filter(each -> each.toString().contains("set-aside")))
          .singleElement()
          .satisfies(each -> assertThat(each.resolve("journal")).isNotEmptyFile());
    }
  }

  private static LeaseKeeper held(CampaignLeases leases)
      throws StoreException, InterruptedException {
    return LeaseKeeper.take(
        leases,
        "c",
        new LeaseKeeper.Holder("here", "process"),
        LeaseTerms.STANDARD,
        MonotonicTime.system(),
        _ -> {});
  }

  @Test
  void whoHasTheCampaignNoMoreWritesNothing() throws Exception {
    LeaseKeeper hold = held(server.records);
    try (Outbox outbox = open()) {
      ExperimentStore store = outbox.experiments();
      store.putCampaignIfAbsent(Samples.campaign("c"));
      outbox.listen(listener(new LinkedBlockingQueue<>()), hold);
      assertThat(store.create(QUEUED)).isTrue();
      hold.close();
      assertThatThrownBy(() -> store.update(BUILDING))
          .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.isLasting()).isTrue());
      assertThat(server.records.find(QUEUED.id())).contains(QUEUED);
      assertThat(outbox.waiting()).isZero();
    }
  }

  @Test
  void aRecordThatAnotherProcessTookOverIsNotOverwritten() throws Exception {
    try (Outbox outbox = open()) {
      ExperimentStore store = outbox.experiments();
      store.putCampaignIfAbsent(Samples.campaign("c"));
      assertThat(store.create(QUEUED)).isTrue();
      server.away = true;
      assertThat(store.update(BUILDING)).isTrue();
      server.away = false;
      ExperimentRecord taken =
          server
              .records
              .takeOver(QUEUED.id(), QUEUED.lease(), Lease.of("other"), Samples.T0)
              .orElseThrow();
      assertThatThrownBy(outbox::deliver)
          .hasMessageContainingAll("set aside", "belongs to other there");
      assertThat(server.records.find(QUEUED.id())).contains(taken);
    }
  }

  @Test
  void anIterationThatAnotherProcessTookIsAConflictAndNotAnAbsence() throws Exception {
    ExperimentRecord other =
        ExperimentRecordBuilder.builder(QUEUED)
            .identity(new ExperimentIdentity("exp_iter1_other", "c", 1, QUEUED.created()))
            .build();
    try (Outbox outbox = open()) {
      outbox.experiments().putCampaignIfAbsent(Samples.campaign("c"));
      server.away = true;
      assertThat(outbox.experiments().create(QUEUED)).isTrue();
      server.away = false;
      assertThat(server.records.create(other)).isTrue();
      assertThatThrownBy(outbox::deliver)
          .hasMessageContainingAll("set aside", "iteration 1 of c is exp_iter1_other");
    }
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
  void whoWaitsIsToldThatTheCampaignWasLostAlsoWhereNothingWasWritten() throws Exception {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    LeaseKeeper hold = held(server.records);
    try (Outbox outbox = open();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      outbox.listen(listener(heard), hold);
      server.away = true;
      Future<?> reads = threads.submit(() -> outbox.experiments().lastIteration("c"));
      assertThat(heard.poll(1, TimeUnit.MINUTES)).startsWith("away");
      hold.close();
      server.away = false;
      assertThatThrownBy(outbox::deliver).hasMessageContaining("was given back");
      try {
        assertThatThrownBy(() -> reads.get(1, TimeUnit.MINUTES))
            .hasMessageContaining("was given back");
      } finally {
        boolean _ = reads.cancel(true);
      }
    }
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
  void aCampaignThatIsLostInTheMiddleOfADeliveryIsWrittenNoFurther() throws Exception {
    LostLater hold = new LostLater();
    try (Outbox outbox = open()) {
      outbox.experiments().putCampaignIfAbsent(Samples.campaign("c"));
      outbox.listen(listener(new LinkedBlockingQueue<>()), hold);
      server.away = true;
      write(outbox);
      server.away = false;
      hold.looks = 2;
      assertThatThrownBy(outbox::deliver)
          .hasMessageContainingAll("9 writes", "set aside", "taken over");
      assertThat(server.records.find(QUEUED.id())).contains(QUEUED);
      assertThat(server.records.lastEvent("c")).isZero();
    }
  }

  /** Lost at a look that is not the first. */
  private static final class LostLater implements CampaignHold {
    private int looks = Integer.MAX_VALUE;

    @Override
    public Optional<String> ending() {
      return Optional.empty();
    }

    @Override
    public boolean isLost() {
      return looks < 0;
    }

    @Override
    public void confirm() {}

    @Override
    public void requireHeld() throws StoreException {
      looks--;
      if (isLost()) {
        throw StoreException.lasting("it was taken over");
      }
    }

    @Override
    public void close() {}
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
