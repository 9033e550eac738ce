package dev.codecsmith.store.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.events.CampaignEvent.AnchorsProgress;
import dev.codecsmith.store.events.CampaignEvent.CampaignBegun;
import dev.codecsmith.store.events.CampaignEvent.CampaignContinued;
import dev.codecsmith.store.events.CampaignEvent.ExperimentDeleted;
import dev.codecsmith.store.events.CampaignEvent.Retrying;
import dev.codecsmith.store.events.CampaignEvent.Warning;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** What is told here and what stands in the log are the same, in the same order. */
class EventPublisherTest {
  private static final CampaignEvent BEGUN = new CampaignBegun("x", 3);
  private static final CampaignEvent CONTINUED = new CampaignContinued(1, 3, Optional.empty());
  private static final CampaignEvent FAULT =
      new Retrying("storing", "The disk is away.", Duration.ofSeconds(1));

  private final MemoryLog log = new MemoryLog();
  private final List<CampaignEvent> told = new ArrayList<>();
  private Instant now = Instant.EPOCH;
  private final EventPublisher events =
      new EventPublisher(
          log,
          "c",
          ((InstantSource) () -> now).withZone(ZoneOffset.UTC),
          (time, event) -> told.add(event));

  /** Fails while it is told to. */
  private static final class MemoryLog implements EventLog {
    private final List<StoredEvent> events = new ArrayList<>();
    private boolean away;

    /** It takes the next event, and then the disk fails. */
    private boolean failsBehind;

    @Override
    public synchronized long append(String campaignId, Instant time, CampaignEvent event)
        throws StoreException {
      if (away) {
        throw new StoreException("the disk is away");
      }
      for (StoredEvent known : events) {
        if (event.key().isPresent() && known.event().key().equals(event.key())) {
          return known.number();
        }
      }
      events.add(new StoredEvent(campaignId, events.size() + 1L, time, event));
      if (failsBehind) {
        failsBehind = false;
        throw new StoreException("the disk is away");
      }
      return events.size();
    }

    @Override
    public synchronized Set<String> told(String campaignId, Collection<String> keys) {
      return Set.of();
    }

    @Override
    public synchronized List<StoredEvent> events(String campaignId, long after, int limit) {
      return events.stream().skip(after).limit(limit).toList();
    }

    @Override
    public synchronized long lastEvent(String campaignId) {
      return events.size();
    }

    @Override
    public synchronized boolean awaitEvents(String campaignId, long after, Duration timeout) {
      return events.size() > after;
    }

    List<CampaignEvent> all() {
      return events.stream().map(StoredEvent::event).toList();
    }
  }

  @Test
  void liveKindsReachTheListenerAlone() throws Exception {
    events.publish(BEGUN);
    events.send(new AnchorsProgress(1, 2));
    assertThat(told).containsExactly(BEGUN, new AnchorsProgress(1, 2));
    assertThat(log.all()).containsExactly(BEGUN);
  }

  @Test
  void anEventOfOneKeyIsToldAndStoredOnce() throws Exception {
    assertThat(events.publish(BEGUN)).isTrue();
    assertThat(events.publish(BEGUN)).isFalse();
    assertThat(told).containsExactly(BEGUN);
    assertThat(log.all()).containsExactly(BEGUN);
  }

  @Test
  void whatTheLogDoesNotTakeIsNotToldUntilItIsPublishedAgain() throws Exception {
    log.away = true;
    assertThatThrownBy(() -> events.publish(BEGUN)).hasMessageContaining("the disk is away");
    assertThat(told).isEmpty();
    log.away = false;
    assertThat(events.publish(BEGUN)).isTrue();
    assertThat(told).containsExactly(BEGUN);
  }

  @Test
  void aFaultIsToldWhileTheLogFailsAndStoredInItsPlaceAndTime() throws Exception {
    events.publish(BEGUN);
    log.away = true;
    now = Instant.EPOCH.plusSeconds(5);
    events.send(FAULT);
    events.send(new Warning(Optional.empty(), "Look."));
    assertThat(told).containsExactly(BEGUN, FAULT, new Warning(Optional.empty(), "Look."));
    assertThatThrownBy(() -> events.publish(CONTINUED)).isInstanceOf(StoreException.class);
    log.away = false;
    now = Instant.EPOCH.plusSeconds(9);
    events.publish(CONTINUED);
    assertThat(log.all()).isEqualTo(told).hasSize(4);
    assertThat(log.events("c", 1, 1).getFirst().time()).isEqualTo(Instant.EPOCH.plusSeconds(5));
  }

