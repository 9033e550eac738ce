package dev.codecsmith.store.contract;

import static dev.codecsmith.store.Samples.campaign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.Samples;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.CampaignEvent.CampaignBegun;
import dev.codecsmith.store.events.CampaignEventExperimentEndedBuilder;
import dev.codecsmith.store.events.StoredEvent;
import dev.codecsmith.store.json.Json;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Events are numbered without a gap, told once, and found by who waits. */
public abstract class AbstractEventsTest extends AbstractStoreTest {
  @Test
  void numbersRiseFromOneInEachCampaign() throws StoreException {
    store.putCampaignIfAbsent(campaign("b"));
    assertThat(store.lastEvent("c")).isZero();
    assertThat(tell("c", "first")).isEqualTo(1);
    assertThat(tell("b", "another's")).isEqualTo(1);
    assertThat(tell("c", "second")).isEqualTo(2);
    reopen();
    assertThat(tell("c", "third")).isEqualTo(3);
    assertThat(store.lastEvent("c")).isEqualTo(3);
    assertThat(store.lastEvent("none")).isZero();
    assertThat(store.events("c", 0, 10))
        .extracting(StoredEvent::event)
        .containsExactly(warning("first"), warning("second"), warning("third"));
  }

  @Test
  void eventsAreReadFromWhereTheReaderStopped() throws StoreException {
    for (int i = 1; i <= 5; i++) {
      tell("c", "event " + i);
    }
    assertThat(numbers(store.events("c", 0, 2))).containsExactly(1L, 2L);
    assertThat(numbers(store.events("c", 2, 100))).containsExactly(3L, 4L, 5L);
    assertThat(store.events("c", 5, 100)).isEmpty();
  }

  @Test
  void eventOfEveryKindComesBackAsItWas() throws StoreException {
    List<CampaignEvent> events =
        List.of(
            new CampaignBegun("demo", 3),
            new CampaignEvent.CampaignWaiting("the disk is full", Optional.of(Samples.T0)),
            new CampaignEvent.ModelAnswered(
                "m",
                "iteration 1, turn 1",
                "ab",
                Optional.of(5L),
                Optional.empty(),
                Optional.of(new BigDecimal("0.0125")),
                Duration.ofMillis(1500)),
            new CampaignEvent.ExperimentPhase("exp_iter1_c", 1, "intra", ExperimentStatus.BUILDING),
            ended("exp_iter1_c"),
            new CampaignEvent.OtherVersion(
                "odd", Json.mapper().createObjectNode().put("by", "user")));
    for (CampaignEvent event : events) {
      store.append("c", Samples.T0, event);
    }
    reopen();
    assertThat(store.events("c", 0, 100)).extracting(StoredEvent::event).isEqualTo(events);
    assertThat(store.events("c", 0, 100))
        .allSatisfy(stored -> assertThat(stored.time()).isEqualTo(Samples.T0))
        .allSatisfy(stored -> assertThat(stored.campaignId()).isEqualTo("c"));
  }

  @Test
  void eventThatIsToldTwiceIsStoredOnce() throws StoreException {
    tell("c", "before");
    long number = store.append("c", Samples.T0, ended("exp_iter1_c"));
    tell("c", "between");
    reopen();
    assertThat(store.append("c", Samples.T0.plusSeconds(9), ended("exp_iter1_c")))
        .isEqualTo(number);
    assertThat(store.append("c", Samples.T0, ended("exp_iter2_c"))).isEqualTo(4);
    assertThat(store.events("c", 0, 100)).hasSize(4);
    store.putCampaignIfAbsent(campaign("b"));
    assertThat(store.append("b", Samples.T0, ended("exp_iter1_c")))
        .as("keys are a campaign's own")
        .isEqualTo(1);
    assertThat(store.events("b", 0, 100)).hasSize(1);
  }

  @Test
  void whatWasDeletedMayEndAgain() throws StoreException {
    store.append("c", Samples.T0, ended("exp_iter1_c"));
    store.append("c", Samples.T0, ended("exp_iter2_c"));
    store.append("c", Samples.T0, new CampaignEvent.ExperimentDeleted("exp_iter1_c", 1));
    assertThat(store.append("c", Samples.T0, ended("exp_iter1_c"))).isEqualTo(4);
    assertThat(store.append("c", Samples.T0, ended("exp_iter1_c"))).isEqualTo(4);
    assertThat(store.append("c", Samples.T0, ended("exp_iter2_c"))).isEqualTo(2);
  }

  @Test
  void aDeletionIsToldOnceUntilTheExperimentIsToldOfAgain() throws StoreException {
    CampaignEvent deleted = new CampaignEvent.ExperimentDeleted("exp_iter1_c", 1);
    store.append("c", Samples.T0, ended("exp_iter1_c"));
    assertThat(store.append("c", Samples.T0, deleted)).isEqualTo(2);
    reopen();
    assertThat(store.append("c", Samples.T0, deleted)).isEqualTo(2);
    assertThat(store.append("c", Samples.T0, proposed("exp_iter1_c"))).isEqualTo(3);
    assertThat(store.append("c", Samples.T0, deleted)).isEqualTo(4);
    assertThat(store.append("c", Samples.T0, deleted)).isEqualTo(4);
    assertThat(store.append("c", Samples.T0, proposed("exp_iter1_c"))).isEqualTo(5);
  }

