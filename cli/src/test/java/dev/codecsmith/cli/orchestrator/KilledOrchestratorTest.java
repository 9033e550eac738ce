package dev.codecsmith.cli.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.cli.CProgramModel;
import dev.codecsmith.cli.CampaignTable;
import dev.codecsmith.cli.ServiceProcess;
import dev.codecsmith.cli.Spoken;
import dev.codecsmith.cli.TestFootage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An orchestrator that is killed while its worker, another process, is at an experiment. */
@Timeout(300)
class KilledOrchestratorTest {
  private static final String TOKEN = "a token of these tests";
  private static final int ITERATIONS = 3;

  @TempDir private Path folder;
  private final List<ServiceProcess> started = new ArrayList<>();

  @AfterEach
  void end() throws InterruptedException {
    for (ServiceProcess process : started) {
      process.close();
    }
  }

  private ServiceProcess start(String kind, String... more) throws Exception {
    ServiceProcess process =
        ServiceProcess.start(kind, folder.resolve(kind), folder.resolve("token"), TOKEN, more);
    started.add(process);
    return process;
  }

  @Test
  void eachExperimentIsStoredOnceAndNoModelIsAskedAgain() throws Exception {
    Files.writeString(folder.resolve("token"), TOKEN + "\n");
    Path clip = folder.resolve("tiny.y4m");
    TestFootage.write(clip, 48, 32, 3);
    Path calls = folder.resolve("calls");
    Path file =
        Files.writeString(
            folder.resolve("campaign.yaml"),
            "clips: [%s]\niterations: %d\n".formatted(clip, ITERATIONS)
                + CProgramModel.yamlOfSleepers(calls));
    List<String> undisturbed = table(file, folder.resolve("undisturbed"));
    Files.delete(calls);

    ServiceProcess worker = start("worker");
    String[] with = {"--worker", worker.address().toString()};
    ServiceProcess killed = start("orchestrator", with);
    String id =
        JsonMapper.shared()
            .readTree(killed.post(Files.readString(file)).body())
            .path("id")
            .asString();
    killed.awaitLine("  score ");
    killed.awaitLine("encoding");
    // What the worker is at cannot end before the orchestrator is dead.
    worker.stopAtWork();
    killed.kill();
    worker.signal("CONT");

    ServiceProcess again = start("orchestrator", with);
    JsonNode ended = again.awaitEnd(id);
    assertThat(ended.path("state").asString()).isEqualTo("finished");
    assertThat(ended.path("iterations_ended").asInt()).isEqualTo(ITERATIONS);
    assertThat(again.end()).isEqualTo(143);
    assertThat(table(file, folder.resolve("orchestrator"))).isEqualTo(undisturbed);
    assertThat(Files.readAllLines(calls)).hasSize(ITERATIONS);
  }

  /** Of a campaign that is run to its end here, as far as it was not before. */
  private static List<String> table(Path file, Path data) {
    JsonNode report =
        Spoken.by(
                "run",
                "--json",
                "--no-dashboard",
                "--campaign",
                file.toString(),
                "--data",
                data.toString())
            .json();
    List<String> rows = CampaignTable.of(report);
    assertThat(rows).hasSize(ITERATIONS);
    return rows;
  }
}
