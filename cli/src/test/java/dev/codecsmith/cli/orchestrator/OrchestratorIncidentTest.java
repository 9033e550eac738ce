package dev.codecsmith.cli.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.cli.CProgramModel;
import dev.codecsmith.cli.CampaignTable;
import dev.codecsmith.cli.ServiceProcess;
import dev.codecsmith.cli.Spoken;
import dev.codecsmith.cli.TestFootage;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The orchestrator as a process of its own: killed, ended, sent nonsense. */
@Timeout(300)
class OrchestratorIncidentTest {
  private static final String TOKEN = "a token of these tests";

  @TempDir private Path folder;
  private final List<ServiceProcess> started = new ArrayList<>();
  private Path clip;
  private Path data;

  @BeforeEach
  void footage() throws Exception {
    clip = folder.resolve("tiny.y4m");
    data = folder.resolve("data");
    TestFootage.write(clip, 48, 32, 3);
    Files.writeString(folder.resolve("token"), TOKEN + "\n");
  }

  @AfterEach
  void end() throws InterruptedException {
    for (ServiceProcess process : started) {
      process.close();
    }
  }

  private ServiceProcess start() throws Exception {
    ServiceProcess process =
        ServiceProcess.start("orchestrator", data, folder.resolve("token"), TOKEN);
    started.add(process);
    return process;
  }

  private static String campaign(String clip, int iterations, int seed) {
    return "clips: [%s]\niterations: %d\nseed: %d\n".formatted(clip, iterations, seed)
        + CProgramModel.yaml();
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return JsonMapper.shared().readTree(answer.body());
  }

  private static String taken(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return json(answer).path("id").asString();
  }

  /** Of a campaign that was run to its end already. */
  private List<String> table(Path store, int iterations, int seed) {
    JsonNode report =
        Spoken.by(
                CProgramModel.slowly(
                    "run",
                    "--json",
                    "--no-dashboard",
                    "--clip",
                    clip.toString(),
                    "--iterations",
                    Integer.toString(iterations),
                    "--seed",
                    Integer.toString(seed),
                    "--data",
                    store.toString()))
            .json();
    List<String> rows = CampaignTable.of(report);
    assertThat(rows).hasSize(iterations);
    return rows;
  }

  @Test
  void killedInTheMiddleItGoesOnAndEndsInTheTableOfAnUndisturbedRun() throws Exception {
    Path undisturbed = folder.resolve("undisturbed");
    List<String> expected = table(undisturbed, 3, 7);
    List<String> expectedOfSecond = table(undisturbed, 2, 8);

    ServiceProcess process = start();
    String first = taken(process.post(campaign(clip.toString(), 3, 7)));
    String second = taken(process.post(campaign(clip.toString(), 2, 8)));
    process.awaitLine("  score ");
    process.kill();

    process = start();
    assertThat(process.post(campaign(clip.toString(), 2, 8)).statusCode())
        .as("the same text is the same request")
        .isEqualTo(200);
    JsonNode one = process.awaitEnd(first);
    JsonNode two = process.awaitEnd(second);
    assertThat(one.path("state").asString()).isEqualTo("finished");
    assertThat(one.path("iterations_ended").asInt()).isEqualTo(3);
    assertThat(two.path("state").asString()).isEqualTo("finished");
    assertThat(Instant.parse(two.path("begun").asString()))
        .isAfterOrEqualTo(Instant.parse(one.path("ended").asString()));
    assertThat(process.json("/campaigns").path("campaigns").size()).isEqualTo(2);

    crashIsTold(process);
    assertThat(process.end()).isEqualTo(143);
    assertThat(data.resolve("orchestrator.running")).doesNotExist();
    assertThat(table(data, 3, 7)).isEqualTo(expected);
    assertThat(table(data, 2, 8)).isEqualTo(expectedOfSecond);
    assertThat(data.resolve("logs/orchestrator.log")).content().doesNotContain(TOKEN);
  }

  /** What the killed process had logged is an artifact now. */
  private void crashIsTold(ServiceProcess process) throws Exception {
    String log = process.json("/status").path("last_crash").path("log_sha256").asString();
    assertThat(log).hasSize(64);
    assertThat(process.get("/artifacts/" + log).body())
        .contains("The orchestrator listens on")
        .contains("  score ");
    assertThat(process.get("/log?lines=500").body()).contains("is the artifact " + log);
    assertThat(process.json("/status").path("last_error").path("text").asString()).contains(log);
  }

  @Test
  void endedBySigtermItGoesOnAtTheNextStart() throws Exception {
    ServiceProcess process = start();
    String id = taken(process.post(campaign(clip.toString(), 3, 7)));
    process.awaitLine("  score ");
    assertThat(process.end()).isEqualTo(143);

    process = start();
    assertThat(process.awaitEnd(id).path("state").asString()).isEqualTo("finished");
    assertThat(process.json("/status").has("last_crash")).isFalse();
  }

  @Test
  void aDroppedFileIsRunAndOneThatCannotBeRunIsPutAside() throws Exception {
    ServiceProcess process = start();
    Path campaigns = data.resolve("campaigns");
    Files.copy(clip, campaigns.resolve("near.y4m"));
    Files.writeString(campaigns.resolve("wrong.yaml"), "clips: [far.y4m]\n");
    Files.writeString(campaigns.resolve("right.yaml"), campaign("near.y4m", 1, 7));
    process.awaitLine("[1/1] exp_iter1");
    JsonNode listed = process.json("/campaigns").path("campaigns");
    assertThat(listed.size()).isEqualTo(1);
    JsonNode ended = process.awaitEnd(listed.path(0).path("id").asString());
    assertThat(ended.path("state").asString()).isEqualTo("finished");
    assertThat(ended.path("file").asString()).endsWith("campaigns/right.yaml");
    assertThat(campaigns.resolve("taken/right.yaml")).exists();
    assertThat(campaigns.resolve("refused/wrong.yaml.reason.txt")).content().contains("far.y4m");
  }

  @Test
  void whatCannotBeRunIsRefusedWithTheSentenceOfRun() throws Exception {
    ServiceProcess process = start();
    HttpResponse<String> unknown = process.post("clip: x\n");
    assertThat(unknown.statusCode()).isEqualTo(400);
    assertThat(json(unknown).path("error").asString())
        .isEqualTo("The campaign, line 1: there is no key 'clip'; did you mean 'clips'?");
    assertThat(json(process.post("clips: [tiny.y4m]\n")).path("error").asString())
        .isEqualTo(
            "The campaign, line 1, clips: a campaign that is sent names files by absolute paths or"
                + " addresses, not by 'tiny.y4m'.");
    assertThat(json(process.post("clips: [/none.y4m]\n")).path("error").asString())
        .contains("/none.y4m");
    assertThat(
            process
                .send(process.to("/campaigns").POST(BodyPublishers.ofString("iterations: 1")))
                .statusCode())
        .isEqualTo(415);
    assertThat(process.json("/campaigns").path("campaigns").size()).isZero();
    assertThat(process.json("/status").path("waiting").asInt()).isZero();
  }
}
