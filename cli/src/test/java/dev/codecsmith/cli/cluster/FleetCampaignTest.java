package dev.codecsmith.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.cli.CProgramModel;
import dev.codecsmith.cli.CampaignTable;
import dev.codecsmith.cli.CommandProcess;
import dev.codecsmith.cli.ServiceProcess;
import dev.codecsmith.cli.Spoken;
import dev.codecsmith.cli.TestFootage;
import dev.codecsmith.cli.cloud.ServerDoor;
import dev.codecsmith.cluster.TestFleet;
import dev.codecsmith.cluster.server.ScriptedTemporal;
import dev.codecsmith.cluster.server.TemporalServer;
import dev.codecsmith.cluster.server.TestIdentity;
import dev.codecsmith.store.aws.AwsAddress;
import dev.codecsmith.store.aws.TestCredentials;
import dev.codecsmith.store.cloud.CloudStoreSetup;
import dev.codecsmith.store.dynamo.DynamoServer;
import dev.codecsmith.store.s3.S3Server;
import io.temporal.api.workflowservice.v1.ListClosedWorkflowExecutionsRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Campaigns of the real command by a fleet: real workers, a Temporal server, DynamoDB and S3. */
class FleetCampaignTest {
  private static final int ITERATIONS = 3;
  private static final int KILLS = 4;
  private static final String TOKEN = "a token of the tests";

  @TempDir private Path folder;
  private final String fleet = "test-" + UUID.randomUUID();
  private final List<ServiceProcess> workers = new ArrayList<>();
  private String store = "";
  private String server = "";

  @BeforeEach
  void footageAndStore() throws Exception {
    server = TestFleet.address();
    TestFootage.write(folder.resolve("tiny.y4m"), 48, 32, 2);
    Files.writeString(folder.resolve("token"), TOKEN);
    String name = S3Server.newBucket();
    AwsAddress address =
        AwsAddress.parse(
            "aws:table=fleet-%s,bucket=fleet-%s,endpoint=%s,s3-endpoint=%s,path-style,region=eu-central-1"
                .formatted(name, name, DynamoServer.endpoint(), S3Server.endpoint()));
    store = address.toString();
    CloudStoreSetup.Made _ = CloudStoreSetup.make(address);
  }

  @AfterEach
  void stopWorkers() throws Exception {
    for (ServiceProcess each : workers) {
      each.kill();
    }
  }

  private ServiceProcess worker(String name, String... more) throws Exception {
    List<String> words =
        new ArrayList<>(
            List.of(
                "--cluster",
                server,
                "--cluster-fleet",
                fleet,
                "--store",
                store,
                "--name",
                name,
                "--parallel",
                "1"));
    words.addAll(List.of(more));
    ServiceProcess worker =
        ServiceProcess.start(
            "worker",
            folder.resolve(name),
            folder.resolve("token"),
            TOKEN,
            words.toArray(String[]::new));
    workers.add(worker);
    return worker;
  }

  private String[] run(String data, String... more) throws IOException {
    List<String> words =
        new ArrayList<>(
            List.of(
                "run",
                "--json",
                "--no-dashboard",
                "--clip",
                folder.resolve("tiny.y4m").toString(),
                "--seed",
                "7",
                "--data",
                folder.resolve(data).toString()));
    words.addAll(List.of(more));
    if (!words.contains("--iterations")) {
      words.addAll(List.of("--iterations", "" + ITERATIONS));
    }
    return CProgramModel.slowly(words.toArray(String[]::new));
  }

  private String[] byTheFleet(String data, String... more) throws IOException {
    List<String> words =
        new ArrayList<>(List.of("--store", store, "--cluster", server, "--cluster-fleet", fleet));
    words.addAll(List.of(more));
    return run(data, words.toArray(String[]::new));
  }

  private List<String> alone() throws IOException {
    return CampaignTable.of(Spoken.by(run("local")).json());
  }

  @Test
  void aFleetComesToTheTableOfOneProcess() throws Exception {
    ServiceProcess first = worker("first");
    ServiceProcess second = worker("second");
    first.awaitLine("takes work of the fleet");
    second.awaitLine("takes work of the fleet");
    JsonNode report = Spoken.by(byTheFleet("here")).json();
    assertThat(CampaignTable.of(report)).hasSize(ITERATIONS).isEqualTo(alone());
    assertThat(first.get("/metrics").body())
        .contains("codecsmith_fleet_slots 1.0")
        .contains("temporal_");
  }

  @Test
  void aCampaignWaitsForAFleetThatIsNotThereYetAndAKilledOneGoesOnWithWhatItHadBegun()
      throws Exception {
    Process killed = started();
    try (BufferedReader errors = killed.errorReader(StandardCharsets.UTF_8)) {
      ServiceProcess _ = worker("late");
      String line = errors.readLine();
      while (line != null && !line.contains("BD-rate")) {
        line = errors.readLine();
      }
      assertThat(line).isNotNull();
      killed.destroyForcibly();
      killed.waitFor();
    }
    JsonNode report = Spoken.by(byTheFleet("here")).json();
    assertThat(CampaignTable.of(report)).isEqualTo(alone());
  }

