package dev.codecsmith.store.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.store.Samples;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.experiments.CampaignLease;
import dev.codecsmith.store.memory.MemoryExperimentStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two machines that want one campaign; each has a clock of its own, and only looks at that. */
class LeaseKeeperTest {
  private static final LeaseTerms TERMS = LeaseTerms.STANDARD;

  private final MemoryExperimentStore store = new MemoryExperimentStore();
  private final List<String> waited = new ArrayList<>();

  /** What happens on the other machine while this one waits. */
  private interface Meanwhile {
    void after(Duration waited) throws StoreException;
  }

  /** A clock that only moves while somebody sleeps by it. */
  private static final class Slept implements MonotonicTime {
    private final Meanwhile meanwhile;
    private Duration now = Duration.ZERO;
    private Duration suspended = Duration.ZERO;

    Slept(Meanwhile meanwhile) {
      this.meanwhile = meanwhile;
    }

    @Override
    public long nanos() {
      return now.toNanos();
    }

    @Override
    public long longestNanos() {
      return now.plus(suspended).toNanos();
    }

    @Override
    public void sleep(Duration duration) {
      now = now.plus(duration);
      try {
        meanwhile.after(now);
      } catch (StoreException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @BeforeEach
  void campaign() throws StoreException {
    store.putCampaignIfAbsent(Samples.campaign("c"));
  }

  private LeaseKeeper taken(String owner, MonotonicTime time)
      throws StoreException, InterruptedException {
    return LeaseKeeper.taken(
        store, "c", new LeaseKeeper.Holder(owner, "process on " + owner), TERMS, time, waited::add);
  }

  private static MonotonicTime stopped() {
    return new Slept(_ -> {});
  }

  @Test
  void aCampaignThatNobodyHasIsTakenAndGivenBack() throws Exception {
    LeaseKeeper keeper = taken("here", stopped());
    assertThat(store.leaseOf("c").map(CampaignLease::owner)).contains("here");
    assertThat(keeper.ending()).isEmpty();
    keeper.close();
    assertThat(store.leaseOf("c")).isEmpty();
    assertThat(waited).isEmpty();
  }

  @Test
  void whoComesSecondIsRefusedWithWhoHasItOnceThatRenews() throws Exception {
    LeaseKeeper first = taken("there", stopped());
    Slept time =
        new Slept(waited -> {
          if (waited.equals(TERMS.renewal())) {
            first.confirm();
          }
        });
    assertThatThrownBy(() -> taken("here", time))
        .isInstanceOf(StoreException.class)
        .hasMessageContainingAll("process on there", "another 60 s", "campaign stop c");
    assertThat(time.now).isEqualTo(TERMS.renewal());
    assertThat(waited)
        .containsExactly("process on there has c; waiting up to 60 s to see whether it lives.");
    first.confirm();
  }

  @Test
  void anotherMachinesLeaseIsOverWhenItHasNotChangedForItsTime() throws Exception {
    LeaseKeeper killed = taken("there", stopped());
    Slept time = new Slept(_ -> {});
    LeaseKeeper second = taken("here", time);
    assertThat(time.now).isEqualTo(TERMS.valid());
    assertThat(store.leaseOf("c").map(CampaignLease::owner)).contains("here");
    assertThatThrownBy(killed::confirm)
        .as("it was only suspended")
        .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.isLasting()).isTrue())
        .hasMessageContaining("process on here has taken the campaign over");
    assertThat(killed.ending()).isPresent();
    killed.close();
    assertThat(store.leaseOf("c").map(CampaignLease::owner)).contains("here");
    second.confirm();
  }

  @Test
  void whoWasNotAbleToRenewLooksBeforeItWrites() throws Exception {
    Slept mine = new Slept(_ -> {});
    LeaseKeeper suspended = taken("there", mine);
    LeaseKeeper _ = taken("here", new Slept(_ -> {}));
    mine.sleep(TERMS.valid().minusNanos(1));
    suspended.requireHeld();
    mine.sleep(Duration.ofNanos(1));
    assertThatThrownBy(suspended::requireHeld).hasMessageContaining("process on here");
  }

  @Test
  void whoseMachineWasSuspendedLooksBeforeItWrites() throws Exception {
    Slept mine = new Slept(_ -> {});
    LeaseKeeper suspended = taken("there", mine);
    LeaseKeeper _ = taken("here", new Slept(_ -> {}));
    suspended.requireHeld();
    mine.suspended = TERMS.valid();
    assertThatThrownBy(suspended::requireHeld).hasMessageContaining("process on here");
    assertThat(suspended.isLost()).isTrue();
  }

  @Test
  void thatThisMachineWasSuspendedDoesNotEndTheLeaseOfAnother() throws Exception {
    LeaseKeeper alive = taken("there", stopped());
    List<Slept> mine = new ArrayList<>();
    mine.add(
        new Slept(waited -> {
          mine.getFirst().suspended = TERMS.valid();
          if (waited.equals(TERMS.renewal())) {
            alive.confirm();
          }
        }));
    assertThatThrownBy(() -> taken("here", mine.getFirst()))
        .hasMessageContaining("process on there");
  }

  @Test
  void theSameOwnerGoesOnAtOnce() throws Exception {
    LeaseKeeper killed = taken("here", stopped());
    Slept time = new Slept(_ -> {});
    LeaseKeeper next = taken("here", time);
    assertThat(time.now).isZero();
    assertThat(waited).isEmpty();
    next.confirm();
    assertThat(killed.ending()).isEmpty();
  }

  @Test
  void ofTwoThatWaitForADeadHolderOneHasItAndTheOtherIsRefused() throws Exception {
    LeaseKeeper _ = taken("dead", stopped());
    Slept time =
        new Slept(waited -> {
          if (waited.equals(TERMS.valid())) {
            CampaignLease other =
                new CampaignLease("other", "process on other", "1", TERMS.valid(), false);
            store.replaceLease("c", store.leaseOf("c"), Optional.of(other));
          }
        });
    assertThatThrownBy(() -> taken("here", time)).hasMessageContaining("process on other");
  }

  @Test
  void aHolderHearsThatItWasAskedToStopAndKeepsTheCampaignUntilItEnds() throws Exception {
    LeaseKeeper keeper = taken("here", stopped());
    CampaignLease lease = store.leaseOf("c").orElseThrow();
    assertThat(store.replaceLease("c", Optional.of(lease), Optional.of(lease.askedToStop())))
        .isTrue();
    keeper.confirm();
    assertThat(keeper.ending()).hasValueSatisfying(it -> assertThat(it).contains("asked to stop"));
    keeper.confirm();
    keeper.close();
    assertThat(store.leaseOf("c")).isEmpty();
  }

  @Test
  void theHoldersOwnThreadRenews() throws Exception {
    LeaseTerms quick =
        new LeaseTerms(Duration.ofMinutes(1), Duration.ofMillis(1), Duration.ofMillis(1));
    try (LeaseKeeper _ =
        LeaseKeeper.take(
            store,
            "c",
            new LeaseKeeper.Holder("here", "process"),
            quick,
            MonotonicTime.system(),
            waited::add)) {
      CampaignLease first = store.leaseOf("c").orElseThrow();
      while (store.leaseOf("c").orElseThrow().renewal().equals(first.renewal())) {
        LockSupport.parkNanos(1_000_000);
      }
    }
    assertThat(store.leaseOf("c")).isEmpty();
  }
}
