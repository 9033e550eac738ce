package dev.codecsmith.cli.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.cli.CProgramModel;
import dev.codecsmith.cli.CommandProcess;
import dev.codecsmith.cli.Spoken;
import dev.codecsmith.cli.TestFootage;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A campaign stopped from another process, gone on with, and measured once more. */
class CampaignStopAndResumeTest {
  private static final int MANY = 500;

  @TempDir private Path folder;
  private String clip = "";
  private String data = "";

  @BeforeEach
  void footage() throws Exception {
    Path file = folder.resolve("tiny.y4m");
    TestFootage.write(file, 48, 32, 2);
    clip = file.toString();
    data = folder.resolve("data").toString();
  }

  @Test
  void aRunningCampaignStopsWhenAskedAndResumesWithItsOwnPlan() throws Exception {
    // Another campaign is there, and not meant.
    String other =
        Spoken.by(run("--iterations", "1", "--seed", "7", "--json"))
            .json()
            .at("/campaign/id")
            .asString();
    int finished = stoppedRun(other);
    assertThat(finished).isBetween(1, MANY - 1);

    JsonNode status = Spoken.by("campaign", "status", "--json", "--data", data).json().path(1);
    String id = status.path("id").asString();
    assertThat(status.path("experiments").path("succeeded").asInt()).isEqualTo(finished);

    int more = finished + 1;
    JsonNode resumed =
        Spoken.by("campaign", "resume", id, "--iterations", "" + more, "--json", "--data", data)
            .json();
    assertThat(resumed.at("/campaign/id").asString()).isEqualTo(id);
    assertThat(resumed.path("experiments").size()).isEqualTo(more);

    Spoken.by("campaign", "resume", id, "--seed", "99", "--data", data)
        .complainsOf("and not " + id, "./codecsmith run --data ");
    Spoken.by("campaign", "stop", "--data", data).complainsOf("Nothing to stop");
    Spoken.by("campaign", "resume", "campaign_none", "--data", data)
        .complainsOf("There is no campaign 'campaign_none'", id);
  }

  @Test
  void aCampaignIsReplayedAsAWhole() throws Exception {
    Spoken.by("run", "--no-dashboard", "--clip", clip, "--iterations", "2", "--data", data).well();
    String id =
        Spoken.by("campaign", "status", "--json", "--data", data)
            .json()
            .path(0)
            .path("id")
            .asString();
    Spoken replayed = Spoken.by("replay", id, "--data", data).well();
    assertThat(replayed.out()).contains("2 of 2 experiments came out the same");
    JsonNode json = Spoken.by("replay", id, "--json", "--from-seed", "--data", data).json();
    assertThat(json.path("same").asBoolean()).isTrue();
    assertThat(json.path("experiments").size()).isEqualTo(2);
  }

  @Test
  void withoutASandboxItIsAnotherCampaignAndANameAloneMakesNone() throws Exception {
    String[] run = run("--iterations", "1", "--json");
    String sandboxed = id(Spoken.by(run));
    String free = id(Spoken.by(with(run, "--sandbox=none")));
    assertThat(free).isNotEqualTo(sandboxed);
    Spoken.by("campaign", "resume", free, "--data", data)
        .complainsOf(free + " was run with --sandbox=none", "Give it again");
    Spoken.by("campaign", "resume", sandboxed, "--sandbox=none", "--data", data)
        .complainsOf(sandboxed + " was run in the sandbox");
    Path named = Files.writeString(folder.resolve("night.yaml"), "name: night\n");
    Spoken renamed = Spoken.by(with(run, "--campaign", named.toString()));
    assertThat(id(renamed)).isEqualTo(sandboxed);
    assertThat(renamed.err()).contains(sandboxed + ", stored under the name 'codecs'");
  }

  private String[] run(String... more) {
    String[] words = CProgramModel.with("run", "--no-dashboard", "--clip", clip, "--data", data);
    return with(words, more);
  }

  private static String id(Spoken spoken) {
    return spoken.json().at("/campaign/id").asString();
  }

  private static String[] with(String[] words, String... more) {
    return Stream.concat(Arrays.stream(words), Arrays.stream(more)).toArray(String[]::new);
  }

  /** Runs many iterations in a process of its own, stops it after the first; returns how many. */
  private int stoppedRun(String other) throws Exception {
    Path report = folder.resolve("report.json");
    Process process =
        CommandProcess.of(run("--json", "--iterations", Integer.toString(MANY)))
            .redirectOutput(report.toFile())
            .start();
    boolean asked = false;
    StringBuilder said = new StringBuilder();
    try (BufferedReader errors = process.errorReader(StandardCharsets.UTF_8)) {
      for (String line = errors.readLine(); line != null; line = errors.readLine()) {
        said.append(line).append('\n');
        if (!asked && line.contains("  score ")) {
          assertThat(Spoken.by("campaign", "status", "--data", data).well().out())
              .containsOnlyOnce("running now: process " + process.pid());
          Spoken.by("campaign", "stop", other, "--data", data).complainsOf(other + " does not run");
          assertThat(Spoken.by("campaign", "stop", "--data", data).well().out())
              .contains("campaign resume campaign_")
              .doesNotContain(other);
          asked = true;
        }
      }
      assertThat(process.waitFor()).as(said.toString()).isZero();
    } finally {
      process.destroyForcibly();
    }
    assertThat(said.toString()).contains("It was asked to stop");
    return JsonMapper.shared().readTree(Files.readString(report)).path("experiments").size();
  }
}
