package dev.codecsmith.store;

import static dev.codecsmith.store.Samples.at;
import static dev.codecsmith.store.Samples.campaign;
import static dev.codecsmith.store.Samples.failed;
import static dev.codecsmith.store.Samples.queued;
import static dev.codecsmith.store.Samples.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.store.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** What every experiment store must do; a subclass says how to open one. */
public abstract class AbstractExperimentStoreTest {
  protected ExperimentStore store;

  /** Opens the store of this test; the second time, what the first stored is there. */
  protected abstract ExperimentStore open() throws StoreException;

  @BeforeEach
  void openStore() throws StoreException {
    store = open();
    store.putCampaignIfAbsent(campaign("c"));
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  private void reopen() throws StoreException {
    store.close();
    store = open();
  }

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
  void campaignIsStoredOnceAndFoundAgain() throws StoreException {
    CampaignRecord other = new CampaignRecord("c", "other", "{}", Samples.T0.plusSeconds(1));
    assertThat(store.putCampaignIfAbsent(other)).isEqualTo(campaign("c"));
    store.putCampaignIfAbsent(campaign("b"));
    reopen();
    assertThat(store.findCampaign("c")).contains(campaign("c"));
    assertThat(store.findCampaign("none")).isEmpty();
    assertThat(store.campaigns()).containsExactly(campaign("c"), campaign("b"));
  }

  @Test
  void idIsCreatedOnce() throws StoreException {
    ExperimentRecord record = queued("c", 1, "me");
    assertThat(store.create(record)).isTrue();
    assertThat(store.create(queued("c", 1, "you"))).isFalse();
    assertThat(store.find(record.id())).contains(record);
    assertThat(types()).containsExactly("campaign.created", "experiment.queued");
  }

  @Test
  void iterationIsTakenOnce() throws StoreException {
    store.create(queued("c", 1, "me"));
    ExperimentRecord second =
        Json.mapper()
            .convertValue(
                Json.mapper()
                    .<ObjectNode>valueToTree(queued("c", 1, "me"))
                    .put("id", "exp_iter1_other"),
                ExperimentRecord.class);
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
  void updateReplacesTheRecordAndTellsOfIt() throws StoreException {
    ExperimentRecord record = queued("c", 1, "me");
    store.create(record);
    ExperimentRecord building = at(record, ExperimentStatus.BUILDING);
    assertThat(store.update(building)).isTrue();
    ExperimentRecord failed = failed(building, FailureKind.COMPILE_ERROR);
    assertThat(store.update(failed)).isTrue();
    assertThat(store.find(record.id())).contains(failed);
    Event last = store.events(0, 100).getLast();
    assertThat(last.type()).isEqualTo("experiment.failed");
    assertThat(last.experimentId()).isEqualTo(record.id());
    assertThat(last.campaignId()).isEqualTo("c");
    assertThat(last.time()).isEqualTo(failed.updated());
    assertThat(last.detailJson())
        .isEqualTo("{\"iteration\":1,\"failure\":\"compile-error\",\"phase\":\"building\"}");
  }

  @Test
  void eventOfASuccessCarriesTheScore() throws StoreException {
    store.create(succeeded(queued("c", 1, "me"), -12.5));
    assertThat(store.events(0, 100).getLast().detailJson())
        .isEqualTo("{\"iteration\":1,\"score\":-12.5}");
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
    assertThat(types())
        .containsExactly("campaign.created", "experiment.queued", "experiment.succeeded");
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
    assertThat(store.update(queued("c", 1, "me"))).isFalse();
    assertThat(store.summaries("c", 0, 10)).isEmpty();
    assertThat(types()).containsExactly("campaign.created");
  }

  @Test
  void experimentStaysInItsCampaignAndIteration() throws StoreException {
    store.create(queued("c", 1, "me"));
    ExperimentRecord moved =
        Json.mapper()
            .convertValue(
                Json.mapper().<ObjectNode>valueToTree(queued("c", 1, "me")).put("iteration", 2),
                ExperimentRecord.class);
    assertThatThrownBy(() -> store.update(moved)).isInstanceOf(IllegalArgumentException.class);
    assertThat(store.find("exp_iter1_c")).contains(queued("c", 1, "me"));
  }

  @Test
  void newOwnerTakesOverWhatIsUnfinished() throws StoreException {
    ExperimentRecord record = queued("c", 1, "dead");
    store.create(record);
    assertThat(store.takeOver(record.id(), "alive")).isTrue();
    assertThat(store.find(record.id())).contains(queued("c", 1, "alive"));
    assertThat(store.update(succeeded(record, -5))).as("the dead owner wakes up").isFalse();
    assertThat(store.update(succeeded(queued("c", 1, "alive"), -5))).isTrue();
    assertThat(types()).contains("experiment.taken-over");
  }

  @Test
  void nobodyTakesOverWhatIsFinalOrGone() throws StoreException {
    ExperimentRecord result = succeeded(queued("c", 1, "dead"), -5);
    store.create(result);
    assertThat(store.takeOver(result.id(), "alive")).isFalse();
    assertThat(store.takeOver("exp_iter2_c", "alive")).isFalse();
    assertThat(store.find(result.id())).contains(result);
  }

  @Test
  void experimentsComeByIterationWhateverTheOrderInWhichTheyWereStored() throws Exception {
    store.putCampaignIfAbsent(campaign("b"));
    store.create(queued("b", 2, "me"));
    store.create(queued("c", 10, "me"));
    store.create(queued("c", 9, "me"));
    assertThat(Samples.all(store, "c"))
        .extracting(ExperimentRecord::id)
        .containsExactly("exp_iter9_c", "exp_iter10_c");
    assertThat(Samples.all(store, "none")).isEmpty();
    assertThat(store.lastIteration("c")).isEqualTo(10);
    assertThat(store.lastIteration("none")).isZero();
  }

  @Test
  void idsAreFoundByTheirBeginning() throws StoreException {
    for (int iteration : new int[] {1, 2, 10, 11}) {
      store.create(queued("c", iteration, "me"));
    }
    assertThat(store.idsStartingWith("exp_iter1", 10))
        .containsExactly("exp_iter10_c", "exp_iter11_c", "exp_iter1_c");
    assertThat(store.idsStartingWith("exp_iter1", 2))
        .containsExactly("exp_iter10_c", "exp_iter11_c");
    assertThat(store.idsStartingWith("exp_iter2_c", 10)).containsExactly("exp_iter2_c");
    assertThat(store.idsStartingWith("", 10)).hasSize(4);
    assertThat(store.idsStartingWith("exp%", 10)).as("no pattern, a text").isEmpty();
    assertThat(store.idsStartingWith("Exp", 10)).isEmpty();
  }

  @Test
  void anotherProgramOfTheSameBitstreamsIsFound() throws StoreException {
    ExperimentRecord first = succeeded(queued("c", 2, "me"), -5);
    ExperimentRecord copied =
        Samples.ofProgram(succeeded(queued("c", 3, "me"), -5), "12".repeat(32));
    ExperimentRecord third =
        Samples.ofProgram(succeeded(queued("c", 1, "me"), -5), "34".repeat(32));
    assertThat(store.withSameBitstreams(copied)).isEmpty();
    store.create(first);
    assertThat(store.withSameBitstreams(copied)).as("itself not stored yet").contains(first.id());
    assertThat(store.withSameBitstreams(succeeded(queued("c", 9, "me"), -5)))
        .as("of the same program")
        .isEmpty();
    store.create(copied);
    store.create(at(third, ExperimentStatus.ENCODING));
    assertThat(store.withSameBitstreams(first)).as("by iteration").contains(third.id());
    assertThat(store.withSameBitstreams(third)).contains(first.id());
    assertThat(store.withSameBitstreams(queued("c", 4, "me"))).as("without a point").isEmpty();
    store.putCampaignIfAbsent(campaign("b"));
    assertThat(
            store.withSameBitstreams(
                Samples.ofProgram(succeeded(queued("b", 1, "me"), -5), "56".repeat(32))))
        .as("of another campaign")
        .isEmpty();
  }

  @Test
  void bitstreamsThatCameWithAnUpdateAreFound() throws StoreException {
    ExperimentRecord queued = queued("c", 1, "me");
    store.create(queued);
    ExperimentRecord other =
        Samples.ofProgram(succeeded(queued("c", 2, "me"), -5), "12".repeat(32));
    assertThat(store.withSameBitstreams(other)).isEmpty();
    store.update(succeeded(queued, -5));
    assertThat(store.withSameBitstreams(other)).contains(queued.id());
  }

  @Test
  void eventTellsWhatAPersonShouldLookAtAndTheRecordDoesNot() throws StoreException {
    ExperimentRecord queued = queued("c", 1, "me");
    store.create(queued);
    store.update(succeeded(queued, -5), List.of("too good"));
    assertThat(store.events(0, 100).getLast().detailJson())
        .isEqualTo("{\"iteration\":1,\"score\":-5.0,\"warnings\":[\"too good\"]}");
    ExperimentRecord whole = succeeded(queued("c", 2, "me"), -6);
    store.create(whole, List.of("too small"));
    assertThat(store.events(0, 100).getLast().detailJson()).contains("[\"too small\"]");
    assertThat(store.find(whole.id())).contains(whole);
  }

  @Test
  void linesComeInPages() throws StoreException {
    for (int iteration = 1; iteration <= 7; iteration++) {
      store.create(queued("c", iteration, "me"));
    }
    assertThat(store.summaries("c", 0, 3))
        .extracting(ExperimentSummary::iteration)
        .containsExactly(1, 2, 3);
    assertThat(store.summaries("c", 6, 3))
        .containsExactly(ExperimentSummary.of(queued("c", 7, "me")));
    assertThat(store.summaries("c", 7, 3)).isEmpty();
  }

  @Test
  void lineSaysWhatTheRecordSays() throws StoreException {
    ExperimentRecord success = succeeded(queued("c", 1, "me"), -7.5);
    ExperimentRecord failure = failed(queued("c", 2, "me"), FailureKind.OUT_OF_TIME);
    store.create(success);
    store.create(failure);
    assertThat(store.summaries("c", 0, 10))
        .containsExactly(ExperimentSummary.of(success), ExperimentSummary.of(failure));
  }

  @Test
  void bestComesFirst() throws StoreException {
    store.create(succeeded(queued("c", 1, "me"), 12));
    store.create(succeeded(queued("c", 2, "me"), -3));
    store.create(failed(queued("c", 3, "me"), FailureKind.CRASHED));
    store.create(succeeded(queued("c", 4, "me"), -3));
    assertThat(store.best("c", 2)).extracting(ExperimentSummary::iteration).containsExactly(2, 4);
    assertThat(store.best("c", 10))
        .extracting(ExperimentSummary::iteration)
        .containsExactly(2, 4, 1);
    assertThat(store.best("c", 3, 10))
        .as("up to iteration 3")
        .extracting(ExperimentSummary::iteration)
        .containsExactly(2, 1);
  }

  @Test
  void countsWhatIsInEachStatus() throws StoreException {
    store.create(queued("c", 1, "me"));
    store.create(succeeded(queued("c", 2, "me"), 1));
    store.create(succeeded(queued("c", 3, "me"), 1));
    assertThat(store.counts("c"))
        .isEqualTo(Map.of(ExperimentStatus.QUEUED, 1, ExperimentStatus.SUCCEEDED, 2));
    assertThat(store.counts("none")).isEmpty();
  }

  @Test
  void visitsEveryExperimentOnce() throws Exception {
    List<Integer> expected = IntStream.rangeClosed(1, 501).boxed().toList();
    for (int iteration : expected) {
      store.create(queued("c", iteration, "me"));
    }
    List<Integer> visited = new ArrayList<>();
    store.forEach("c", experiment -> visited.add(experiment.iteration()));
    assertThat(visited).isEqualTo(expected);
  }

  @Test
  void deletesRecordsButNotTheirEvents() throws StoreException {
    store.create(failed(queued("c", 1, "me"), FailureKind.CRASHED));
    store.create(queued("c", 2, "me"));
    assertThat(store.delete(List.of("exp_iter1_c", "exp_iter1_c", "unknown"))).isEqualTo(1);
    assertThat(store.find("exp_iter1_c")).isEmpty();
    assertThat(store.summaries("c", 0, 10)).hasSize(1);
    assertThat(types())
        .containsExactly(
            "campaign.created", "experiment.failed", "experiment.queued", "experiment.deleted");
    assertThat(store.create(queued("c", 1, "me"))).as("its iteration is free again").isTrue();
  }

  @Test
  void eventsAreReadFromWhereTheReaderStopped() throws StoreException {
    for (int iteration = 1; iteration <= 4; iteration++) {
      store.create(queued("c", iteration, "me"));
    }
    assertThat(store.events(0, 2)).extracting(Event::sequence).containsExactly(1L, 2L);
    assertThat(store.events(2, 100)).extracting(Event::sequence).containsExactly(3L, 4L, 5L);
    assertThat(store.events(5, 100)).isEmpty();
  }

  @Test
  void appendedEventComesBack() throws StoreException {
    Event event = new Event(0, Samples.T0, "c", "", "campaign.stopped", "{\"by\":\"user\"}");
    long sequence = store.append(event);
    reopen();
    assertThat(store.events(sequence - 1, 10))
        .containsExactly(
            new Event(sequence, Samples.T0, "c", "", "campaign.stopped", "{\"by\":\"user\"}"));
  }

  @Test
  void cachedValueIsReplaced() throws StoreException {
    assertThat(store.cached("anchor")).isEmpty();
    store.cache("anchor", "[1]");
    store.cache("anchor", "[2]");
    reopen();
    assertThat(store.cached("anchor")).contains("[2]");
  }

  @Test
  void measuredPointsAreRememberedExactlyAndReplaced() throws StoreException {
    RatePoint point = Samples.point("carphone", 20, Double.POSITIVE_INFINITY);
    assertThat(store.measuredPoint("a")).isEmpty();
    store.keepMeasuredPoints(Samples.PROGRAM, Map.of("a", Samples.point("carphone", 20, 30)));
    store.keepMeasuredPoints(
        Samples.PROGRAM, Map.of("a", point, "b", Samples.point("carphone", 40, 35)));
    reopen();
    assertThat(store.measuredPoint("a")).contains(point);
    assertThat(store.measuredPoint("b")).contains(Samples.point("carphone", 40, 35));
    store.forgetMeasuredPoints("another program");
    assertThat(store.measuredPoint("b")).isPresent();
    store.forgetMeasuredPoints(Samples.PROGRAM);
    assertThat(store.measuredPoint("b")).isEmpty();
  }

  @Test
  void measuredPointsGoWithTheirProgramsExperimentAndKeepNoArtifactAlive() throws StoreException {
    store.create(queued("c", 1, "me"));
    store.keepMeasuredPoints(Samples.PROGRAM, Map.of("a", Samples.point("carphone", 20, 30)));
    assertThat(store.mentionedHashes()).containsExactly(Samples.PROGRAM);
    store.delete(List.of("exp_iter1_c"));
    assertThat(store.measuredPoint("a")).isEmpty();
  }

  @Test
  void findsEveryHashThatIsMentioned() throws StoreException {
    store.create(succeeded(queued("c", 1, "me"), 1));
    store.cache(
        "anchor", "{\"bitstream\":\"" + "12".repeat(32) + "\",\"x\":\"" + "3".repeat(65) + "\"}");
    assertThat(store.mentionedHashes())
        .containsExactlyInAnyOrder(
            Samples.PROGRAM, Samples.BITSTREAM, Samples.FRAMES, "12".repeat(32));
  }

  @Test
  void threadsLoseNothingAndEventsHaveNoGap() throws Exception {
    int threads = 6;
    int perThread = 10;
    List<Callable<List<Event>>> work = new ArrayList<>();
    for (int thread = 0; thread < threads; thread++) {
      int first = 1 + thread * perThread;
      work.add(() -> {
        for (int iteration = first; iteration < first + perThread; iteration++) {
          ExperimentRecord record = queued("c", iteration, "me");
          store.create(record);
          store.update(at(record, ExperimentStatus.BUILDING));
          store.update(succeeded(record, iteration));
        }
        return List.of();
      });
    }
    int expected = 1 + 3 * threads * perThread;
    work.add(() -> follow(expected));
    List<Event> followed = new ArrayList<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<List<Event>> done : executor.invokeAll(work)) {
        followed.addAll(done.get());
      }
    }
    assertThat(store.counts("c"))
        .isEqualTo(Map.of(ExperimentStatus.SUCCEEDED, threads * perThread));
    assertThat(followed).isEqualTo(store.events(0, 10_000));
    assertThat(followed)
        .extracting(Event::sequence)
        .isEqualTo(IntStream.rangeClosed(1, expected).mapToObj(Long::valueOf).toList());
  }

  /** Reads the log while it grows, as a page does. */
  private List<Event> follow(int expected) throws StoreException {
    List<Event> seen = new ArrayList<>();
    while (seen.size() < expected) {
      seen.addAll(store.events(seen.isEmpty() ? 0 : seen.getLast().sequence(), 7));
    }
    return seen;
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

  @Test
  void closedStoreSaysSo() {
    store.close();
    assertThatThrownBy(() -> store.campaigns())
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("closed");
  }

  private List<String> types() throws StoreException {
    return store.events(0, 1000).stream().map(Event::type).toList();
  }
}
