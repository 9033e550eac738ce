package dev.codecsmith.service.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.service.protocol.BadRequestException;
import dev.codecsmith.service.protocol.RefusedException;
import dev.codecsmith.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class OrchestratorTest {
  @TempDir private Path folder;
  @TempDir private Path copies;
  private final FakeCampaigns runner = new FakeCampaigns();
  private final List<Orchestrator> opened = new ArrayList<>();
  private final List<Integer> faults = new CopyOnWriteArrayList<>();
  private Duration pause = Duration.ZERO;
  private Orchestrator orchestrator;

  @BeforeEach
  void start() throws Exception {
    orchestrator = open(folder, runner);
    orchestrator.begin();
  }

  @AfterEach
  void stop() {
    opened.forEach(Orchestrator::close);
  }

  private Orchestrator open(Path queue, FakeCampaigns campaigns) throws StoreException {
    Orchestrator begun =
        Orchestrator.open(
            queue, campaigns, campaigns, Clock.systemUTC(), new FaultPauses(this::pause));
    opened.add(begun);
    return begun;
  }

  private Duration pause(int inARow) {
    faults.add(inARow);
    return pause;
  }

  private static CampaignRequest text(String yaml) {
    return new CampaignRequest(yaml, Optional.empty(), Optional.empty());
  }

  private CampaignState state(String id) {
    return orchestrator.find(id).orElseThrow().state();
  }

  /** Ends the campaign that runs, and waits until the next has begun, or all have ended. */
  private void end(String how, String next) throws InterruptedException {
    runner.ends.add(how);
    assertThat(runner.awaitBegin()).isEqualTo(next);
  }

  /** The queue as a process that is killed now leaves it. */
  private Path asAfterAKill() throws IOException {
    Path copy = Files.createTempDirectory(copies, "killed");
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    return copy;
  }

  @Test
  void campaignsRunOneAfterAnotherAsTheyCame() throws Exception {
    for (String each : List.of("c", "a", "b")) {
      assertThat(orchestrator.submit(text(each)).isNew()).isTrue();
    }
    assertThat(runner.awaitBegin()).isEqualTo("campaign_c");
    assertThat(state("campaign_a")).isEqualTo(CampaignState.WAITING);
    end("", "campaign_a");
    assertThat(state("campaign_c")).isEqualTo(CampaignState.FINISHED);
    end("", "campaign_b");
    assertThat(orchestrator.campaigns().stream().map(QueuedCampaign::id))
        .containsExactly("campaign_c", "campaign_a", "campaign_b");
  }

  @Test
  void theSameTextIsTheSameRequestAndMoreIterationsGoOn() throws Exception {
    orchestrator.submit(text("a 1"));
    assertThat(runner.awaitBegin()).isEqualTo("campaign_a");
    assertThat(orchestrator.submit(text("a 1")).isNew()).isFalse();
    assertThatThrownBy(() -> orchestrator.submit(text("a 2")))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("runs now, with another text");
    orchestrator.submit(text("b"));
    end("", "campaign_b");
    assertThat(orchestrator.submit(text("a 1")).campaign().state())
        .isEqualTo(CampaignState.FINISHED);
    assertThat(orchestrator.submit(text("a 2")).isNew()).isTrue();
    end("", "campaign_a");
    assertThat(orchestrator.campaigns()).hasSize(2);
  }

  @Test
  void oneThatEndsBadlyKeepsItsSentenceAndStopsNoOther() throws Exception {
    for (String each : List.of("a", "b", "c", "d")) {
      orchestrator.submit(text(each));
    }
    assertThat(runner.awaitBegin()).isEqualTo("campaign_a");
    end("broken", "campaign_b");
    end("gone", "campaign_c");
    end("bug", "campaign_d");
    assertThat(orchestrator.find("campaign_a").orElseThrow().sentence())
        .contains("The disk is broken.");
    assertThat(runner.told)
        .contains(
            "fault campaign_a: The disk is broken. POST /campaigns/campaign_a/resume lets it go"
                + " on.");
    assertThat(orchestrator.find("campaign_b").orElseThrow().sentence())
        .contains("There is no file a.y4m.");
    assertThat(orchestrator.find("campaign_c").orElseThrow().sentence().orElseThrow())
        .contains("an error in Codecsmith itself");
    assertThat(state("campaign_a")).isEqualTo(CampaignState.FAILED);

    assertThat(orchestrator.resume("campaign_a").orElseThrow().state())
        .isEqualTo(CampaignState.WAITING);
    end("", "campaign_a");
    assertThat(faults).as("in vain").isEmpty();
  }

  @Test
  void aFaultThatMayPassEndsNoCampaign() throws Exception {
    orchestrator.submit(text("a"));
    orchestrator.submit(text("b"));
    assertThat(runner.awaitBegin()).isEqualTo("campaign_a");
    runner.told.clear();
    end("full", "campaign_a");
    end("killed", "campaign_a");
    end("full", "campaign_a");
    assertThat(runner.told).as("it may pass within minutes").isEmpty();
    end("full", "campaign_a");
    assertThat(runner.told)
        .containsExactly("fault campaign_a: The disk is full. It is tried again in 0 s.");
    end("", "campaign_b");
    assertThat(state("campaign_a")).isEqualTo(CampaignState.FINISHED);
    assertThat(runner.told).endsWith("over campaign_a");
    end("full", "campaign_b");
    assertThat(faults).containsExactly(1, 2, 3, 4, 1);
  }

  @Test
  void oneThatWaitsForAFaultToPassSaysSoAndCanBeStopped() throws Exception {
    pause = Duration.ofDays(1);
    orchestrator.submit(text("a"));
    orchestrator.submit(text("b"));
    assertThat(runner.awaitBegin()).isEqualTo("campaign_a");
    runner.ends.add("full");
    Optional<String> sentence = Optional.empty();
    while (sentence.isEmpty()) {
      LockSupport.parkNanos(1_000_000);
      sentence = orchestrator.find("campaign_a").orElseThrow().sentence();
    }
    assertThat(sentence).contains("The disk is full. It is tried again in 86400 s.");
    assertThat(state("campaign_a")).isEqualTo(CampaignState.RUNNING);
    orchestrator.stop("campaign_a");
    assertThat(runner.awaitBegin()).isEqualTo("campaign_b");
    assertThat(state("campaign_a")).isEqualTo(CampaignState.STOPPED);
    assertThat(runner.told).contains("over campaign_a");
  }

  @Test
  void whileSomethingIsDeletedNoneBeginsAndWhoeverAsksIsAnswered() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch enough = new CountDownLatch(1);
    try (ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Integer> deleted =
          thread.submit(() ->
              orchestrator.between(
                  Optional.empty(),
                  () -> {
                    begun.countDown();
                    enough.await();
                    return runner.begun.size();
                  }));
      begun.await();
      assertThat(orchestrator.submit(text("a")).isNew()).isTrue();
      assertThat(orchestrator.summary()).isEqualTo("no campaign runs, 1 waiting");
      assertThatThrownBy(() -> orchestrator.between(Optional.empty(), () -> 0))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("being deleted already");
      enough.countDown();
      assertThat(deleted.get()).as("begun meanwhile").isZero();
      assertThat(orchestrator.changes()).isOne();
    }
    assertThat(runner.awaitBegin()).isEqualTo("campaign_a");
    assertThatThrownBy(() -> orchestrator.between(Optional.empty(), () -> 0))
        .hasMessageContaining("Nothing is deleted here while a campaign runs");
    end("", "campaign_b", text("b"));
    runner.ends.add("");
    while (orchestrator.running().isPresent()) {
      LockSupport.parkNanos(1_000_000);
    }
    assertThatThrownBy(() ->
            orchestrator.between(
                Optional.empty(),
                () -> {
                  throw new RunsElsewhereException("It is run by another.", new IOException());
                }))
        .isInstanceOf(RefusedException.class)
        .hasMessage("It is run by another.");
    assertThat(orchestrator.changes()).as("it may have deleted some before").isEqualTo(2);
  }

  @Test
  void ofACampaignThatDoesNotRunSomethingIsDeletedWhileAnotherDoes() throws Exception {
    orchestrator.submit(text("a"));
    orchestrator.submit(text("b"));
    assertThat(runner.awaitBegin()).isEqualTo("campaign_a");
    assertThat(orchestrator.between(Optional.of("campaign_b"), () -> 7)).isEqualTo(7);
    assertThatThrownBy(() -> orchestrator.between(Optional.of("campaign_a"), () -> 7))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("while it runs, and campaign_a does");
    end("", "campaign_b");
  }

  @Test
  void oneThatRunsAndIsGivenAnotherTextGoesOnWithItBeforeThoseThatWaitAlsoAfterAKill()
      throws Exception {
    orchestrator.submit(text("a 1"));
    orchestrator.submit(text("b"));
    assertThat(runner.awaitBegin()).isEqualTo("campaign_a");
    QueuedCampaign changed = orchestrator.change(text("a 2")).campaign();
    assertThat(changed.state()).isEqualTo(CampaignState.STOPPING);
    Path killed = asAfterAKill();
    end("stop", "campaign_a");
    assertThat(orchestrator.find("campaign_a").orElseThrow().request()).isEqualTo(text("a 2"));
    assertThat(runner.told).as("it is no fault").noneMatch(each -> each.startsWith("fault"));
    end("", "campaign_b");
    assertThat(state("campaign_a")).isEqualTo(CampaignState.FINISHED);

    FakeCampaigns again = new FakeCampaigns();
    Orchestrator next = open(killed, again);
    next.begin();
    assertThat(again.awaitBegin()).isEqualTo("campaign_a");
    assertThat(next.find("campaign_a").orElseThrow().request()).isEqualTo(text("a 2"));
  }

  @Test
  void aStopIsTheLastWordOfOneThatWasToGoOnWithAnotherText() throws Exception {
    orchestrator.submit(text("a 1"));
    orchestrator.submit(text("b"));
    assertThat(runner.awaitBegin()).isEqualTo("campaign_a");
    orchestrator.change(text("a 2"));
    orchestrator.stop("campaign_a");
    end("stop", "campaign_b");
    assertThat(state("campaign_a")).isEqualTo(CampaignState.STOPPED);
    assertThat(orchestrator.find("campaign_a").orElseThrow().request()).isEqualTo(text("a 1"));
  }

  private void end(String how, String next, CampaignRequest request) throws Exception {
    orchestrator.submit(request);
    end(how, next);
  }

  @Test
  void oneThatAnotherProcessRunsLetsTheOthersGoFirstAndIsNoFault() throws Exception {
    orchestrator.submit(text("a"));
    orchestrator.submit(text("b"));
    assertThat(runner.awaitBegin()).isEqualTo("campaign_a");
    runner.told.clear();
    end("elsewhere", "campaign_b");
    QueuedCampaign waits = orchestrator.find("campaign_a").orElseThrow();
    assertThat(waits.state()).isEqualTo(CampaignState.WAITING);
    assertThat(waits.sentence()).contains("campaign_a is run by another.");
    end("", "campaign_a");
    for (int i = 0; i < FaultPauses.TOLD_FROM; i++) {
      end("elsewhere", "campaign_a");
    }
    assertThat(runner.told).noneMatch(told -> told.startsWith("fault"));
    runner.ends.add("");
    while (!state("campaign_a").hasEnded()) {
      LockSupport.parkNanos(1_000_000);
    }
    assertThat(orchestrator.find("campaign_a").orElseThrow().sentence()).isEmpty();
  }

  @Test
  void oneThatAnotherProcessRunsIsNotLookedAtAgainAtOnceAndCanBeStopped() throws Exception {
    pause = Duration.ofDays(1);
    orchestrator.submit(text("a"));
    assertThat(runner.awaitBegin()).isEqualTo("campaign_a");
    runner.told.clear();
    runner.ends.add("elsewhere");
    assertThat(runner.told.take()).isEqualTo("idle");
    assertThat(state("campaign_a")).isEqualTo(CampaignState.WAITING);
    orchestrator.submit(text("b"));
    assertThat(runner.awaitBegin()).isEqualTo("campaign_b");
    orchestrator.stop("campaign_a");
    assertThat(state("campaign_a")).isEqualTo(CampaignState.STOPPED);
    orchestrator.resume("campaign_a");
    end("", "campaign_a");
  }

  @Test
  void theEndOfTheProcessDoesNotWaitForAFaultToPass() throws Exception {
    pause = Duration.ofDays(1);
    orchestrator.submit(text("a"));
    assertThat(runner.awaitBegin()).isEqualTo("campaign_a");
    runner.ends.add("full");
    orchestrator.close();
    assertThat(state("campaign_a")).isEqualTo(CampaignState.RUNNING);
  }

  @Test
  void pausesGrowToTenMinutes() {
    assertThat(IntStream.rangeClosed(1, 7).mapToLong(n -> FaultPauses.standard(n).toSeconds()))
        .containsExactly(30L, 60L, 120L, 240L, 480L, 600L, 600L);
    FaultPauses pauses = FaultPauses.standard();
    Instant begun = Instant.EPOCH;
    assertThat(pauses.next(begun, begun.plusSeconds(599))).hasSeconds(30);
    assertThat(pauses.next(begun, begun.plusSeconds(599))).hasSeconds(60);
    assertThat(pauses.next(begun, begun.plusSeconds(600))).as("it ran for long").hasSeconds(30);
  }

  @Test
  void thatNothingRunsIsToldAtTheStartAndAfterTheLast() throws Exception {
    assertThat(runner.told.take()).isEqualTo("idle");
    orchestrator.submit(text("a"));
    assertThat(runner.awaitBegin()).isEqualTo("campaign_a");
    runner.told.clear();
    runner.ends.add("");
    assertThat(runner.told.take()).isEqualTo("over campaign_a");
    assertThat(runner.told.take()).isEqualTo("idle");
  }

  @Test
  void oneThatRunsStopsWhenAskedAndGoesOnWhenAsked() throws Exception {
    orchestrator.submit(text("a"));
    orchestrator.submit(text("b"));
    assertThat(runner.awaitBegin()).isEqualTo("campaign_a");
    assertThat(orchestrator.stop("campaign_a").orElseThrow().state())
        .isEqualTo(CampaignState.STOPPING);
    assertThatThrownBy(() -> orchestrator.resume("campaign_a"))
        .hasMessageContaining("is just stopping");
    end("stop", "campaign_b");
    assertThat(state("campaign_a")).isEqualTo(CampaignState.STOPPED);
    orchestrator.resume("campaign_a");
    end("", "campaign_a");
  }

  @Test
  void oneThatWaitsCanBeStoppedOrForgotten() throws Exception {
    for (String each : List.of("a", "b", "c", "d")) {
      orchestrator.submit(text(each));
    }
    assertThat(runner.awaitBegin()).isEqualTo("campaign_a");
    assertThat(orchestrator.stop("campaign_b").orElseThrow().state())
        .isEqualTo(CampaignState.STOPPED);
    assertThat(orchestrator.remove("campaign_c")).isPresent();
    assertThatThrownBy(() -> orchestrator.remove("campaign_a"))
        .hasMessage("Only a campaign that waits can be deleted; campaign_a is running.");
    end("", "campaign_d");
    assertThat(orchestrator.find("campaign_c")).isEmpty();
    assertThat(orchestrator.stop("campaign_x")).isEmpty();
  }

  @Test
  void whatCannotBeRunIsRefusedAndNotKept() {
    assertThatThrownBy(() -> orchestrator.submit(text(" ")))
        .isInstanceOf(BadRequestException.class)
        .hasMessage("The campaign is empty.");
    assertThat(orchestrator.campaigns()).isEmpty();
  }

  @Test
  void afterAKillTheOneThatRanGoesOnFirstAndNoneIsLostOrDoubled() throws Exception {
    for (String each : List.of("c", "a", "b", "d")) {
      orchestrator.submit(text(each));
    }
    assertThat(runner.awaitBegin()).isEqualTo("campaign_c");
    end("", "campaign_a");
    Files.writeString(folder.resolve("campaign_d.part"), "half of a");
    FakeCampaigns after = new FakeCampaigns();
    Orchestrator next = open(asAfterAKill(), after);
    assertThat(next.submit(text("b")).isNew()).as("it was acknowledged before").isFalse();
    next.begin();
    assertThat(after.awaitBegin()).isEqualTo("campaign_a");
    after.ends.add("");
    assertThat(after.awaitBegin()).isEqualTo("campaign_b");
    after.ends.add("");
    assertThat(after.awaitBegin()).isEqualTo("campaign_d");
    assertThat(after.begun).containsExactly("campaign_a", "campaign_b", "campaign_d");
  }

  @Test
  void aStopThatWasAcknowledgedOutlivesAKill() throws Exception {
    orchestrator.submit(text("a"));
    orchestrator.submit(text("b"));
    assertThat(runner.awaitBegin()).isEqualTo("campaign_a");
    orchestrator.stop("campaign_a");
    FakeCampaigns after = new FakeCampaigns();
    Orchestrator next = open(asAfterAKill(), after);
    next.begin();
    assertThat(after.awaitBegin()).isEqualTo("campaign_b");
    assertThat(next.find("campaign_a").orElseThrow().state()).isEqualTo(CampaignState.STOPPED);
    after.ends.add("");
    List<String> told = new ArrayList<>();
    while (!told.contains("idle")) {
      told.add(after.told.take());
    }
    assertThat(told).as("whatever was told of it ends").contains("over campaign_a");
  }

  @Test
  void oneThatIsStoppedByTheEndOfTheProcessGoesOnAtTheNextStart() throws Exception {
    orchestrator.submit(text("a"));
    assertThat(runner.awaitBegin()).isEqualTo("campaign_a");
    orchestrator.close();
    assertThat(state("campaign_a")).isEqualTo(CampaignState.RUNNING);
    assertThatThrownBy(() -> orchestrator.submit(text("b"))).isInstanceOf(RefusedException.class);
    FakeCampaigns after = new FakeCampaigns();
    open(folder, after).begin();
    assertThat(after.awaitBegin()).isEqualTo("campaign_a");
  }

  @Test
  void aQueueThatCannotBeReadIsNoEmptyOne() throws Exception {
    Path other = Files.createDirectory(folder.resolve("other"));
    Path file = Files.writeString(other.resolve("campaign_a.json"), "{\"place\":");
    assertThatThrownBy(() -> open(other, runner))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(file + " cannot be read");
  }
}
