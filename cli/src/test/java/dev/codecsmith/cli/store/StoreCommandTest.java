package dev.codecsmith.cli.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.cli.Spoken;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentRecordBuilder;
import dev.codecsmith.store.ExperimentResultBuilder;
import dev.codecsmith.store.Samples;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.store.data.DataDirectory.Access;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreCommandTest {
  @TempDir private Path folder;
  private String from = "";
  private String to = "";
  private String artifact = "";

  @BeforeEach
  void fill() throws IOException {
    from = folder.resolve("from").toString();
    to = folder.resolve("to").toString();
    try (DataDirectory opened = DataDirectory.open(Path.of(from), Access.WRITE)) {
      artifact = opened.artifacts().put(new byte[] {1});
      for (String id : new String[] {"campaign_a", "campaign_b"}) {
        opened
            .experiments()
            .putCampaignIfAbsent(
                new CampaignRecord(id, "n", "[\"" + artifact + "\"]", Instant.EPOCH));
      }
    }
  }

  @Test
  void campaignsAreCopiedBetweenFoldersAndCounted() throws Exception {
    assertThat(Spoken.by("store", "copy", from, to, "--campaign", "campaign_b").well().out())
        .contains("campaign_b: copied 0 experiments, 0 events, 1 artifacts")
        .doesNotContain("campaign_a");
    assertThat(Spoken.by("store", "copy", from, to).well().out())
        .contains("campaign_a: copied 0 experiments, 0 events, 0 artifacts");
    try (DataDirectory opened = DataDirectory.open(Path.of(to), Access.READ)) {
      assertThat(opened.experiments().findCampaign("campaign_a")).isPresent();
      assertThat(opened.artifacts().read(artifact)).containsExactly(1);
    }
  }

  @Test
  void aCampaignThatLacksAnArtifactIsCopiedAndNotCalledWhole() throws Exception {
    String gone = "ab".repeat(32);
    try (DataDirectory opened = DataDirectory.open(Path.of(from), Access.WRITE)) {
      ExperimentRecord queued = Samples.queued("campaign_a", 1, "me");
      boolean _ =
          opened
              .experiments()
              .create(
                  ExperimentRecordBuilder.builder(queued)
                      .result(
                          ExperimentResultBuilder.builder(queued.result())
                              .artifacts(Map.of("log", gone))
                              .build())
                      .build());
    }
    Spoken copied = Spoken.by("store", "copy", from, to);
    assertThat(copied.exit()).isEqualTo(1);
    assertThat(copied.err())
        .contains("campaign_a is not whole", "1 artifacts", gone, "All else was copied");
    assertThat(copied.out()).contains("campaign_a: copied 1 experiments", "campaign_b: copied 0");
  }

  @Test
  void whatCannotBeCopiedIsToldInASentence() {
    Spoken.by("store", "copy", from, from + "/../from").refuses("are the same store");
    Spoken.by("store", "copy", from, to, "--campaign", "campaign")
        .complainsOf("Several campaigns' ids begin with campaign");
    Spoken.by("store", "copy", from, to, "--campaign", "none").complainsOf("No campaign's id");
    Spoken.by("store", "copy", folder.resolve("empty").toString(), to)
        .complainsOf("There is no data folder");
  }

  @Test
  void anAddressThatIsNoneIsRefused() {
    Spoken.by("store", "init", "--store", "aws:table=abc").refuses("bucket is missing");
    Spoken.by("store", "init", "--store", "s3://bucket").refuses("does not begin with aws:");
    Spoken.by("store", "copy", from, "aws:table=abc").refuses("bucket is missing");
    Spoken.by("store", "init").refuses("--store");
  }

  @Test
  void aServerThatIsNotThereIsToldInASentence() throws Exception {
    System.setProperty("aws.accessKeyId", "id");
    System.setProperty("aws.secretAccessKey", "secret");
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    try {
      Spoken.by(
              "store",
              "init",
              "--store",
              "aws:table=abc,bucket=abc,path-style,region=eu-central-1,endpoint=http://127.0.0.1:"
                  + port)
          .complainsOf("cannot be reached", "bucket abc");
    } finally {
      System.clearProperty("aws.accessKeyId");
      System.clearProperty("aws.secretAccessKey");
    }
  }
}
