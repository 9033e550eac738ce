package dev.codecsmith.store.cloud;

import static dev.codecsmith.store.Samples.campaign;
import static dev.codecsmith.store.Samples.queued;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.Interposed;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.experiments.CampaignLease;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.lease.LeaseKeeper;
import dev.codecsmith.store.lease.LeaseTerms;
import dev.codecsmith.store.lease.MonotonicTime;
import dev.codecsmith.store.memory.MemoryArtifactStore;
import dev.codecsmith.store.memory.MemoryExperimentStore;
import dev.codecsmith.store.outbox.Outbox;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Containers, one behind the other, on one volume; each has another name. */
final class LeftWritesTest {
  private static final ExperimentRecord QUEUED = queued("c", 1, "me");

  @TempDir private Path folder;
  private final MemoryExperimentStore records = new MemoryExperimentStore();
  private final Clock clock = new Clock();
  private boolean away;
  private int opened;

  /** Moves while somebody waits for a lease; renewals by themselves never come. */
  private static final class Clock implements MonotonicTime {
    private final AtomicLong nanos = new AtomicLong();
    private Runnable meanwhile = () -> {};

    @Override
    public long nanos() {
      return nanos.get();
    }

    @Override
    public long longestNanos() {
      return nanos();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
      if (duration.equals(LeaseTerms.STANDARD.renewal())) {
        new CountDownLatch(1).await();
      }
      long _ = nanos.addAndGet(duration.toNanos());
      meanwhile.run();
    }
  }

  private ExperimentStore client() {
    return Interposed.on(
        records,
        (method, call) -> {
          if (away && method.equals("create")) {
            throw StoreException.away("it is away", new IllegalStateException());
          }
          return call.go();
        });
  }

  private static LeaseKeeper.Holder holder(String owner) {
    return new LeaseKeeper.Holder(owner, "process in " + owner);
  }

  private Outbox open() throws StoreException {
    return Outbox.open(
        folder.resolve("outbox"), "process" + opened++, client(), new MemoryArtifactStore());
  }

  private void deliver(Outbox outbox, String owner) throws StoreException {
    LeftWrites.deliver(outbox, records, holder(owner), clock);
  }

  /** A container that is killed while one write waits. */
  @BeforeEach
  void killed() throws Exception {
    Outbox outbox = open();
    deliver(outbox, "first");
    records.putCampaignIfAbsent(campaign("c"));
    LeaseKeeper.take(records, "c", holder("first"), LeaseTerms.STANDARD, clock, _ -> {}).leave();
    outbox.experiments().putCampaignIfAbsent(campaign("c"));
    away = true;
    assertThat(outbox.experiments().create(QUEUED)).isTrue();
    away = false;
  }

  @Test
  void theNextOneDeliversThemWhenTheLeaseIsOver() throws Exception {
    deliver(open(), "second");
    assertThat(records.find(QUEUED.id())).contains(QUEUED);
    assertThat(clock.nanos()).isEqualTo(LeaseTerms.STANDARD.valid().toNanos());
    assertThat(records.leaseOf("c")).isEmpty();
  }

  @Test
  void soDoesOneThatComesWhereThatWasKilledInTheMiddle() throws Exception {
    away = true;
    assertThatThrownBy(() -> deliver(open(), "second")).hasMessageContaining("it is away");
    away = false;
    assertThat(records.leaseOf("c").map(CampaignLease::owner)).contains("second");
    deliver(open(), "third");
    assertThat(records.find(QUEUED.id())).contains(QUEUED);
  }

  @Test
  void theyStayWhereTheFirstOneLives() throws Exception {
    clock.meanwhile = () -> lease("first", "renewed");
    Outbox second = open();
    assertThatThrownBy(() -> deliver(second, "second")).hasMessageContaining("process in first");
    assertThat(second.waiting()).isEqualTo(1);
    assertThat(records.find(QUEUED.id())).isEmpty();
    assertThat(folder.resolve("outbox/journal")).isNotEmptyFile();
  }

  @Test
  void theyAreSetAsideWhereAnotherFolderHasTheCampaign() throws Exception {
    lease("another", "1");
    assertThatThrownBy(() -> deliver(open(), "second"))
        .hasMessageContainingAll("set aside", "process in another has c");
    assertThat(records.find(QUEUED.id())).isEmpty();
  }

  private void lease(String owner, String renewal) {
    try {
      assertThat(
              records.replaceLease(
                  "c",
                  records.leaseOf("c"),
                  Optional.of(
                      new CampaignLease(
                          owner,
                          holder(owner).process(),
                          renewal,
                          LeaseTerms.STANDARD.valid(),
                          false))))
          .isTrue();
    } catch (StoreException e) {
      throw new IllegalStateException(e);
    }
  }
}
