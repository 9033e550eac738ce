package dev.codecsmith.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.cli.CampaignTable;
import dev.codecsmith.cli.ServiceProcess;
import dev.codecsmith.cli.Spoken;
import dev.codecsmith.cli.cloud.ServerDoor;
import dev.codecsmith.cluster.TestFleet;
import dev.codecsmith.cluster.server.ScriptedTemporal;
import dev.codecsmith.cluster.server.TestIdentity;
import java.io.BufferedReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Campaigns of the real command by a fleet: real workers, a Temporal server, DynamoDB and S3. */
@Timeout(value = 900, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FleetCampaignTest extends AbstractFleetTest {
  @Test
  void aCampaignWaitsForAFleetAndAKilledOneGoesOnWithWhatItHadBegunToTheTableOfOneProcess()
      throws Exception {
    Process killed = started();
    try (BufferedReader errors = killed.errorReader(StandardCharsets.UTF_8)) {
      ServiceProcess first = worker("first");
      ServiceProcess _ = worker("second");
      String line = errors.readLine();
      while (line != null && !line.contains("  score ")) {
        line = errors.readLine();
      }
      assertThat(line).isNotNull();
      killed.destroyForcibly();
      killed.waitFor();
      first.awaitLine("takes work of the fleet");
      assertThat(first.get("/metrics").body())
          .contains("codecsmith_fleet_slots 1.0")
          .contains("temporal_");
    }
    JsonNode report = Spoken.by(byTheFleet("here")).json();
    assertThat(CampaignTable.of(report)).hasSize(ITERATIONS).isEqualTo(alone());
  }

  @Test
  void aCampaignOfWhoseThreeWorkersOneIsKilledAgainAndAgainEndsEachExperimentOnce()
      throws Exception {
    int iterations = 4;
    int all = 4;
    String[] more = {"--iterations", "" + iterations};
    String[] asked = sleeping(400, "here", inTheFleet("--cluster-silence", "2", more[0], more[1]));
    for (int i = 0; i < 3; i++) {
      worker("w" + i);
    }
    Process campaign = process(asked);
    BlockingQueue<String> lines = said(campaign);
    int killings = 0;
    String line = lines.take();
    while (!line.equals("THE END")) {
      if (line.contains("building") || line.contains("encoding")) {
        killings++;
        // Once there is nobody for a while.
        List<ServiceProcess> killed =
            List.copyOf(killings == all ? workers : workers.subList(0, 1));
        for (ServiceProcess each : killed) {
          each.kill();
        }
        workers.removeAll(killed);
        for (int i = 0; i < killed.size(); i++) {
          worker("w" + killings + "-" + i);
        }
      }
      line = lines.take();
    }
    assertThat(campaign.waitFor()).isZero();
    assertThat(killings).isGreaterThanOrEqualTo(2 * iterations);
    assertThat(CampaignTable.of(Spoken.by(asked).json()))
        .hasSize(iterations)
        .isEqualTo(CampaignTable.of(Spoken.by(sleeping(400, "local", more)).json()));
    assertThat(jobs(iterations)).doesNotHaveDuplicates().hasSize(iterations);
    assertThat(steps(iterations))
        .as("some were done again")
        .anyMatch(each -> !each.contains(" 1 "));
  }

  /** By what a worker multiplies limits on CPU time, once it has measured that. */
  private static String factor(ServiceProcess worker) throws InterruptedException {
    Matcher said =
        Pattern.compile("they are multiplied by (\\d\\.\\d\\d)\\.")
            .matcher(worker.awaitLine("The calibration program takes"));
    assertThat(said.find()).isTrue();
    return said.group(1);
  }

  @Test
  void aFleetWhoseWorkersAreAllReplacedDoesNoStepTwiceAndEachPointSaysWhereItWasMeasured()
      throws Exception {
    int iterations = 3;
    String[] more = {"--iterations", "" + iterations};
    String[] asked = sleeping(400, "here", inTheFleet(more));
    Deque<ServiceProcess> old = new ArrayDeque<>(List.of(worker("old-0"), worker("old-1")));
    Map<String, String> factors = new HashMap<>();
    factors.put("old-0", factor(old.getFirst()));
    factors.put("old-1", factor(old.getLast()));
    Path held = Files.createDirectory(folder.resolve("held"));
    Process campaign = process(Map.of("HELD", held.toString()), asked);
    BlockingQueue<String> lines = said(campaign);
    while (!old.isEmpty()) {
      String _ = awaitLine(lines, "encoding");
      String name = "new-" + old.size();
      ServiceProcess next = worker(name);
      factors.put(name, factor(next));
      next.awaitLine("takes work of the fleet");
      int _ = old.remove().end();
    }
    // However long the new workers took to start, the last iteration is theirs.
    Files.createFile(held.resolve("go"));
    assertThat(campaign.waitFor()).isZero();
    JsonNode report = Spoken.by(asked).json();
    assertThat(CampaignTable.of(report))
        .hasSize(iterations)
        .isEqualTo(CampaignTable.of(Spoken.by(sleeping(400, "local", more)).json()));
    assertThat(jobs(iterations)).doesNotHaveDuplicates().hasSize(iterations);
    List<String> steps = steps(iterations);
    assertThat(steps)
        .allMatch(each -> each.contains(" 1 "))
        .anyMatch(each -> each.contains(" old-"))
        .anyMatch(each -> each.contains(" new-"));
    List<String> measuring = new ArrayList<>();
    for (String machine : machines(report)) {
      String worker = machine.substring(0, machine.indexOf(','));
      assertThat(machine).endsWith("; limits on CPU time × " + factors.get(worker));
      measuring.add(worker);
    }
    assertThat(measuring)
        .containsExactlyInAnyOrderElementsOf(
            steps.stream()
                .filter(each -> each.startsWith("Point 1 "))
                .map(each -> each.substring("Point 1 ".length()))
                .toList());
  }

  /** Where each rate point was measured, as the records say. */
  private static List<String> machines(JsonNode report) {
    return report
        .path("experiments")
        .valueStream()
        .flatMap(each -> each.path("points").valueStream())
        .map(point -> point.path("machine").asString())
        .toList();
  }

  @Test
  void aServerThatIsAwayForAWhileIsWaitedFor() throws Exception {
    TestFleet.assumeWithoutTls();
    try (ServerDoor door = new ServerDoor(URI.create("http://" + TestFleet.target()))) {
      server = "127.0.0.1:" + door.endpoint().getPort();
      worker("only");
      Process campaign = started("--cluster-silence", "2");
      BlockingQueue<String> lines = said(campaign);
      String _ = awaitLine(lines, "building");
      door.shut();
      String _ = awaitLine(lines, "does not answer");
      door.open();
      assertThat(campaign.waitFor()).isZero();
      assertThat(CampaignTable.of(Spoken.by(byTheFleet("here")).json())).isEqualTo(alone());
    }
  }

  @Test
  void aServerThatIsNotTrustedEndsWorkerOrchestratorAndCampaignWithASentence() throws Exception {
    TestIdentity own = TestIdentity.make(folder, "server");
    try (ScriptedTemporal temporal = ScriptedTemporal.tls(own, Optional.empty())) {
      String said = "The Temporal server temporal://" + temporal.target() + "/default shows";
      Spoken.by(run("here", "--store", store, "--cluster", temporal.target(), "--cluster-tls"))
          .complainsOf(said, "not trusted here", "--cluster-ca");
      for (String service : List.of("worker", "orchestrator")) {
        Spoken ended =
            Spoken.by(
                service,
                "--port",
                "0",
                "--cluster",
                temporal.target(),
                "--cluster-tls",
                "--store",
                store,
                "--data",
                folder.resolve(service).toString());
        assertThat(ended.exit()).as(ended.err()).isEqualTo(1);
        assertThat(ended.err().lines())
            .last(InstanceOfAssertFactories.STRING)
            .startsWith("codecsmith: " + said)
            .contains("not trusted here");
      }
    }
  }

  @Test
  void whatAFleetCannotDoIsRefusedInASentence() throws Exception {
    Spoken.by(run("here", "--cluster", server))
        .refuses("name a store that they share with --store");
    Spoken.by(run("here", "--cluster", server, "--worker", "http://127.0.0.1:1", "--store", store))
        .refuses("name one of the two");
    Spoken.by(run("here", "--cluster", "nowhere", "--store", store)).refuses("HOST:PORT");
    Spoken.by(run("here", "--cluster-fleet", "mine")).refuses("name it with --cluster");
    Spoken.by("worker", "--cluster", server, "--data", folder.resolve("w").toString())
        .refuses("name its bucket with --store");
    Spoken.by("worker", "--drain", "3", "--data", folder.resolve("w").toString())
        .refuses("name its --cluster");
  }
}
