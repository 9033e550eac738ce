package dev.codecsmith.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.cli.CProgramModel;
import dev.codecsmith.cli.CampaignTable;
import dev.codecsmith.cli.ServiceProcess;
import dev.codecsmith.cli.Spoken;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An orchestrator that is killed while its fleet, other processes, is at an experiment. */
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KilledFleetOrchestratorTest extends AbstractFleetTest {
  @Test
  void eachExperimentEndsOnceAndTheTableIsThatOfOneProcess() throws Exception {
    Path calls = folder.resolve("calls");
    Path file =
        Files.writeString(
            folder.resolve("campaign.yaml"),
            "clips: [%s]\niterations: %d\n".formatted(folder.resolve("tiny.y4m"), ITERATIONS)
                + CProgramModel.yamlOfSleepers(calls));
    List<String> undisturbed = table(file, "undisturbed");
    Files.delete(calls);

    worker("first", "--parallel", "2");
    ServiceProcess killed = orchestrator();
    String id =
        JsonMapper.shared()
            .readTree(killed.post(Files.readString(file)).body())
            .path("id")
            .asString();
    killed.awaitLine("  score ");
    killed.awaitLine("encoding");
    killed.kill();

    ServiceProcess again = orchestrator();
    JsonNode ended = again.awaitEnd(id);
    assertThat(ended.path("state").asString()).isEqualTo("finished");
    assertThat(ended.path("iterations_ended").asInt()).isEqualTo(ITERATIONS);
    int _ = again.end();
    assertThat(table(file, "orchestrator", "--store", store)).isEqualTo(undisturbed);
    assertThat(jobs(ITERATIONS)).as("begun once each").doesNotHaveDuplicates().hasSize(ITERATIONS);
    assertThat(Files.readAllLines(calls)).as("no model is asked again").hasSize(ITERATIONS);
  }

  private ServiceProcess orchestrator() throws Exception {
    ServiceProcess started =
        ServiceProcess.start(
            "orchestrator",
            folder.resolve("orchestrator"),
            folder.resolve("token"),
            Files.readString(folder.resolve("token")),
            inTheFleet("--cluster-silence", "2"));
    workers.add(started);
    return started;
  }

  /** Of a campaign that is run to its end here, as far as it was not before. */
  private List<String> table(Path file, String data, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "run",
                "--json",
                "--no-dashboard",
                "--campaign",
                file.toString(),
                "--data",
                folder.resolve(data).toString()));
    words.addAll(List.of(more));
    List<String> rows = CampaignTable.of(Spoken.by(words.toArray(String[]::new)).json());
    assertThat(rows).hasSize(ITERATIONS);
    return rows;
  }
}
