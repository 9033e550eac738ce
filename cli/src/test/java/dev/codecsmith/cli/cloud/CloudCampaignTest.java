package dev.codecsmith.cli.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.cli.CProgramModel;
import dev.codecsmith.cli.CampaignTable;
import dev.codecsmith.cli.CommandProcess;
import dev.codecsmith.cli.Spoken;
import dev.codecsmith.cli.TestFootage;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.aws.AwsAddress;
import dev.codecsmith.store.aws.TestCredentials;
import dev.codecsmith.store.cloud.CloudStoreSetup;
import dev.codecsmith.store.cloud.StoreKinds;
import dev.codecsmith.store.data.StoreKind;
import dev.codecsmith.store.dynamo.DynamoServer;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.StoredEvent;
import dev.codecsmith.store.experiments.CampaignLease;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.experiments.Page;
import dev.codecsmith.store.s3.S3Server;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The real command over real servers: records in DynamoDB, artifacts in S3. */
class CloudCampaignTest {
  private static final int ITERATIONS = 3;

  /** One before the servers go away, one meanwhile, and more. */
  private static final int LONGER = 4;

  @TempDir private Path folder;
  private String store = "";
  private final ServerDoor table = new ServerDoor(DynamoServer.endpoint());
  private final ServerDoor bucket = new ServerDoor(S3Server.endpoint());

  CloudCampaignTest() throws IOException {}

  @AfterEach
  void closeDoors() {
    table.close();
    bucket.close();
  }

  @BeforeEach
  void footageAndStore() throws Exception {
    TestFootage.write(folder.resolve("tiny.y4m"), 48, 32, 2);
    String name = S3Server.newBucket();
    AwsAddress address =
        AwsAddress.parse(
            "aws:table=cli-%s,bucket=cli-%s,endpoint=%s,s3-endpoint=%s,path-style,region=eu-central-1"
                .formatted(name, name, table.endpoint(), bucket.endpoint()));
    store = address.toString();
    CloudStoreSetup.Made _ = CloudStoreSetup.make(address);
  }

  private String[] run(String data, int iterations, String... more) throws IOException {
    List<String> words =
        new ArrayList<>(
            List.of(
                "run",
                "--json",
                "--no-dashboard",
                "--clip",
                folder.resolve("tiny.y4m").toString(),
                "--iterations",
                "" + iterations,
                "--seed",
                "7",
                "--data",
                folder.resolve(data).toString()));
    words.addAll(List.of(more));
    return CProgramModel.slowly(words.toArray(String[]::new));
  }

