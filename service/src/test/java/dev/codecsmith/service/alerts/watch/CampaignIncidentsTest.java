package dev.codecsmith.service.alerts.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.service.alerts.rules.CampaignBudget;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.CampaignEvent.CampaignBegun;
import dev.codecsmith.store.events.CampaignEvent.CampaignContinued;
import dev.codecsmith.store.events.CampaignEvent.CampaignFinished;
import dev.codecsmith.store.events.CampaignEvent.CampaignStopped;
import dev.codecsmith.store.events.CampaignEvent.CampaignWaiting;
import dev.codecsmith.store.events.CampaignEvent.ExperimentEnded;
import dev.codecsmith.store.events.CampaignEvent.ModelAnswered;
import dev.codecsmith.store.events.CampaignEvent.ModelCalled;
import dev.codecsmith.store.events.CampaignEvent.ModelsSpent;
import dev.codecsmith.store.events.CampaignEvent.StoreAway;
import dev.codecsmith.store.events.CampaignEvent.StoreBack;
import dev.codecsmith.store.events.CampaignEvent.WorkerFound;
import dev.codecsmith.store.events.CampaignEvent.WorkerMissing;
import dev.codecsmith.store.events.CampaignEvent.WorkerUp;
import dev.codecsmith.store.events.EventListener;
import dev.codecsmith.store.memory.MemoryExperimentStore;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Campaigns that stall, spend and fail, and a disk that fills. */
class CampaignIncidentsTest {
  private static final String ID = "campaign_1";
  private static final CampaignEvent BEGUN = new CampaignBegun("night", 100);
  private static final CampaignEvent CONTINUED = new CampaignContinued(1, 100, Optional.empty());
  private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);
  private static final Duration MINUTES = Duration.ofMinutes(29);

  @TempDir private Path folder;
  private Watching test;
  private EventListener campaign;

  @BeforeEach
  void begin() {
    test = new Watching(folder);
    begin(CampaignBudget.UNLIMITED);
  }

  private void begin(CampaignBudget budget) {
    campaign = test.watch.campaign(ID, budget, List.of());
  }

  private void hear(CampaignEvent... events) {
    for (CampaignEvent event : events) {
      campaign.on(test.now, event);
    }
  }

  private static ExperimentEnded ended(int iteration, boolean failed) {
    return new ExperimentEnded(
        "exp_iter" + iteration,
        iteration,
        "name",
        failed ? Optional.empty() : Optional.of(1.0),
        failed ? Optional.of(FailureKind.COMPILE_ERROR) : Optional.empty(),
        failed ? ExperimentStatus.BUILDING : ExperimentStatus.SUCCEEDED,
        failed ? "It does not compile." : "",
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void aCampaignInWhichNothingEndsHasStalledUntilSomethingDoes() {
    hear(BEGUN);
    test.after(MINUTES);
    hear(ended(1, false));
    test.after(MINUTES);
    assertThat(test.told()).isEmpty();
    test.after(Duration.ofMinutes(1));
    test.after(Duration.ofMinutes(15));
    assertThat(test.told()).containsExactly("campaign stalled: " + ID);
    hear(ended(2, false), ended(3, false));
    assertThat(test.told()).containsExactly("all clear, after 15 min: campaign stalled: " + ID);
    test.after(HALF_AN_HOUR);
    assertThat(test.told()).containsExactly("campaign stalled: " + ID);
    hear(new CampaignStopped("Somebody stopped it."));
    assertThat(test.told()).containsExactly("all clear, after 0 s: campaign stalled: " + ID);
    test.after(HALF_AN_HOUR);
    assertThat(test.told()).as("it does not run").isEmpty();
  }

  @Test
  void timeThatItSaysItWaitsDoesNotCount() {
    hear(BEGUN, new CampaignWaiting("Busy.", Optional.of(test.now.plus(Duration.ofHours(2)))));
    test.after(Duration.ofMinutes(149));
    assertThat(test.told()).isEmpty();
    test.after(Duration.ofMinutes(1));
    assertThat(test.told()).hasSize(1);
  }

  @Test
  void timeThatAnAgentHasForItsWorkDoesNotCount() {
    Optional<Duration> hours = Optional.of(Duration.ofHours(2));
    hear(BEGUN, new ModelCalled("agent", "iteration 1", hours));
    test.after(Duration.ofHours(1));
    hear(new ModelCalled("agent", "iteration 2", hours));
    test.after(Duration.ofMinutes(119));
    assertThat(test.told()).as("the second may still work, however long the first takes").isEmpty();
    test.after(MINUTES.plusMinutes(1));
    assertThat(test.told()).isEmpty();
    test.after(Duration.ofMinutes(1));
    assertThat(test.told()).containsExactly("campaign stalled: " + ID);
  }

  @Test
  void anAgentThatHasEndedHasNoTimeLeft() {
    hear(BEGUN, new ModelCalled("agent", "iteration 1", Optional.of(Duration.ofHours(2))));
    test.after(Duration.ofHours(1));
    hear(answered("iteration 1", "0"));
    test.after(MINUTES);
    assertThat(test.told()).isEmpty();
    test.after(Duration.ofMinutes(1));
    assertThat(test.told()).containsExactly("campaign stalled: " + ID);
  }

  @Test
  void timeThatAModelTakesCounts() {
    hear(BEGUN, new ModelCalled("m", "iteration 1"));
    test.after(HALF_AN_HOUR);
    assertThat(test.told()).containsExactly("campaign stalled: " + ID);
  }

  @Test
  void timeWithoutAWorkerDoesNotCount() {
    hear(BEGUN, new CampaignWaiting("No worker is there.", Optional.empty()));
    test.after(Duration.ofHours(5));
    hear(new WorkerUp("http://a", "a"));
    test.after(MINUTES);
    assertThat(test.told()).isEmpty();
    test.after(Duration.ofMinutes(1));
    assertThat(test.told()).hasSize(1);
  }

  @Test
  void anotherCampaignEndsThatOneIsThoughtToRun() {
    hear(BEGUN);
    test.after(HALF_AN_HOUR);
    assertThat(test.told()).hasSize(1);
    test.restart();
    EventListener _ = test.watch.campaign("campaign_2", CampaignBudget.UNLIMITED, List.of());
    assertThat(test.told()).containsExactly("all clear, after 0 s: campaign stalled: " + ID);
  }

  @Test
  void whatAPersonCancelledIsNoFailureOfItsCampaign() {
    hear(BEGUN);
    for (int i = 1; i <= 20; i++) {
      hear(
          new ExperimentEnded(
              "exp_" + i,
              i,
              "p",
              Optional.empty(),
              Optional.of(FailureKind.CANCELLED),
              ExperimentStatus.ENCODING,
              "It was cancelled.",
              List.of(),
              Optional.empty(),
              Optional.empty()));
    }
    assertThat(test.told()).isEmpty();
  }

  @Test
  void whatNobodyWatchesAnyMoreEndsWhereNothingRuns() {
    hear(BEGUN, new StoreAway("Gone."));
    for (int i = 1; i <= 20; i++) {
      hear(ended(i, true));
    }
    test.after(HALF_AN_HOUR);
    assertThat(test.told())
        .containsExactly("store away: " + ID, "failure rate: " + ID, "campaign stalled: " + ID);
    test.restart();
    test.watch.idle();
    test.watch.idle();
    assertThat(test.told())
        .containsExactly(
            "all clear, after 30 min: store away: " + ID,
            "all clear, after 30 min: failure rate: " + ID,
            "all clear, after 0 s: campaign stalled: " + ID);
  }

  @Test
  void aCampaignWhoseRunWasCutDoesNotStallWhereNothingRuns() {
    hear(BEGUN);
    test.watch.idle();
    test.after(HALF_AN_HOUR);
    assertThat(test.told()).isEmpty();
  }

  @Test
  void anotherCampaignEndsWhatIsWatchedInOneThatRuns() {
    hear(BEGUN, new StoreAway("Gone."));
    for (int i = 1; i <= 20; i++) {
      hear(ended(i, true));
    }
    assertThat(test.told()).hasSize(2);
    EventListener _ = test.watch.campaign(ID, CampaignBudget.UNLIMITED, List.of());
    assertThat(test.told()).as("the same one goes on").isEmpty();
    EventListener _ = test.watch.campaign("campaign_2", CampaignBudget.UNLIMITED, List.of());
    assertThat(test.told())
        .containsExactly(
            "all clear, after 0 s: store away: " + ID, "all clear, after 0 s: failure rate: " + ID);
  }

  @Test
  void aCampaignThatCannotGoOnIsToldUntilItDoesOrIsNotTo() {
    test.watch.fault(ID, "The disk is full.");
    test.watch.fault(ID, "The disk is still full.");
    assertThat(test.memory.state().open().getFirst().text()).isEqualTo("The disk is full.");
    assertThat(test.told()).containsExactly("campaign fault: " + ID);
    test.watch.idle();
    begin(CampaignBudget.UNLIMITED);
    hear(CONTINUED);
    assertThat(test.told()).as("it may meet the same fault").isEmpty();
    hear(ended(1, true));
    assertThat(test.told()).containsExactly("all clear, after 0 s: campaign fault: " + ID);

    test.watch.fault(ID, "There is no key.");
    test.restart();
    test.watch.faultOver(ID);
    assertThat(test.told())
        .containsExactly("campaign fault: " + ID, "all clear, after 0 s: campaign fault: " + ID);
  }

  private static ModelsSpent spent(String usd, long tokens) {
    return new ModelsSpent(1, tokens, 0, new BigDecimal(usd), 0, 0);
  }

  private static ModelAnswered call(String usd) {
    return answered("slot", usd);
  }

  private static ModelAnswered answered(String slot, String usd) {
    return new ModelAnswered(
        "model",
        slot,
        "question",
        Optional.of(1L),
        Optional.of(1L),
        Optional.of(new BigDecimal(usd)),
        Duration.ZERO);
  }

  private void budget(String usd) {
    campaign =
        test.watch.campaign(
            ID,
            new CampaignBudget(Optional.of(new BigDecimal(usd)), OptionalLong.empty()),
            List.of());
  }

  @Test
  void aBudgetIsToldAtEightyPercentAndEndsWithAGreaterOne() {
    budget("5");
    hear(BEGUN, spent("3.00", 10), call("0.99"));
    assertThat(test.told()).isEmpty();
    hear(call("0.01"), call("0.50"), new CampaignStopped("It is spent."));
    assertThat(test.told()).containsExactly("budget: " + ID);

    test.restart();
    budget("5");
    hear(CONTINUED, spent("4.50", 10));
    assertThat(test.told()).as("the same incident").isEmpty();

    test.restart();
    budget("50");
    hear(CONTINUED);
    assertThat(test.told()).isEmpty();
    hear(spent("4.50", 10));
    assertThat(test.told()).containsExactly("all clear, after 0 s: budget: " + ID);
  }

  @Test
  void aBudgetOfTokensIsOneToo() {
    campaign =
        test.watch.campaign(
            ID, new CampaignBudget(Optional.empty(), OptionalLong.of(1000)), List.of());
    hear(BEGUN, spent("3.00", 799));
    assertThat(test.told()).isEmpty();
    hear(call("0.01"));
    assertThat(test.told()).containsExactly("budget: " + ID);
    hear(new CampaignFinished(1, Optional.empty()));
    assertThat(test.told()).containsExactly("all clear, after 0 s: budget: " + ID);
  }

  @Test
  void failuresAreToldFromSixteenOfTwentyAndEndBelowTwelve() {
    for (int i = 1; i <= 4; i++) {
      hear(ended(i, false));
    }
    for (int i = 5; i <= 19; i++) {
      hear(ended(i, true));
    }
    assertThat(test.told()).as("fewer than twenty").isEmpty();
    hear(ended(20, true));
    assertThat(test.memory.state().open().getFirst().text())
        .isEqualTo(
            "16 of the last 20 experiments failed; the newest is exp_iter20: It does not compile.");
    assertThat(test.told()).containsExactly("failure rate: " + ID);
    for (int i = 21; i <= 28; i++) {
      hear(ended(i, false));
    }
    assertThat(test.told()).as("12 of 20").isEmpty();
    hear(ended(29, false));
    assertThat(test.told()).containsExactly("all clear, after 0 s: failure rate: " + ID);
  }

  @Test
  void whatFailedBeforeARestartCounts() throws Exception {
    List<CampaignEvent> events = new ArrayList<>(Collections.nCopies(700, CONTINUED));
    events.addFirst(BEGUN);
    for (int i = 1; i <= 25; i++) {
      events.add(2 * i, ended(i, i > 6));
    }
    List<ExperimentEnded> past;
    try (MemoryExperimentStore store = new MemoryExperimentStore()) {
      for (CampaignEvent event : events) {
        long _ = store.append(ID, test.now, event);
      }
      past = PastExperiments.last(store, ID, 19);
    }
    assertThat(past.stream().map(ExperimentEnded::iteration))
        .containsExactlyElementsOf(IntStream.rangeClosed(7, 25).boxed().toList());
    campaign = test.watch.campaign(ID, CampaignBudget.UNLIMITED, past);
    hear(CONTINUED, ended(26, true));
    assertThat(test.told()).containsExactly("failure rate: " + ID);
  }

  @Test
  void aStoreThatIsAwayIsToldUntilItIsBackOrACampaignBeginsOnIt() {
    hear(BEGUN, new StoreAway("The bucket cannot be reached."));
    assertThat(test.memory.state().open().getFirst().text())
        .startsWith("The bucket cannot be reached. Results wait");
    assertThat(test.told()).containsExactly("store away: " + ID);
    test.after(Duration.ofMinutes(2));
    hear(new StoreBack(7));
    assertThat(test.told()).containsExactly("all clear, after 2 min: store away: " + ID);

    hear(new StoreAway("Gone."));
    test.restart();
    begin(CampaignBudget.UNLIMITED);
    hear(CONTINUED);
    assertThat(test.told())
        .containsExactly("store away: " + ID, "all clear, after 0 s: store away: " + ID);
  }

  @Test
  void workThatNoWorkerIsFitForIsOneIncidentUntilNoneWaits() {
    hear(BEGUN, new WorkerMissing("programs in rust", "None takes rust."));
    hear(new WorkerMissing("programs in c", "None takes c."));
    assertThat(test.memory.state().open().getFirst().text()).isEqualTo("None takes rust.");
    assertThat(test.told()).containsExactly("worker missing: " + ID);
    hear(new WorkerFound("programs in rust"));
    assertThat(test.told()).isEmpty();
    hear(new WorkerFound("programs in c"));
    assertThat(test.told()).containsExactly("all clear, after 0 s: worker missing: " + ID);

    hear(new WorkerMissing("programs in c", "None takes c."));
    test.restart();
    begin(CampaignBudget.UNLIMITED);
    hear(CONTINUED);
    assertThat(test.told())
        .containsExactly("worker missing: " + ID, "all clear, after 0 s: worker missing: " + ID);
  }

  @Test
  void aDiskThatFillsIsToldAndEndsWithSomeRoom() {
    test.freeBytes = (2L << 30) - 1;
    test.watch.look();
    test.watch.look();
    assertThat(test.told()).containsExactly("disk low: /data");
    test.freeBytes = 2L << 30;
    test.watch.look();
    assertThat(test.told()).isEmpty();
    test.freeBytes = 5L << 29;
    test.watch.look();
    assertThat(test.told()).containsExactly("all clear, after 0 s: disk low: /data");
  }
}