  @Test
  void aTakeOverIsToldOnceByEachOwner() throws StoreException {
    CampaignEvent first = new CampaignEvent.ExperimentTakenOver("exp_iter1_c", "a", "b");
    assertThat(store.append("c", Samples.T0, first)).isEqualTo(1);
    assertThat(store.append("c", Samples.T0, first)).isEqualTo(1);
    assertThat(
            store.append(
                "c", Samples.T0, new CampaignEvent.ExperimentTakenOver("exp_iter1_c", "b", "c")))
        .isEqualTo(2);
  }

  @Test
  void keysThatStandInTheLogAreFound() throws StoreException {
    store.putCampaignIfAbsent(campaign("b"));
    store.append("c", Samples.T0, proposed("exp_iter1_c"));
    store.append("c", Samples.T0, ended("exp_iter1_c"));
    store.append("c", Samples.T0, ended("exp_iter2_c"));
    store.append("b", Samples.T0, ended("exp_iter3_c"));
    store.append("c", Samples.T0, new CampaignEvent.ExperimentDeleted("exp_iter2_c", 2));
    reopen();
    List<String> asked =
        List.of(
            "proposed/exp_iter1_c",
            "ended/exp_iter1_c",
            "ended/exp_iter2_c",
            "ended/exp_iter3_c",
            "odd ' key");
    assertThat(store.told("c", asked))
        .containsExactlyInAnyOrder("proposed/exp_iter1_c", "ended/exp_iter1_c");
    assertThat(store.told("c", List.of())).isEmpty();
    assertThat(store.told("none", asked)).isEmpty();
  }

  @Test
  void liveEventIsRefused() {
    assertThatThrownBy(() -> store.append("c", Samples.T0, new CampaignEvent.AnchorsProgress(1, 2)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void waitEndsWithTheNextEvent() throws Exception {
    tell("c", "first");
    assertThat(store.awaitEvents("c", 0, Duration.ZERO)).as("it is there").isTrue();
    assertThat(store.awaitEvents("c", 1, Duration.ofMillis(1))).as("none comes").isFalse();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Boolean> waiting =
          executor.submit(() -> store.awaitEvents("c", 1, Duration.ofMinutes(5)));
      store.putCampaignIfAbsent(campaign("b"));
      tell("b", "another's");
      tell("c", "second");
      assertThat(waiting.get(1, TimeUnit.MINUTES)).isTrue();
    }
  }

  @Test
  void threadsLoseNoEventAndLeaveNoGap() throws Exception {
    int threads = 6;
    int perThread = 20;
    List<Callable<List<StoredEvent>>> work = new ArrayList<>();
    for (int thread = 0; thread < threads; thread++) {
      String name = "thread " + thread;
      work.add(() -> {
        for (int i = 0; i < perThread; i++) {
          tell("c", name);
          // All of them tell these, and each is stored once.
          store.append("c", Samples.T0, ended("exp_iter" + i + "_c"));
        }
        return List.of();
      });
    }
    int expected = threads * perThread + perThread;
    work.add(() -> follow(expected));
    List<StoredEvent> followed = new ArrayList<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<List<StoredEvent>> done : executor.invokeAll(work)) {
        followed.addAll(done.get());
      }
    }
    assertThat(followed).isEqualTo(store.events("c", 0, 10_000));
    assertThat(numbers(followed))
        .isEqualTo(IntStream.rangeClosed(1, expected).mapToObj(Long::valueOf).toList());
  }

  /** Reads the log while it grows, as a page does. */
  private List<StoredEvent> follow(int expected) throws Exception {
    List<StoredEvent> seen = new ArrayList<>();
    while (seen.size() < expected) {
      long last = seen.isEmpty() ? 0 : seen.getLast().number();
      assertThat(store.awaitEvents("c", last, Duration.ofMinutes(1))).isTrue();
      seen.addAll(store.events("c", last, 7));
    }
    return seen;
  }

  private long tell(String campaign, String text) throws StoreException {
    return store.append(campaign, Samples.T0, warning(text));
  }

  private static CampaignEvent warning(String text) {
    return new CampaignEvent.Warning(Optional.empty(), text);
  }

  private static CampaignEvent proposed(String id) {
    return new CampaignEvent.CandidateProposed(id, 1, "intra", "library", List.of());
  }

  private static CampaignEvent ended(String id) {
    return CampaignEventExperimentEndedBuilder.builder()
        .id(id)
        .iteration(1)
        .name("intra")
        .score(Optional.of(-1.5))
        .failure(Optional.empty())
        .phase(ExperimentStatus.SUCCEEDED)
        .message("")
        .warnings(List.of("too good"))
        .build();
  }

  private static List<Long> numbers(List<StoredEvent> events) {
    return events.stream().map(StoredEvent::number).toList();
  }
}
