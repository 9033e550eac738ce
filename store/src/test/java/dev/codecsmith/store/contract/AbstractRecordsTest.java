package dev.codecsmith.store.contract;

import static dev.codecsmith.store.Samples.at;
import static dev.codecsmith.store.Samples.failed;
import static dev.codecsmith.store.Samples.queued;
import static dev.codecsmith.store.Samples.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.store.ExperimentIdentity;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentRecordBuilder;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.Lease;
import dev.codecsmith.store.Samples;
import dev.codecsmith.store.StoreException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Records are created once and replaced version by version by their owner alone. */
public abstract class AbstractRecordsTest extends AbstractStoreTest {
  private static final Instant LATER = Samples.T0.plusSeconds(60);

  @Test
  void recordComesBackAsItWas() throws StoreException {
    ExperimentRecord record = succeeded(queued("c", 1, "me"), -12.5);
    assertThat(store.create(record)).isTrue();
    reopen();
    assertThat(store.find(record.id())).contains(record);
    assertThat(store.find("exp_iter9_c")).isEmpty();
  }

  @Test
  void failureComesBackWithItsFullText() throws StoreException {
    ExperimentRecord record = failed(queued("c", 1, "me"), FailureKind.COMPILE_ERROR);
    store.create(record);
    reopen();
    assertThat(store.find(record.id())).contains(record);
  }

  @Test
  void idIsCreatedOnce() throws StoreException {
    ExperimentRecord record = queued("c", 1, "me");
    assertThat(store.create(record)).isTrue();
    assertThat(store.create(queued("c", 1, "you"))).isFalse();
    assertThat(store.find(record.id())).contains(record);
  }

  @Test
  void iterationIsTakenOnce() throws StoreException {
    ExperimentRecord first = queued("c", 1, "me");
    store.create(first);
    ExperimentRecord second =
        ExperimentRecordBuilder.builder(first)
            .identity(new ExperimentIdentity("exp_iter1_other", "c", 1, first.created()))
            .build();
    assertThatThrownBy(() -> store.create(second))
        .isInstanceOf(StoreException.class)
        .hasMessageContainingAll("iteration 1", "exp_iter1_c", "exp_iter1_other");
    assertThat(store.summaries("c", 0, 10)).hasSize(1);
  }

  @Test
  void experimentNeedsItsCampaign() {
    assertThatThrownBy(() -> store.create(queued("unknown", 1, "me")))
        .isInstanceOf(StoreException.class)
        .hasMessageContainingAll("exp_iter1_unknown", "campaign unknown");
  }

  @Test
  void updateReplacesTheRecord() throws StoreException {
    ExperimentRecord record = queued("c", 1, "me");
    store.create(record);
    ExperimentRecord building = at(record, ExperimentStatus.BUILDING);
    assertThat(store.update(building)).isTrue();
    ExperimentRecord failed = failed(building, FailureKind.COMPILE_ERROR);
    assertThat(store.update(failed)).isTrue();
    assertThat(store.find(record.id())).contains(failed);
    assertThat(failed.version()).isEqualTo(3);
  }

  @Test
  void staleVersionIsRefused() throws StoreException {
    ExperimentRecord record = queued("c", 1, "me");
    store.create(record);
    ExperimentRecord building = at(record, ExperimentStatus.BUILDING);
    store.update(building);
    assertThat(store.update(at(record, ExperimentStatus.SMOKE))).as("of version 1").isFalse();
    assertThat(store.update(building)).as("the same once more").isFalse();
    ExperimentRecord ahead = at(at(building, ExperimentStatus.SMOKE), ExperimentStatus.ENCODING);
    assertThat(store.update(ahead)).as("of a version that is not stored").isFalse();
    assertThat(store.find(record.id())).contains(building);
  }

  @Test
  void resultIsWrittenExactlyOnce() throws StoreException {
    ExperimentRecord record = queued("c", 1, "me");
    store.create(record);
    ExperimentRecord result = succeeded(record, -5);
    assertThat(store.update(result)).isTrue();
    assertThat(store.update(succeeded(record, -50))).isFalse();
    assertThat(store.update(failed(record, FailureKind.CRASHED))).isFalse();
    assertThat(store.find(record.id())).contains(result);
  }

  @Test
  void onlyTheOwnerUpdates() throws StoreException {
    ExperimentRecord record = queued("c", 1, "me");
    store.create(record);
    assertThat(store.update(succeeded(queued("c", 1, "you"), -5))).isFalse();
    assertThat(store.find(record.id())).contains(record);
  }

