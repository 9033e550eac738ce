package dev.codecsmith.cli.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.cli.CProgramModel;
import dev.codecsmith.cli.CampaignTable;
import dev.codecsmith.cli.ServiceProcess;
import dev.codecsmith.cli.Spoken;
import dev.codecsmith.cli.TestFootage;
import dev.codecsmith.store.aws.AwsAddress;
import dev.codecsmith.store.cloud.CloudStoreSetup;
import dev.codecsmith.store.cloud.StoreKinds;
import dev.codecsmith.store.dynamo.DynamoServer;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.StoredEvent;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.s3.S3Server;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Orchestrators as processes of their own over real servers that they share. */
@Timeout(300)
class CloudOrchestratorTest {
  private static final String TOKEN = "a token of these tests";

  /** One before the servers go away, one meanwhile, and one more. */
  private static final int ITERATIONS = 3;

  private static List<String> undisturbed = List.of();

  @TempDir private Path folder;
  private final ServerDoor table = new ServerDoor(DynamoServer.endpoint());
  private final ServerDoor bucket = new ServerDoor(S3Server.endpoint());
  private final List<ServiceProcess> started = new ArrayList<>();
  private String store = "";

  CloudOrchestratorTest() throws IOException {}

  @BeforeEach
  void footageAndStore() throws Exception {
    TestFootage.write(folder.resolve("tiny.y4m"), 48, 32, 2);
    Files.writeString(folder.resolve("token"), TOKEN + "\n");
    String name = S3Server.newBucket();
    AwsAddress address =
        AwsAddress.parse(
            "aws:table=orch-%s,bucket=orch-%s,endpoint=%s,s3-endpoint=%s,path-style,region=eu-central-1"
                .formatted(name, name, table.endpoint(), bucket.endpoint()));
    store = address.toString();
    CloudStoreSetup.Made _ = CloudStoreSetup.make(address);
  }

  @AfterEach
  void end() throws InterruptedException {
    for (ServiceProcess process : started) {
      process.close();
    }
    table.close();
    bucket.close();
  }

  private void shut() throws IOException {
    table.shut();
    bucket.shut();
  }

  private void open() throws IOException {
    table.open();
    bucket.open();
  }

  private ServiceProcess start(String data) throws Exception {
    ServiceProcess process =
        ServiceProcess.start(
            "orchestrator", folder.resolve(data), folder.resolve("token"), TOKEN, "--store", store);
    started.add(process);
    return process;
  }

  private HttpResponse<String> send(ServiceProcess process) throws Exception {
    return process.post(
        "clips: [%s]\niterations: %d\nseed: 7\n".formatted(folder.resolve("tiny.y4m"), ITERATIONS)
            + CProgramModel.yaml());
  }

  private String taken(ServiceProcess process) throws Exception {
    HttpResponse<String> answer = send(process);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return JsonMapper.shared().readTree(answer.body()).path("id").asString();
  }

