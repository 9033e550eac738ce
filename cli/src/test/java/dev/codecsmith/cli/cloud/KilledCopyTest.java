package dev.codecsmith.cli.cloud;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.cli.CommandProcess;
import dev.codecsmith.cli.Spoken;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentRecordBuilder;
import dev.codecsmith.store.ExperimentResultBuilder;
import dev.codecsmith.store.RatePointBuilder;
import dev.codecsmith.store.Samples;
import dev.codecsmith.store.aws.AwsAddress;
import dev.codecsmith.store.aws.TestCredentials;
import dev.codecsmith.store.cloud.CloudStoreSetup;
import dev.codecsmith.store.cloud.StoreKinds;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.store.data.StoreKind;
import dev.codecsmith.store.dynamo.DynamoServer;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.s3.S3Server;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code store copy} as a process of its own, killed in the middle of its requests. */
@Timeout(300)
class KilledCopyTest {
  private static final int EXPERIMENTS = 5;

  @TempDir private Path folder;
  private final ServerDoor table = new ServerDoor(DynamoServer.endpoint());
  private final ServerDoor bucket = new ServerDoor(S3Server.endpoint());
  private AwsAddress address;

  KilledCopyTest() throws IOException {}

  @AfterEach
  void closeDoors() {
    table.close();
    bucket.close();
  }

  @BeforeEach
  void campaign() throws Exception {
    String name = S3Server.newBucket();
    address =
        AwsAddress.parse(
            "aws:table=copy-%s,bucket=copy-%s,endpoint=%s,s3-endpoint=%s,path-style,region=eu-central-1"
                .formatted(name, name, table.endpoint(), bucket.endpoint()));
    CloudStoreSetup.Made _ = CloudStoreSetup.make(address);
    try (DataDirectory data =
        DataDirectory.open(folder.resolve("from"), DataDirectory.Access.WRITE)) {
      data.experiments().putCampaignIfAbsent(Samples.campaign("c"));
      for (int iteration = 1; iteration <= EXPERIMENTS; iteration++) {
        add(data.experiments(), data.artifacts(), iteration);
      }
    }
  }

  private static void add(ExperimentStore records, ArtifactStore artifacts, int iteration)
      throws IOException {
    String program = artifacts.put(("program " + iteration).getBytes(UTF_8));
    ExperimentRecord queued = Samples.ofProgram(Samples.queued("c", iteration, "me"), program);
    assertThat(records.create(queued)).isTrue();
    assertThat(records.update(naming(program, Samples.succeeded(queued, -iteration)))).isTrue();
    records.keepMeasuredPoints(
        program, Map.of(program + "/a", Samples.point("carphone", 20, iteration)));
    long _ =
        records.append(
            "c",
            Samples.T0,
            new CampaignEvent.CandidateProposed(
                queued.id(), iteration, "intra", "library", List.of()));
  }

  /** The same with an artifact that there is. */
  private static ExperimentRecord naming(String artifact, ExperimentRecord ended) {
    return ExperimentRecordBuilder.builder(ended)
        .result(
            ExperimentResultBuilder.builder(ended.result())
                .artifacts(Map.of("log", artifact))
                .points(
                    ended.points().stream()
                        .map(
                            point -> RatePointBuilder.builder(point).framesSha256(artifact).build())
                        .toList())
                .build())
        .build();
  }

  private Process copying() throws IOException {
    ProcessBuilder command =
        CommandProcess.of("store", "copy", folder.resolve("from").toString(), address.toString());
    command.environment().put("AWS_ACCESS_KEY_ID", TestCredentials.ID);
    command.environment().put("AWS_SECRET_ACCESS_KEY", TestCredentials.SECRET);
    return command.redirectErrorStream(true).start();
  }

  @ParameterizedTest
  @CsvSource({"table, 8000", "bucket, 1000"})
  void killedAnywhereTheSameCommandCompletesItAndNothingIsLostOrDoubled(String where, long first)
      throws Exception {
    ServerDoor door = where.equals("table") ? table : bucket;
    List<Long> kills = new ArrayList<>();
    boolean ended = false;
    for (long bytes = first; !ended; bytes *= 2) {
      CompletableFuture<Void> stuck = door.limit(bytes);
      Process process = copying();
      try {
        Object _ = CompletableFuture.anyOf(stuck, process.onExit()).get();
        ended = !stuck.isDone();
        if (ended) {
          assertThat(process.exitValue()).as(process.inputReader(UTF_8).readAllAsString()).isZero();
        } else {
          kills.add(bytes);
        }
      } finally {
        process.destroyForcibly().waitFor();
      }
    }
    assertThat(kills).as("killed here and there").hasSizeGreaterThan(2);
    CompletableFuture<Void> _ = door.limit(Long.MAX_VALUE);
    assertIsWhole();
    assertThat(
            Spoken.by("store", "copy", "" + folder.resolve("from"), address.toString())
                .well()
                .out())
        .contains("c: copied 0 experiments, 0 events, 0 artifacts");
  }

  private void assertIsWhole() throws Exception {
    StoreKind.Stores there = StoreKinds.of(address.toString()).openForReading(folder);
    try (ExperimentStore records = there.experiments();
        DataDirectory from =
            DataDirectory.open(folder.resolve("from"), DataDirectory.Access.READ)) {
      List<ExperimentRecord> copied = Samples.all(records, "c");
      assertThat(copied).hasSize(EXPERIMENTS).isEqualTo(Samples.all(from.experiments(), "c"));
      assertThat(records.events("c", 0, 100))
          .hasSize(EXPERIMENTS)
          .isEqualTo(from.experiments().events("c", 0, 100));
      for (ExperimentRecord each : copied) {
        String program = each.candidate().programSha256();
        assertThat(records.measuredPoints(program))
            .isEqualTo(from.experiments().measuredPoints(program));
        assertThat(there.artifacts().read(program)).isEqualTo(from.artifacts().read(program));
      }
    }
  }
}