  /** What the printed link leads to, without credentials. */
  private static String fetched(Spoken link) throws IOException {
    try (InputStream in = URI.create(link.well().out().strip()).toURL().openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private String log(String data, String experiment) throws IOException {
    Path file = folder.resolve("fetched.log");
    Spoken _ =
        elsewhere(data, "experiments", "artifact", experiment, "log", "--out", file.toString());
    return Files.readString(file);
  }

  private StoreKind.Stores opened() throws Exception {
    return StoreKinds.of(store).openForReading(folder);
  }

  @Test
  void aCampaignEndsWithTheTableOfOneInAFolderAndEveryMachineReadsIt() throws Exception {
    JsonNode report = Spoken.by(run("here", ITERATIONS, "--store", store)).json();
    List<String> table = CampaignTable.of(report);
    assertThat(table)
        .hasSize(ITERATIONS)
        .isEqualTo(CampaignTable.of(Spoken.by(run("local", ITERATIONS)).json()));
    assertThat(folder.resolve("here").resolve("store.sqlite")).doesNotExist();

    String id = report.at("/campaign/id").asString();
    String best = report.at("/experiments/0/id").asString();
    String there = folder.resolve("there").toString();
    assertThat(elsewhere(there, "campaign", "status").out()).contains(id, "3 succeeded");
    assertThat(elsewhere(there, "experiments", "list").out()).contains(best);
    assertThat(elsewhere(there, "experiments", "show", best).out()).contains(best);
    assertThat(elsewhere(there, "lineage", best).out()).contains(best);
    assertThat(fetched(elsewhere(there, "experiments", "artifact", best, "log", "--link", "1")))
        .isEqualTo(log(there, best));
    assertThat(elsewhere(there, "experiments", "export", "--campaign", id).out()).contains(best);
    assertThat(elsewhere(there, "campaign", "watch", id).out()).contains("finished");
    Spoken.by("campaign", "stop", id, "--data", there, "--store", store)
        .complainsOf("Nothing to stop");

    JsonNode more = Spoken.by(run("there", ITERATIONS + 1, "--store", store)).json();
    assertThat(more.at("/campaign/id").asString()).isEqualTo(id);
    assertThat(CampaignTable.of(more).subList(0, ITERATIONS)).isEqualTo(table);
  }

  private Spoken elsewhere(String data, String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--data", data, "--store", store));
    return Spoken.by(all.toArray(String[]::new)).well();
  }

  @Test
  void aStoreThatIsNotThereIsToldInASentenceBeforeAnythingRuns() throws Exception {
    Spoken.by(run("here", 1, "--store", store.replace("table=cli", "table=none")))
        .complainsOf("does not exist", "store init");
    Spoken.by(run("here", 1, "--store", "s3://bucket")).refuses("does not begin with aws:");
  }

  @Test
  void killedItGoesOnAtOnceFromTheSameFolderAndEndsWithTheSameTable() throws Exception {
    List<String> undisturbed = CampaignTable.of(Spoken.by(run("local", ITERATIONS)).json());
    Process killed = process(ITERATIONS);
    try (BufferedReader errors = killed.errorReader(StandardCharsets.UTF_8)) {
      String line = errors.readLine();
      while (line != null && !line.contains("  score ")) {
        line = errors.readLine();
      }
      assertThat(line).as("killed before its end").isNotNull();
    } finally {
      killed.destroyForcibly().waitFor();
    }
    Spoken next = Spoken.by(run("here", ITERATIONS, "--store", store)).well();
    assertThat(next.err()).doesNotContain("waiting");
    assertThat(CampaignTable.of(next.json())).isEqualTo(undisturbed);
  }

  private Process process(int iterations) throws IOException {
    ProcessBuilder command = CommandProcess.of(run("here", iterations));
    command.environment().put("CODECSMITH_STORE", store);
    command.environment().put("AWS_ACCESS_KEY_ID", TestCredentials.ID);
    command.environment().put("AWS_SECRET_ACCESS_KEY", TestCredentials.SECRET);
    return command.start();
  }

  private static void readUpTo(BufferedReader lines, String part) throws IOException {
    List<String> read = new ArrayList<>();
    do {
      read.add(lines.readLine());
      assertThat(read.getLast()).as("%s in %s", part, read).isNotNull();
    } while (!read.getLast().contains(part));
  }

  @Test
  void aCampaignGoesOnWhileItsServersAreAwayAndNothingIsLostOrDoubled() throws Exception {
    List<String> undisturbed = CampaignTable.of(Spoken.by(run("local", LONGER)).json());
    Process process = process(LONGER);
    String report;
    try (BufferedReader errors = process.errorReader(StandardCharsets.UTF_8)) {
      readUpTo(errors, "  score ");
      table.shut();
      bucket.shut();
      readUpTo(errors, "the store is away");
      readUpTo(errors, "  score ");
      table.open();
      bucket.open();
      report = process.inputReader(StandardCharsets.UTF_8).readAllAsString();
      assertThat(process.waitFor()).as(errors.readAllAsString()).isZero();
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertThat(CampaignTable.of(JsonMapper.shared().readTree(report))).isEqualTo(undisturbed);
    assertEventsAreWhole(undisturbed.size());
  }

  @Test
  void killedWhileItsServersAreAwayTheSameCommandDeliversWhatWaits() throws Exception {
    List<String> undisturbed = CampaignTable.of(Spoken.by(run("local", LONGER)).json());
    Process process = process(LONGER);
    try (BufferedReader errors = process.errorReader(StandardCharsets.UTF_8)) {
      readUpTo(errors, "  score ");
      table.shut();
      bucket.shut();
      readUpTo(errors, "the store is away");
      readUpTo(errors, "  score ");
    } finally {
      process.destroyForcibly().waitFor();
    }
    Spoken.by(run("here", LONGER, "--store", store)).complainsOf("cannot be reached");
    table.open();
    bucket.open();
    JsonNode report = Spoken.by(run("here", LONGER, "--store", store)).json();
    assertThat(CampaignTable.of(report)).isEqualTo(undisturbed);
    assertEventsAreWhole(undisturbed.size());
  }

  private void assertEventsAreWhole(int experiments) throws Exception {
    ExperimentStore records = opened().experiments();
    try {
      String campaign = records.campaigns(Page.FIRST, 1).items().getFirst().id();
      List<StoredEvent> events = records.events(campaign, 0, 10_000);
      assertThat(events)
          .extracting(StoredEvent::number)
          .isEqualTo(LongStream.rangeClosed(1, events.size()).boxed().toList());
      List<CampaignEvent> told = events.stream().map(StoredEvent::event).toList();
      assertThat(told.getFirst()).isInstanceOf(CampaignEvent.CampaignBegun.class);
      // Servers that come back at the very end are told of behind it.
      assertThat(
              told.reversed().stream()
                  .dropWhile(CampaignEvent.StoreBack.class::isInstance)
                  .findFirst())
          .containsInstanceOf(CampaignEvent.CampaignFinished.class);
      assertThat(told.stream().filter(CampaignEvent.ExperimentEnded.class::isInstance))
          .hasSize(experiments)
          .doesNotHaveDuplicates();
      assertThat(told.stream().filter(CampaignEvent.StoreAway.class::isInstance)).hasSize(1);
    } finally {
      records.close();
    }
  }

  @Test
  void aSecondOrchestratorIsRefusedWhileTheFirstLivesAndTakesOverWhenItIsDead() throws Exception {
    Spoken _ = Spoken.by(run("first", 1, "--store", store)).well();
    StoreKind.Stores stores = opened();
    ExperimentStore records = stores.experiments();
    try {
      CampaignRecord campaign = records.campaigns(Page.FIRST, 1).items().getFirst();
      assertThat(records.leaseOf(campaign.id())).as("given back at the end").isEmpty();
      renew(records, campaign.id(), 0);
      Thread alive =
          Thread.ofVirtual()
              .start(() -> {
                for (int renewal = 1; !Thread.currentThread().isInterrupted(); renewal++) {
                  renew(records, campaign.id(), renewal);
                }
              });
      Spoken second = Spoken.by(run("second", 2, "--store", store));
      alive.interrupt();
      alive.join();
      assertThat(second.exit()).isEqualTo(1);
      assertThat(second.err())
          .contains("another machine has " + campaign.id() + "; waiting up to 2 s")
          .contains(campaign.id() + " is run by another machine");

      Spoken third = Spoken.by(run("second", 2, "--store", store)).well();
      assertThat(third.err()).contains("waiting up to 2 s");
      assertThat(CampaignTable.of(third.json())).hasSize(2);
    } finally {
      records.close();
    }
  }

  private static void renew(ExperimentStore records, String campaign, int renewal) {
    try {
      Optional<CampaignLease> next =
          Optional.of(
              new CampaignLease(
                  "other", "another machine", "" + renewal, Duration.ofSeconds(2), false));
      assertThat(records.replaceLease(campaign, records.leaseOf(campaign), next)).isTrue();
    } catch (StoreException e) {
      throw new IllegalStateException(e);
    }
  }
}
