package dev.codecsmith.cli.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.cli.CProgramModel;
import dev.codecsmith.cli.CommandProcess;
import dev.codecsmith.cli.Spoken;
import dev.codecsmith.cli.TestFootage;
import dev.codecsmith.dashboard.actions.Action;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Campaigns in a browser: by a process of its own, and beside a run. */
@Timeout(300)
class DashboardCommandTest {
  @TempDir private Path folder;

  @BeforeEach
  void footage() throws Exception {
    TestFootage.write(folder.resolve("tiny.y4m"), 48, 32, 2);
  }

  @Test
  void whatIsStoredIsShownWithItsAnchorsAndPrograms() throws Exception {
    JsonNode ran = Spoken.by(run("--json", "--iterations", "2", "--no-dashboard")).json();
    String campaign = ran.at("/campaign/id").asString();
    String experiment = "api/experiments/" + ran.at("/experiments/0/id").asString();
    try (BrowsedProcess shown = BrowsedProcess.of("dashboard", "--data", data(), "--port", "0")) {
      assertThat(shown.get("api/campaigns").at("/campaigns/0/id").asString()).isEqualTo(campaign);
      JsonNode list = shown.get("api/experiments?campaign=" + campaign);
      assertThat(list.path("total").asInt()).isEqualTo(2);
      JsonNode program = shown.get(experiment + "/program");
      assertThat(program.path("files").isEmpty()).isFalse();
      assertThat(program.path("diff").isNull()).isTrue();
      assertThat(shown.get(experiment).path("phases").valueStream())
          .extracting(phase -> phase.path("phase").asString())
          .startsWith("model called")
          .contains("queued", "encoding");
      JsonNode anchors = shown.get("api/campaigns/" + campaign + "/anchors");
      assertThat(anchors.path("main").asString()).isEqualTo("x264-medium");
      assertThat(anchors.at("/bd_rate/x264-medium").doubleValue()).isZero();
      assertThat(anchors.at("/curves/0/points").size()).isGreaterThan(3);
      JsonNode state = shown.get("api/campaigns/" + campaign);
      assertThat(state.path("running").asBoolean()).isFalse();
      assertThat(state.path("ended").asBoolean()).isTrue();
      assertAnotherSaysThatThePortIsTaken(URI.create(shown.address()).getPort());
      assertThat(shown.end()).isEqualTo("The dashboard has stopped.");
    }
  }

  private void assertAnotherSaysThatThePortIsTaken(int port) throws IOException {
    Process other =
        CommandProcess.of("dashboard", "--data", data(), "--port", String.valueOf(port)).start();
    try (BufferedReader errors = other.errorReader(StandardCharsets.UTF_8)) {
      assertThat(errors.readLine()).isEqualTo("Port %d is taken, so another one is used.", port);
      assertThat(errors.readLine())
          .startsWith("Dashboard: http://127.0.0.1:")
          .doesNotContain(":" + port + "/");
    } finally {
      other.destroyForcibly();
    }
  }

  @Test
  void aRunIsShownFromItsBeginningHereAndByAnotherProcess() throws Exception {
    try (BrowsedProcess run = BrowsedProcess.of(run("--iterations", "1000", "--port", "0"))) {
      JsonNode list = run.get("api/experiments");
      assertThat(list.path("in_progress").isArray()).isTrue();
      assertThat(list.has("total")).isTrue();
      try (BrowsedProcess other = BrowsedProcess.of("dashboard", "--data", data(), "--port", "0")) {
        String running = run.get("api/campaigns").path("running").asString();
        assertThat(running).startsWith("campaign_");
        assertThat(other.get("api/campaigns").path("running").asString()).isEqualTo(running);
        JsonNode refused = run.ask("DELETE", "api/campaigns/" + running + "/failed");
        assertThat(refused.path("error").asString()).contains("in use by this very process");
        JsonNode asked = other.ask("POST", "api/campaigns/" + running + "/stop");
        assertThat(asked.path("done").asString()).contains("campaign resume " + running);
        assertThat(run.await()).isZero();
        JsonNode again = other.ask("POST", "api/campaigns/" + running + "/stop");
        assertThat(again.path("error").asString()).startsWith("Nothing to stop");
      }
    }
  }

  @Test
  void aRunGoesOnWithTheBudgetThatItIsGivenOnItsPage() throws Exception {
    try (BrowsedProcess run = BrowsedProcess.of(run("--iterations", "1000", "--port", "0"))) {
      String running = run.get("api/campaigns").path("running").asString();
      JsonNode refused = run.ask("POST", "api/campaigns/" + running + "/budget", "{\"usd\":5}");
      assertThat(refused.path("error").asString()).contains("Nobody counts the tokens");
      JsonNode given =
          run.ask("POST", "api/campaigns/" + running + "/budget", "{\"iterations\":8}");
      assertThat(given.path("done").asString()).contains("with its new budget");
      assertThat(run.await()).isZero();
    }
    try (BrowsedProcess shown = BrowsedProcess.of("dashboard", "--data", data(), "--port", "0")) {
      JsonNode list = shown.get("api/experiments");
      String campaign = shown.get("api/campaigns").at("/campaigns/0/id").asString();
      JsonNode state = shown.get("api/campaigns/" + campaign);
      assertThat(state.path("iterations").asInt()).isEqualTo(8);
      assertThat(state.at("/counts/successful").asInt()).isEqualTo(8);
      assertThat(list.path("in_progress")).isEmpty();
    }
  }

