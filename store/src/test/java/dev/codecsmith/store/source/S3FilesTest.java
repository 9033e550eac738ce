package dev.codecsmith.store.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.aws.AwsClients;
import dev.codecsmith.store.s3.S3Server;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Objects of a real server. */
class S3FilesTest {
  private final String bucket = "clips-" + S3Server.newBucket();
  private final S3Client client = client();

  private S3Client client() {
    try {
      return AwsClients.s3(S3Server.address(S3Server.endpoint(), bucket));
    } catch (StoreException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void put() {
    Object _ = client.createBucket(create -> create.bucket(bucket));
    Object _ =
        client.putObject(
            put -> put.bucket(bucket).key("a/clip.y4m"), RequestBody.fromString("0123456789"));
  }

  @AfterEach
  void close() {
    client.close();
  }

  private OpenedFile open(String place, long from) throws IOException {
    return new S3Files(() -> client)
        .open(FileAddress.parse("s3://" + place + "#sha256=" + "ab".repeat(32)), from);
  }

  @Test
  void anObjectIsReadFromAnyByte() throws Exception {
    for (int from : new int[] {0, 4}) {
      try (OpenedFile opened = open(bucket + "/a/clip.y4m", from)) {
        assertThat(opened.from()).isEqualTo(from);
        assertThat(opened.size()).hasValue(10);
        assertThat(new String(opened.in().readAllBytes(), UTF_8))
            .isEqualTo("0123456789".substring(from));
      }
    }
  }

  @Test
  void behindItsEndItIsReadFromTheBeginning() throws Exception {
    try (OpenedFile opened = open(bucket + "/a/clip.y4m", 10)) {
      assertThat(opened.from()).isZero();
      assertThat(opened.in().readAllBytes()).hasSize(10);
    }
  }

  @Test
  void whatIsNotThereIsNotAskedForAgain() {
    assertThatThrownBy(() -> open(bucket + "/none.y4m", 0))
        .isInstanceOf(FileServer.RefusedException.class)
        .hasMessageContainingAll(bucket, "no object none.y4m");
    assertThatThrownBy(() -> open("no-such-bucket-here/clip.y4m", 0))
        .isInstanceOf(FileServer.RefusedException.class)
        .hasMessageContaining("no-such-bucket-here");
  }
}