  private Process started(String... more) throws IOException {
    ProcessBuilder command = CommandProcess.of(byTheFleet("here", more));
    command.environment().put("AWS_ACCESS_KEY_ID", TestCredentials.ID);
    command.environment().put("AWS_SECRET_ACCESS_KEY", TestCredentials.SECRET);
    return command.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
  }

  @Test
  void aCampaignWhoseWorkersAreKilledAgainAndAgainEndsEachExperimentOnce() throws Exception {
    worker("a-0");
    worker("b-0");
    Process campaign = started("--cluster-silence", "2", "--iterations", "" + KILLS);
    BlockingQueue<String> lines = said(campaign);
    for (int kill = 0; kill < KILLS; kill++) {
      awaitLine(lines, "building");
      if (kill == 1) {
        // For a while there is nobody.
        for (ServiceProcess each : workers) {
          each.kill();
        }
        worker("b-" + kill);
      } else {
        workers.get(kill).kill();
      }
      worker("a-" + kill + "-again");
    }
    assertThat(campaign.waitFor()).isZero();
    JsonNode report = Spoken.by(byTheFleet("here", "--iterations", "" + KILLS)).json();
    assertThat(CampaignTable.of(report))
        .hasSize(KILLS)
        .isEqualTo(CampaignTable.of(Spoken.by(run("local", "--iterations", "" + KILLS)).json()));
    assertThat(jobs()).doesNotHaveDuplicates().hasSize(KILLS);
  }

  @Test
  void aServerThatIsAwayForAWhileIsWaitedFor() throws Exception {
    try (ServerDoor door = new ServerDoor(URI.create("http://" + TestFleet.address()))) {
      server = "127.0.0.1:" + door.endpoint().getPort();
      worker("only");
      Process campaign = started("--cluster-silence", "2");
      BlockingQueue<String> lines = said(campaign);
      awaitLine(lines, "building");
      door.shut();
      awaitLine(lines, "does not answer");
      door.open();
      assertThat(campaign.waitFor()).isZero();
      assertThat(CampaignTable.of(Spoken.by(byTheFleet("here")).json())).isEqualTo(alone());
    }
  }

  /** What a process says, line by line, and at last that it has ended. */
  private static BlockingQueue<String> said(Process process) {
    BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    Thread _ =
        Thread.ofVirtual()
            .start(() -> {
              process.errorReader(StandardCharsets.UTF_8).lines().forEach(lines::add);
              lines.add("THE END");
            });
    return lines;
  }

  private static void awaitLine(BlockingQueue<String> lines, String part)
      throws InterruptedException {
    List<String> heard = new ArrayList<>();
    while (true) {
      String line = lines.poll(120, TimeUnit.SECONDS);
      assertThat(line).as("%s", heard).isNotNull().isNotEqualTo("THE END");
      if (line.contains(part)) {
        return;
      }
      heard.add(line);
    }
  }

  /** The experiments that the server has workflows of, one each time it was begun anew. */
  private List<String> jobs() throws IOException {
    try (TemporalServer temporal = TestFleet.connect("reader")) {
      return temporal
          .stubs()
          .blockingStub()
          .listClosedWorkflowExecutions(
              ListClosedWorkflowExecutionsRequest.newBuilder().setNamespace("default").build())
          .getExecutionsList()
          .stream()
          .map(each -> each.getExecution().getWorkflowId())
          .filter(id -> id.startsWith("exp_") && queue(temporal, id).startsWith(fleet + "/"))
          .map(id -> id.substring(0, id.indexOf('/')))
          .toList();
    }
  }

  private static String queue(TemporalServer temporal, String workflow) {
    return temporal
        .client()
        .fetchHistory(workflow)
        .getEvents()
        .getFirst()
        .getWorkflowExecutionStartedEventAttributes()
        .getTaskQueue()
        .getName();
  }

  @Test
  void aServerThatIsNotTrustedEndsWorkerAndCampaignWithASentence() throws Exception {
    TestIdentity own = TestIdentity.make(folder, "server");
    try (ScriptedTemporal temporal = ScriptedTemporal.tls(own, Optional.empty())) {
      String said = "The Temporal server temporal://" + temporal.target() + "/default shows";
      Spoken.by(run("here", "--store", store, "--cluster", temporal.target(), "--cluster-tls"))
          .complainsOf(said, "not trusted here", "--cluster-ca");
      Spoken worker =
          Spoken.by(
              "worker",
              "--port",
              "0",
              "--cluster",
              temporal.target(),
              "--cluster-tls",
              "--store",
              store,
              "--data",
              folder.resolve("w").toString());
      assertThat(worker.exit()).isEqualTo(1);
      assertThat(worker.err().lines())
          .last(InstanceOfAssertFactories.STRING)
          .startsWith("codecsmith: " + said)
          .contains("not trusted here");
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