  @Test
  void updateOfWhatIsGoneChangesNothing() throws StoreException {
    assertThat(store.update(at(queued("c", 1, "me"), ExperimentStatus.BUILDING))).isFalse();
    assertThat(store.summaries("c", 0, 10)).isEmpty();
  }

  @Test
  void experimentStaysInItsCampaignAndIteration() throws StoreException {
    ExperimentRecord record = queued("c", 1, "me");
    store.create(record);
    ExperimentRecord moved =
        record
            .next(record.updated())
            .identity(new ExperimentIdentity(record.id(), "c", 2, record.created()))
            .build();
    assertThatThrownBy(() -> store.update(moved)).isInstanceOf(IllegalArgumentException.class);
    assertThat(store.find("exp_iter1_c")).contains(record);
  }

  @Test
  void newOwnerTakesOverWhatIsUnfinished() throws StoreException {
    ExperimentRecord record = at(queued("c", 1, "dead"), ExperimentStatus.ENCODING);
    store.create(record);
    ExperimentRecord taken = takeOver(record, Lease.of("alive")).orElseThrow();
    assertThat(taken)
        .as("from the start")
        .isEqualTo(
            record.next(LATER).lease(Lease.of("alive")).status(ExperimentStatus.QUEUED).build())
        .isEqualTo(store.find(record.id()).orElseThrow());
    assertThat(store.update(succeeded(record, -5))).as("the dead owner wakes up").isFalse();
    assertThat(store.update(succeeded(taken, -5))).isTrue();
  }

  @Test
  void onlyTheOwnerThatIsNamedLosesTheRecord() throws StoreException {
    ExperimentRecord record = queued("c", 1, "first");
    store.create(record);
    ExperimentRecord second = takeOver(record, Lease.of("second")).orElseThrow();
    assertThat(takeOver(record, Lease.of("third"))).as("first has it no more").isEmpty();
    assertThat(store.find(record.id())).contains(second);
  }

  @Test
  void leaseThatWasRenewedIsNotTakenOver() throws StoreException {
    ExperimentRecord record =
        ExperimentRecordBuilder.builder(queued("c", 1, "far"))
            .lease(new Lease("far", Optional.of(LATER)))
            .build();
    store.create(record);
    reopen();
    ExperimentRecord seen = store.find(record.id()).orElseThrow();
    assertThat(seen).isEqualTo(record);
    store.update(
        record.next(LATER).lease(new Lease("far", Optional.of(LATER.plusSeconds(60)))).build());
    assertThat(takeOver(seen, Lease.of("near"))).isEmpty();
    assertThat(takeOver(store.find(record.id()).orElseThrow(), Lease.of("near"))).isPresent();
  }

  @Test
  void nobodyTakesOverWhatIsFinalOrGone() throws StoreException {
    ExperimentRecord result = succeeded(queued("c", 1, "dead"), -5);
    store.create(result);
    assertThat(takeOver(result, Lease.of("alive"))).isEmpty();
    assertThat(takeOver(queued("c", 2, "dead"), Lease.of("alive"))).isEmpty();
    assertThat(store.find(result.id())).contains(result);
  }

  private Optional<ExperimentRecord> takeOver(ExperimentRecord seen, Lease wanted)
      throws StoreException {
    return store.takeOver(seen.id(), seen.lease(), wanted, LATER);
  }

  @Test
  void deletesRecords() throws StoreException {
    store.create(failed(queued("c", 1, "me"), FailureKind.CRASHED));
    store.create(queued("c", 2, "me"));
    assertThat(store.delete(List.of("exp_iter1_c", "exp_iter1_c", "unknown"))).isEqualTo(1);
    assertThat(store.find("exp_iter1_c")).isEmpty();
    assertThat(store.summary("exp_iter1_c")).isEmpty();
    assertThat(store.summaries("c", 0, 10)).hasSize(1);
    assertThat(store.counts("c")).isEqualTo(Map.of(ExperimentStatus.QUEUED, 1));
    assertThat(store.create(queued("c", 1, "me"))).as("its iteration is free again").isTrue();
  }

  @Test
  void oneOfManyThreadsWritesTheResult() throws Exception {
    ExperimentRecord record = queued("c", 1, "me");
    store.create(record);
    List<Callable<Boolean>> racers =
        IntStream.range(0, 16)
            .<Callable<Boolean>>mapToObj(i -> () -> store.update(succeeded(record, i)))
            .toList();
    int winners = 0;
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> won : executor.invokeAll(racers)) {
        winners += won.get() ? 1 : 0;
      }
    }
    assertThat(winners).isEqualTo(1);
  }
}
