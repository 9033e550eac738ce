package dev.codecsmith.cli.cloud;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.cli.CProgramModel;
import dev.codecsmith.cli.CampaignTable;
import dev.codecsmith.cli.ServiceProcess;
import dev.codecsmith.cli.Spoken;
import dev.codecsmith.cli.TestFootage;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.aws.AwsAddress;
import dev.codecsmith.store.cloud.CloudStoreSetup;
import dev.codecsmith.store.dynamo.DynamoServer;
import dev.codecsmith.store.s3.S3ArtifactStore;
import dev.codecsmith.store.s3.S3Server;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A worker in a process of its own that reaches the campaign's bucket, or does not. */
@Timeout(300)
class SharedStoreTest {
  private static final String SECRET = "a token of the tests";

  private static List<String> local = List.of();

  @TempDir private Path folder;
  private final ServerDoor bucket = new ServerDoor(S3Server.endpoint());
  private String store = "";
  private String bucketAlone = "";

  SharedStoreTest() throws IOException {}

  @BeforeEach
  void footageAndStore() throws Exception {
    TestFootage.write(folder.resolve("tiny.y4m"), 48, 32, 2);
    Files.writeString(folder.resolve("token"), SECRET);
    String name = "shared-" + S3Server.newBucket();
    String place = "bucket=%s,s3-endpoint=%s,path-style,region=eu-central-1";
    bucketAlone = "aws:" + place.formatted(name, bucket.endpoint());
    store =
        "aws:table=%s,endpoint=%s,".formatted(name, DynamoServer.endpoint())
            + place.formatted(name, bucket.endpoint());
    CloudStoreSetup.Made _ = CloudStoreSetup.make(AwsAddress.parse(store));
  }

  @AfterEach
  void close() {
    bucket.close();
  }

  private JsonNode run(String data, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "run",
                "--json",
                "--no-dashboard",
                "--clip",
                folder.resolve("tiny.y4m").toString(),
                "--iterations",
                "2",
                "--seed",
                "7",
                "--data",
                folder.resolve(data).toString()));
    words.addAll(List.of(more));
    return Spoken.by(CProgramModel.with(words.toArray(String[]::new))).json();
  }

  /** The table of the same campaign in one process, which is the same for all tests. */
  private List<String> local() {
    if (local.isEmpty()) {
      local = CampaignTable.of(run("local"));
    }
    return local;
  }

  private JsonNode over(ServerDoor worker, String data) {
    return run(
        data,
        "--store",
        store,
        "--worker",
        worker.endpoint().toString(),
        "--token-file",
        folder.resolve("token").toString());
  }

  private ServiceProcess worker(String... more) throws Exception {
    return ServiceProcess.start(
        "worker", folder.resolve("worker"), folder.resolve("token"), SECRET, more);
  }

  private static ServerDoor before(ServiceProcess worker) throws IOException {
    return new ServerDoor(URI.create("http://127.0.0.1:" + worker.address().getPort()));
  }

  @Test
  void theLogOfAKilledWorkerGoesToTheBucketThatItShares() throws Exception {
    ServiceProcess killed = worker("--store", bucketAlone);
    killed.kill();
    ServiceProcess next = worker("--store", bucketAlone);
    try {
      String log = next.json("/status").at("/last_crash/log_sha256").asString();
      try (S3ArtifactStore there = S3ArtifactStore.open(AwsAddress.parseBucket(bucketAlone))) {
        assertThat(new String(there.read(log), UTF_8)).contains("listens on");
      }
    } finally {
      next.close();
    }
  }

  @Test
  void aWorkerThatSharesTheBucketIsSentNothingAndNothingIsFetchedFromIt() throws Exception {
    ServiceProcess worker = worker("--store", bucketAlone);
    try (ServerDoor door = before(worker)) {
      assertThat(worker.json("/status").at("/cache/shared").asString())
          .isEqualTo(AwsAddress.parse(store).artifactsPlace());
      JsonNode report = over(door, "here");
      assertThat(CampaignTable.of(report)).isEqualTo(local());
      assertThat(door.requests("POST", "/experiment")).isNotEmpty();
      assertThat(door.requests("PUT", "/artifacts/")).isEmpty();
      assertThat(door.requests("GET", "/artifacts/")).isEmpty();
      assertThat(isInTheBucket(clip())).isTrue();
      assertThat(isInTheBucket(bitstream(report))).isTrue();
      assertThat(isInTheBucket(video(report))).isTrue();
    } finally {
      worker.close();
    }
  }

  @Test
  void aWorkerWithoutTheBucketIsServedOverHttp() throws Exception {
    ServiceProcess worker = worker();
    try (ServerDoor door = before(worker)) {
      JsonNode report = over(door, "here");
      assertThat(CampaignTable.of(report)).isEqualTo(local());
      assertThat(door.requests("PUT", "/artifacts/" + clip())).hasSize(1);
      assertThat(door.requests("GET", "/artifacts/")).isNotEmpty();
      assertThat(isInTheBucket(clip())).isFalse();
      assertThat(isInTheBucket(bitstream(report))).isTrue();
    } finally {
      worker.close();
    }
  }

  @Test
  void aWorkerWhoseBucketIsAwayIsServedOverHttpAndDeliversLater() throws Exception {
    try (ServerDoor own = new ServerDoor(S3Server.endpoint())) {
      String reached = bucketAlone.replace(bucket.endpoint().toString(), own.endpoint().toString());
      ServiceProcess worker = worker("--store", reached);
      try (ServerDoor door = before(worker)) {
        own.shut();
        JsonNode report = over(door, "here");
        assertThat(CampaignTable.of(report)).isEqualTo(local());
        assertThat(door.requests("GET", "/artifacts/")).isNotEmpty();
        assertThat(worker.json("/status").at("/cache/waiting").asInt()).isPositive();
        own.open();
        while (worker.json("/status").at("/cache/waiting").asInt() > 0) {
          LockSupport.parkNanos(1_000_000);
        }
      } finally {
        worker.close();
      }
    }
  }

  @Test
  void aWorkersBucketThatIsNotThereIsToldInASentence() {
    Spoken.by(
            "worker",
            "--port",
            "0",
            "--data",
            folder.resolve("worker").toString(),
            "--store",
            bucketAlone.replace("bucket=shared", "bucket=none"))
        .complainsOf("does not exist");
    Spoken.by("worker", "--store", "s3://bucket").refuses("does not begin with aws:");
    Spoken.by("worker", "--host", "none.invalid")
        .complainsOf("no address of the name none.invalid");
    Spoken.by("worker", "--cache", "many").refuses("--cache must be a size such as 500M or 20G");
    Spoken.by("worker", "--cache", "1M").refuses("--cache must be at least 16M");
  }

  private String clip() throws IOException {
    return DigestUtils.sha256Hex(Files.readAllBytes(folder.resolve("tiny.y4m")));
  }

  private static String bitstream(JsonNode report) {
    return report.at("/experiments/0/points/0/bitstream_sha256").asString();
  }

  private static String video(JsonNode report) {
    return report.at("/experiments/0/artifacts").properties().stream()
        .filter(artifact -> artifact.getKey().startsWith("video/tiny/"))
        .map(artifact -> artifact.getValue().asString())
        .findFirst()
        .orElseThrow();
  }

  private boolean isInTheBucket(String sha256) throws StoreException {
    try (S3ArtifactStore artifacts = S3ArtifactStore.open(AwsAddress.parse(store))) {
      return artifacts.contains(sha256);
    }
  }
}