  @Test
  void whatAnEarlierProcessDidIsStoredWithItsTimeAndNotToldHere() throws Exception {
    CampaignEvent deleted = new ExperimentDeleted("exp_iter1_x", 1);
    events.publish(BEGUN);
    events.restore(Instant.EPOCH.minusSeconds(60), deleted);
    events.restore(Instant.EPOCH.minusSeconds(50), deleted);
    events.publish(CONTINUED);
    assertThat(told).containsExactly(BEGUN, CONTINUED);
    assertThat(log.all()).containsExactly(BEGUN, deleted, CONTINUED);
    assertThat(log.events("c", 1, 1).getFirst().time()).isEqualTo(Instant.EPOCH.minusSeconds(60));
  }

  @Test
  void aLogBeginsWithWhatIsPublished() throws Exception {
    events.send(FAULT);
    assertThat(told).as("heard at once").containsExactly(FAULT);
    assertThat(log.all()).isEmpty();
    events.publish(BEGUN);
    assertThat(log.all()).containsExactly(BEGUN, FAULT);
  }

  @Test
  void whatWasStoredThoughTheDiskFailedThenIsNotStoredTwice() throws Exception {
    events.publish(BEGUN);
    log.failsBehind = true;
    assertThatThrownBy(() -> events.publish(CONTINUED)).isInstanceOf(StoreException.class);
    assertThat(told).as("nobody knows yet").containsExactly(BEGUN);
    now = Instant.EPOCH.plusSeconds(5);
    assertThat(events.publish(CONTINUED)).as("it is this publisher's").isTrue();
    assertThat(told).containsExactly(BEGUN, CONTINUED);
    assertThat(log.all()).containsExactly(BEGUN, CONTINUED);
    assertThat(events.publish(CONTINUED)).as("another of the same words").isTrue();
    assertThat(log.all()).containsExactly(BEGUN, CONTINUED, CONTINUED);
  }

  @Test
  void whatHasAKeyIsHeardAlsoWhereTheDiskFailedBehindIt() throws Exception {
    log.failsBehind = true;
    assertThatThrownBy(() -> events.publish(BEGUN)).isInstanceOf(StoreException.class);
    assertThat(events.publish(BEGUN)).isTrue();
    assertThat(events.publish(BEGUN)).isFalse();
    assertThat(told).containsExactly(BEGUN);
    assertThat(log.all()).containsExactly(BEGUN);
  }

  @Test
  void whatWasSentIsNotStoredTwiceEither() throws Exception {
    events.publish(BEGUN);
    log.failsBehind = true;
    events.send(FAULT);
    events.send(new Warning(Optional.empty(), "Look."));
    assertThat(log.all()).isEqualTo(told).hasSize(3);
  }

  @Test
  void whatIsFoundInTheLogIsHeardBeforeWhatComesBehindIt() throws Exception {
    events.publish(BEGUN);
    log.failsBehind = true;
    assertThatThrownBy(() -> events.publish(CONTINUED)).isInstanceOf(StoreException.class);
    events.send(FAULT);
    CampaignEvent between = new ExperimentDeleted("exp_iter1_x", 1);
    events.publish(between);
    assertThat(events.publish(CONTINUED)).isTrue();
    assertThat(log.all()).isEqualTo(told).containsExactly(BEGUN, CONTINUED, FAULT, between);
  }

  @Test
  void manyThreadsAreHeardInTheOrderOfTheLog() throws Exception {
    events.publish(BEGUN);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 200; i++) {
        Warning warning = new Warning(Optional.empty(), "" + i);
        var _ =
            i % 2 == 0
                ? threads.submit(() -> events.publish(warning))
                : threads.submit(() -> events.send(warning));
      }
    }
    assertThat(log.all()).isEqualTo(told).hasSize(201).doesNotHaveDuplicates();
  }
}