  @Test
  void anExperimentIsDeletedFromThePageAsByTheCommand() throws Exception {
    JsonNode ran = Spoken.by(run("--json", "--iterations", "2", "--no-dashboard")).json();
    String campaign = ran.at("/campaign/id").asString();
    String experiment = "api/experiments/" + ran.at("/experiments/0/id").asString();
    try (BrowsedProcess shown = BrowsedProcess.of("dashboard", "--data", data(), "--port", "0")) {
      assertThat(shown.get("api/campaigns/" + campaign).at("/actions/0").asString())
          .isEqualTo("delete");
      JsonNode again = shown.ask("POST", experiment + "/rerun");
      assertThat(again.path("done").asString()).contains("campaign resume " + campaign);
      assertThat(shown.get("api/experiments?campaign=" + campaign).path("total").asInt())
          .isEqualTo(1);
      assertThat(shown.ask("DELETE", experiment).path("error").asString())
          .startsWith("There is no");
      assertThat(
              shown.ask("POST", "api/campaigns/" + campaign + "/continue").path("error").asString())
          .contains("campaign resume " + campaign);
    }
  }

  @Test
  void anExperimentThatIsCancelledFailsAsSuchAndItsCampaignGoesOn() throws Exception {
    Files.writeString(
        folder.resolve("reply-1.md"),
        """
        NAME: sleeper
        ENTRY: a.c
        FILE: a.c
        ```c
        #include <unistd.h>
        int main() { for (;;) pause(); }
        ```
        """);
    Files.writeString(folder.resolve("reply-2.md"), CProgramModel.reply(2));
    String model =
        "cat > /dev/null; echo >> '%1$s/calls'; cat '%1$s'/reply-$(wc -l < '%1$s/calls').md"
            .formatted(folder);
    String clip = folder.resolve("tiny.y4m").toString();
    try (BrowsedProcess run =
        BrowsedProcess.of(
            "run",
            "--clip",
            clip,
            "--data",
            data(),
            "--proposer",
            "command",
            "--model-command",
            model,
            "--language",
            "c",
            "--repairs",
            "0",
            "--lag",
            "1",
            "--iterations",
            "2",
            "--port",
            "0")) {
      JsonNode sleeper = run.get("api/experiments").at("/in_progress/0");
      while (!sleeper.path("name").asString("").equals("sleeper")) {
        sleeper = run.get("api/experiments").at("/in_progress/0");
      }
      String path = "api/experiments/" + sleeper.path("id").asString();
      assertThat(run.ask("POST", path + "/cancel").path("done").asString())
          .isEqualTo(Action.Cancel.ASKED);
      assertThat(run.await()).isZero();
    }
    List<JsonNode> ended =
        Spoken.by("experiments", "list", "--json", "--data", data()).json().valueStream().toList();
    assertThat(ended.stream().map(each -> each.path("status").asString()))
        .containsExactly("failed", "succeeded");
    assertThat(ended.getFirst().at("/failure/kind").asString()).isEqualTo("cancelled");
    String id = ended.getFirst().path("id").asString();
    Spoken.by("experiments", "cancel", id, "--data", data())
        .complainsOf("Nothing to cancel: " + id + " has ended, it failed.");
    Spoken.by("experiments", "cancel", "exp_none", "--data", data())
        .complainsOf("There is no experiment 'exp_none'");
    try (BrowsedProcess shown = BrowsedProcess.of("dashboard", "--data", data(), "--port", "0")) {
      for (JsonNode each : ended) {
        String path = "api/experiments/" + each.path("id").asString() + "/cancel";
        assertThat(shown.refusal("POST", path)).startsWith("Nothing to cancel: ");
      }
    }
    assertThatTheSleeperIsLeftOutOfAReplay(id, ended.getFirst().path("campaign").asString());
  }

  private void assertThatTheSleeperIsLeftOutOfAReplay(String sleeper, String campaign) {
    Spoken again = Spoken.by("replay", campaign, "--from-seed", "--json", "--data", data());
    JsonNode replayed = again.json();
    assertThat(again.err())
        .contains(sleeper + " was cancelled when it ran, so there is nothing to compare.");
    assertThat(replayed.path("same").asBoolean()).isTrue();
    assertThat(replayed.path("never_measured").asInt()).isEqualTo(1);
    assertThat(replayed.path("experiments").size()).isEqualTo(1);
  }

  @Test
  void aPortOutOfRangeIsRefused() {
    Spoken.by(run("--port", "70000")).refuses("A port is a number from 0 to 65535, not 70000.");
  }

  @Test
  void withoutAStoreThereIsNothingToShow() {
    Spoken.by("dashboard", "--data", data()).complainsOf("There is no data folder");
    Spoken.by("dashboard", "--data", data(), "--port", "70000").refuses("70000");
  }

  private String data() {
    return folder.resolve("data").toString();
  }

  private String[] run(String... more) {
    Stream<String> words =
        Stream.of(
            CProgramModel.with(
                "run", "--clip", folder.resolve("tiny.y4m").toString(), "--data", data()));
    return Stream.concat(words, Stream.of(more)).toArray(String[]::new);
  }
}
