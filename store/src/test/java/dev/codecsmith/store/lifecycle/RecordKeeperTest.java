package dev.codecsmith.store.lifecycle;

import static dev.codecsmith.store.Samples.T0;
import static dev.codecsmith.store.Samples.queued;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentResult;
import dev.codecsmith.store.ExperimentResultBuilder;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.Interposed;
import dev.codecsmith.store.Lease;
import dev.codecsmith.store.Samples;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.CampaignEvent.ExperimentEnded;
import dev.codecsmith.store.events.CampaignEvent.ExperimentTakenOver;
import dev.codecsmith.store.events.EventPublisher;
import dev.codecsmith.store.events.StoredEvent;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.memory.MemoryExperimentStore;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A record is its owner's as long as the store says so, and changes hands in one write. */
class RecordKeeperTest {
  private static final ExperimentResult RESULT =
      ExperimentResultBuilder.builder(ExperimentResult.NONE).score(Optional.of(-5.0)).build();

  private final MemoryExperimentStore store = new MemoryExperimentStore();
  private final List<CampaignEvent> told = new ArrayList<>();
  private Instant now = T0.plusSeconds(10);
  private ExperimentRecord record = queued("c", 1, "us");

  @BeforeEach
  void enter() throws StoreException {
    store.putCampaignIfAbsent(Samples.campaign("c"));
    store.create(record);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private ExperimentLifecycle lifecycle(ExperimentStore through) {
    InstantSource clock = () -> now;
    return new ExperimentLifecycle(
        through,
        clock,
        new EventPublisher(
            through, "c", clock.withZone(ZoneOffset.UTC), (time, event) -> told.add(event)));
  }

  private RecordKeeper keeper() {
    return lifecycle(store).keeper(record);
  }

  private ExperimentRecord stored() throws StoreException {
    return store.find(record.id()).orElseThrow();
  }

  private void takenOver() throws StoreException {
    store.takeOver(record.id(), stored().lease(), Lease.of("them"), now);
  }

  @Test
  void nobodyEndsWhatIsAnothersOrGone() throws Exception {
    RecordKeeper keeper = keeper();
    takenOver();
    assertThat(lost(keeper)).hasMessageContaining("was taken over by them");
    store.delete(List.of(record.id()));
    assertThat(lost(keeper)).hasMessageContaining("was deleted");
  }

  private InfrastructureException lost(RecordKeeper keeper) {
    InfrastructureException lost =
        catchThrowableOfType(InfrastructureException.class, () -> keeper.finish(RESULT));
    assertThat(lost).hasCauseInstanceOf(ExperimentLostException.class);
    return lost;
  }

  @Test
  void alsoWithinAPhaseItIsSeenThatARecordIsAnothers() throws Exception {
    RecordKeeper keeper = keeper();
    keeper.phase(ExperimentStatus.ENCODING, 0, 9);
    takenOver();
    now = now.plusMillis(999);
    keeper.phase(ExperimentStatus.ENCODING, 1, 9);
    now = now.plusMillis(1);
    assertThatThrownBy(() -> keeper.phase(ExperimentStatus.ENCODING, 2, 9))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining("was taken over by them");
  }

  @Test
  void theStoreIsLookedIntoOnceASecondAndMayBeAway() throws Exception {
    List<String> looks = new ArrayList<>();
    RecordKeeper keeper =
        lifecycle(
                Interposed.on(
                    store,
                    (method, call) -> {
                      if (method.equals("summary")) {
                        looks.add(method);
                        throw new StoreException("the disk is away");
                      }
                      return call.go();
                    }))
            .keeper(record);
    keeper.phase(ExperimentStatus.ENCODING, 0, 9);
    for (int done = 1; done <= 4; done++) {
      keeper.phase(ExperimentStatus.ENCODING, done, 9);
    }
    assertThat(looks).isEmpty();
    now = now.plusSeconds(1);
    keeper.phase(ExperimentStatus.ENCODING, 5, 9);
    assertThat(looks).hasSize(1);
  }

  @Test
  void whatEndedInThisProcessIsNotSaidToBeAnothers() throws Exception {
    RecordKeeper keeper = keeper();
    keeper().finish(RESULT);
    assertThatThrownBy(() -> keeper.finish(RESULT))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContainingAll(record.id(), "worked on twice in this process")
        .hasMessageNotContaining("taken over");
  }

  @Test
  void aPhaseThatComesBehindTheEndIsNotTold() throws Exception {
    RecordKeeper keeper = keeper();
    keeper.finish(RESULT);
    keeper.phase(ExperimentStatus.MEASURING, 1, 1);
    assertThat(told).last().isInstanceOf(ExperimentEnded.class);
    assertThat(stored().status()).isEqualTo(ExperimentStatus.SUCCEEDED);
  }

  @Test
  void aTakeOverIsOneWriteAndIsToldOnce() throws Exception {
    record = Samples.at(record, ExperimentStatus.ENCODING);
    store.update(record);
    ExperimentRecord taken = lifecycle(store).takeOver(record, Lease.of("them")).orElseThrow();
    assertThat(taken)
        .isEqualTo(stored())
        .isEqualTo(
            record.next(now).lease(Lease.of("them")).status(ExperimentStatus.QUEUED).build());
    assertThat(told).containsExactly(new ExperimentTakenOver(record.id(), "us", "them"));
    assertThat(lifecycle(store).takeOver(record, Lease.of("others")))
        .as("as it was seen")
        .isEmpty();
  }

  @Test
  void aTakeOverIsToldAlsoWhereTheDiskFailedBehindIt() throws Exception {
    for (String failing : List.of("takeOver", "append")) {
      String to = "them-" + failing;
      ExperimentLifecycle lifecycle = lifecycle(Interposed.failingOnceBehind(store, failing));
      ExperimentRecord seen = stored();
      told.clear();
      assertThatThrownBy(() -> lifecycle.takeOver(seen, Lease.of(to)))
          .isInstanceOf(StoreException.class);
      ExperimentRecord ours = lifecycle.takeOver(stored(), Lease.of(to)).orElseThrow();
      assertThat(ours).isEqualTo(stored());
      assertThat(ours.version()).isEqualTo(seen.version() + 1);
      assertThat(lifecycle.takeOver(ours, Lease.of(to))).contains(ours);
      assertThat(told).containsExactly(new ExperimentTakenOver(record.id(), seen.owner(), to));
    }
    assertThat(store.events("c", 0, 10))
        .extracting(StoredEvent::event)
        .hasSize(2)
        .allMatch(ExperimentTakenOver.class::isInstance);
  }
}
