package dev.codecsmith.cli.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.cli.Spoken;
import dev.codecsmith.cli.TestFootage;
import dev.codecsmith.store.aws.AwsClients;
import dev.codecsmith.store.s3.S3Server;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;
import tools.jackson.databind.JsonNode;

/** A campaign whose clip lies in a bucket. */
class ClipByAddressTest {
  private static final String ENDPOINT = "aws.endpointUrlS3";

  @TempDir private Path folder;
  private String clip = "";
  private String data = "";

  @BeforeEach
  void footage() throws Exception {
    data = folder.resolve("data").toString();
    Path file = folder.resolve("tiny.y4m");
    TestFootage.write(file, 48, 32, 2);
    String bucket = "footage-" + S3Server.newBucket();
    System.setProperty(ENDPOINT, S3Server.endpoint().toString());
    try (S3Client client = AwsClients.s3()) {
      Object _ = client.createBucket(create -> create.bucket(bucket));
      Object _ = client.putObject(put -> put.bucket(bucket).key("far/tiny.y4m"), file);
    }
    clip =
        "s3://%s/far/tiny.y4m#sha256=%s"
            .formatted(bucket, DigestUtils.sha256Hex(Files.readAllBytes(file)));
    Files.delete(file);
  }

  @AfterEach
  void forgetTheServer() {
    System.clearProperty(ENDPOINT);
  }

  @Test
  void aClipIsFetchedOnceAndTheCampaignGoesOnWithIt() {
    JsonNode report =
        Spoken.by("run", "--clip", clip, "--iterations", "1", "--json", "--data", data).json();
    assertThat(report.at("/experiments/0/points/0/clip").asString()).isEqualTo("tiny");
    System.clearProperty(ENDPOINT);
    JsonNode more =
        Spoken.by("campaign", "resume", "--iterations", "2", "--json", "--data", data).json();
    assertThat(more.path("experiments").size()).isEqualTo(2);
    assertThat(more.at("/campaign/id")).isEqualTo(report.at("/campaign/id"));
  }

  @Test
  void anAddressThatCannotBeHadIsToldInASentence() {
    String other = clip.replaceAll("sha256=.*", "sha256=" + "ab".repeat(32));
    Spoken.by("run", "--clip", other, "--iterations", "1", "--data", data)
        .complainsOf("cannot be fetched", "what came has the SHA-256");
    Spoken.by("run", "--clip", "https://host/clip.y4m", "--iterations", "1", "--data", data)
        .refuses("is no address of a file");
    String here = "https://127.0.0.1:1/clip.y4m#sha256=" + "ab".repeat(32);
    Spoken.by("run", "--clip", here, "--iterations", "1", "--data", data)
        .complainsOf("cannot be fetched");
  }
}