  private static void ask(ServiceProcess process, String campaign, String what) throws Exception {
    HttpResponse<String> answer =
        process.send(
            process.to("/campaigns/" + campaign + "/" + what).POST(BodyPublishers.noBody()));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  /** Of the campaign; what has ended is not run again. */
  private List<String> table(String... more) throws IOException {
    List<String> words =
        new ArrayList<>(
            List.of(
                "run",
                "--json",
                "--no-dashboard",
                "--clip",
                folder.resolve("tiny.y4m").toString(),
                "--iterations",
                "" + ITERATIONS,
                "--seed",
                "7"));
    words.addAll(List.of(more));
    return CampaignTable.of(Spoken.by(CProgramModel.slowly(words.toArray(String[]::new))).json());
  }

  private void assertIsWhole(String id) throws Exception {
    assertThat(undisturbed()).hasSize(ITERATIONS);
    ExperimentStore records = StoreKinds.of(store).openForReading(folder).experiments();
    try {
      List<StoredEvent> events = records.events(id, 0, 10_000);
      assertThat(events)
          .extracting(StoredEvent::number)
          .isEqualTo(LongStream.rangeClosed(1, events.size()).boxed().toList());
      for (Class<? extends CampaignEvent> once :
          List.of(CampaignEvent.CandidateProposed.class, CampaignEvent.ExperimentEnded.class)) {
        assertThat(events.stream().map(StoredEvent::event).filter(once::isInstance))
            .hasSize(ITERATIONS)
            .doesNotHaveDuplicates();
      }
    } finally {
      records.close();
    }
    assertThat(table("--data", folder.resolve("reader").toString(), "--store", store))
        .isEqualTo(undisturbed());
  }

  /** The table of one process, which is the same in each test. */
  private List<String> undisturbed() throws IOException {
    synchronized (CloudOrchestratorTest.class) {
      if (undisturbed.isEmpty()) {
        undisturbed = table("--data", folder.resolve("local").toString());
      }
      return undisturbed;
    }
  }

  @Test
  void ofTwoThatAreSentACampaignOneRunsItAndBothTellItsEnd() throws Exception {
    ServiceProcess first = start("first");
    ServiceProcess second = start("second");
    String id = taken(first);
    first.awaitLine("  score ");
    assertThat(taken(second)).isEqualTo(id);
    second.awaitLine("waiting up to 60 s");
    JsonNode end = first.awaitEnd(id);
    assertThat(end.path("state").asString()).isEqualTo("finished");
    assertThat(end.path("iterations_ended").asInt()).isEqualTo(ITERATIONS);
    assertThat(second.awaitEnd(id).path("best")).isEqualTo(end.path("best"));
    assertThat(second.json("/campaigns/" + id).path("state").asString()).isEqualTo("finished");
    assertIsWhole(id);

    assertThat(first.json("/status").at("/store/kind").asString()).isEqualTo(store);
    ExperimentStore records = StoreKinds.of(store).openForReading(folder).experiments();
    String program;
    try {
      program =
          records
              .find(end.at("/best/id").asString())
              .orElseThrow()
              .candidate()
              .artifacts()
              .getOrDefault("program", "");
    } finally {
      records.close();
    }
    assertThat(first.get("/artifacts/" + program).statusCode()).isEqualTo(200);
  }

  @Test
  void aCampaignWaitsForAStoreThatIsAwayAtTheStart() throws Exception {
    shut();
    ServiceProcess process = start("data");
    String id = taken(process);
    process.awaitLine("It is tried again in");
    JsonNode waiting = process.json("/campaigns/" + id);
    assertThat(waiting.path("state").asString()).isEqualTo("running");
    assertThat(waiting.path("sentence").asString()).contains("cannot be reached", "tried again");
    assertThat(waiting.path("store_fault").asString()).contains("The store");
    assertThat(process.get("/campaigns").statusCode()).isEqualTo(200);
    open();
    // It would go on by itself, half a minute later.
    ask(process, id, "stop");
    assertThat(process.awaitEnd(id).path("state").asString()).isEqualTo("stopped");
    ask(process, id, "resume");
    assertThat(process.awaitEnd(id).path("state").asString()).isEqualTo("finished");
    assertIsWhole(id);
  }

  @Test
  void aCampaignGoesOnWhileItsStoreIsAwayAndEndsWhenItIsBack() throws Exception {
    ServiceProcess process = start("data");
    String id = taken(process);
    process.awaitLine("  score ");
    shut();
    process.awaitLine("the store is away");
    process.awaitLine("  score ");
    JsonNode listed = process.json("/campaigns").path("campaigns").path(0);
    assertThat(listed.path("state").asString()).isEqualTo("running");
    assertThat(listed.path("store_fault").asString()).contains("The store");
    open();
    assertThat(process.awaitEnd(id).path("state").asString()).isEqualTo("finished");
    assertIsWhole(id);
  }

  @Test
  void killedWhileItsStoreIsAwayTheNextStartDeliversAndGoesOn() throws Exception {
    ServiceProcess process = start("data");
    String id = taken(process);
    process.awaitLine("  score ");
    shut();
    process.awaitLine("the store is away");
    process.awaitLine("  score ");
    process.kill();
    open();
    assertThat(start("data").awaitEnd(id).path("state").asString()).isEqualTo("finished");
    assertIsWhole(id);
  }
}
