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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class OrchestratorTest {
  @TempDir private Path folder;
  private final FakeCampaigns runner = new FakeCampaigns();
  private final List<Orchestrator> opened = new ArrayList<>();
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

  private Orchestrator open(Path queue, CampaignRunner campaigns) throws StoreException {
    Orchestrator begun = Orchestrator.open(queue, campaigns, Clock.systemUTC());
    opened.add(begun);
    return begun;
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
    Path copy = Files.createTempDirectory(folder.toAbsolutePath().getParent(), "killed");
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
    end("full", "campaign_b");
    end("gone", "campaign_c");
    end("bug", "campaign_d");
    assertThat(orchestrator.find("campaign_a").orElseThrow().sentence())
        .contains("The disk is full.");
    assertThat(orchestrator.find("campaign_b").orElseThrow().sentence())
        .contains("There is no file a.y4m.");
    assertThat(orchestrator.find("campaign_c").orElseThrow().sentence().orElseThrow())
        .contains("an error in Codecsmith itself");
    assertThat(state("campaign_a")).isEqualTo(CampaignState.FAILED);

    assertThat(orchestrator.resume("campaign_a").orElseThrow().state())
        .isEqualTo(CampaignState.WAITING);
    end("", "campaign_a");
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
