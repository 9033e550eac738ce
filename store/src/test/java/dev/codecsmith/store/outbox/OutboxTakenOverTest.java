package dev.codecsmith.store.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.store.ExperimentIdentity;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentRecordBuilder;
import dev.codecsmith.store.Lease;
import dev.codecsmith.store.Samples;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.lease.CampaignHold;
import dev.codecsmith.store.lease.LeaseKeeper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A store that comes back when another process has the campaign. */
class OutboxTakenOverTest extends AbstractOutboxTest {
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
}
