package dev.codecsmith.store.outbox;

import static dev.codecsmith.store.Samples.at;
import static dev.codecsmith.store.Samples.queued;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.Lease;
import dev.codecsmith.store.Samples;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.experiments.CampaignLease;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.lease.LeaseKeeper;
import dev.codecsmith.store.lease.LeaseTerms;
import dev.codecsmith.store.lease.MonotonicTime;
import dev.codecsmith.store.memory.MemoryArtifactStore;
import dev.codecsmith.store.memory.MemoryExperimentStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine that is suspended for so long that another takes its campaign over, and wakes. */
class SuspendedHolderTest {
  private static final ExperimentRecord QUEUED = queued("c", 1, "me");
  private static final ExperimentRecord BUILDING = at(QUEUED, ExperimentStatus.BUILDING);
  private static final CampaignEvent WARNING = new CampaignEvent.Warning(Optional.empty(), "late");

  @TempDir private Path folder;
  private final MemoryExperimentStore server = new MemoryExperimentStore();
  private final Suspended time = new Suspended();
  private Outbox outbox;
  private LeaseKeeper hold;
  private ExperimentRecord taken;

  /** Stands still, but for what passes while the machine is suspended. */
  private static final class Suspended implements MonotonicTime {
    private Duration passed = Duration.ZERO;

    @Override
    public long nanos() {
      return 0;
    }

    @Override
    public long longestNanos() {
      return passed.toNanos();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
      new CountDownLatch(1).await();
    }
  }

  @BeforeEach
  void takenOverMeanwhile() throws Exception {
    server.putCampaignIfAbsent(Samples.campaign("c"));
    hold =
        LeaseKeeper.take(
            server,
            "c",
            new LeaseKeeper.Holder("here", "process here"),
            LeaseTerms.STANDARD,
            time,
            _ -> {});
    outbox = Outbox.open(folder.resolve("outbox"), "me", server, new MemoryArtifactStore());
    outbox.listen(
        new OutboxListener() {
          @Override
          public void away(String reason) {
            throw new AssertionError(reason);
          }

          @Override
          public void back(int delivered) {
            throw new AssertionError();
          }
        },
        hold);
    assertThat(outbox.experiments().create(QUEUED)).isTrue();
    CampaignLease other =
        new CampaignLease("there", "process there", "1", LeaseTerms.STANDARD.valid(), false);
    assertThat(server.replaceLease("c", server.leaseOf("c"), Optional.of(other))).isTrue();
    taken =
        server.takeOver(QUEUED.id(), QUEUED.lease(), Lease.of("other"), Samples.T0).orElseThrow();
  }

  @AfterEach
  void close() {
    hold.close();
    outbox.close();
  }

  @Test
  void whoWakesWritesNothingAndIsToldWhoHasItsCampaign() throws Exception {
    time.passed = LeaseTerms.STANDARD.valid();
    ExperimentStore store = outbox.experiments();
    List<ThrowingCallable> writes =
        List.of(
            () -> store.update(BUILDING),
            () -> store.create(queued("c", 2, "me")),
            () -> store.append("c", Samples.T0, WARNING),
            () -> store.takeOver(taken.id(), taken.lease(), Lease.of("me"), Samples.T0),
            () -> store.delete(List.of(taken.id())));
    assertThat(writes)
        .allSatisfy(write ->
            assertThatThrownBy(write)
                .isInstanceOfSatisfying(
                    StoreException.class, fault -> assertThat(fault.isLasting()).isTrue())
                .hasMessageContaining("process there has taken the campaign over"));
    assertThat(hold.ending()).isPresent();
    assertThat(server.find(QUEUED.id())).contains(taken);
    assertThat(server.lastIteration("c")).isEqualTo(1);
    assertThat(server.lastEvent("c")).isZero();
  }

  @Test
  void oneThatWasSuspendedBetweenItsLookAndItsWriteOverwritesNothing() throws Exception {
    // By its clock it still has the lease.
    assertThat(outbox.experiments().update(BUILDING)).isFalse();
    assertThat(server.find(QUEUED.id())).contains(taken);
  }
}
