package dev.codecsmith.store.cloud;

import static dev.codecsmith.store.Samples.campaign;
import static dev.codecsmith.store.Samples.queued;
import static dev.codecsmith.store.Samples.succeeded;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.aws.AwsAddress;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.store.data.StoreKind;
import dev.codecsmith.store.dynamo.DynamoServer;
import dev.codecsmith.store.s3.S3Server;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A data folder whose records and artifacts are in a table and a bucket. */
final class CloudStoresTest {
  private final AwsAddress address =
      AwsAddress.parse(
          "aws:table=cloud-"
              + S3Server.newBucket()
              + ",bucket="
              + S3Server.newBucket()
              + ",path-style,region=eu-central-1,endpoint="
              + DynamoServer.endpoint()
              + ",s3-endpoint="
              + S3Server.endpoint());

  @TempDir private Path folder;

  private DataDirectory open(DataDirectory.Access access) throws StoreException {
    return DataDirectory.open(folder.resolve("data"), access, StoreKinds.of(address.toString()));
  }

  @Test
  void isMadeOnceAndThenFound() throws StoreException {
    assertThatThrownBy(() -> open(DataDirectory.Access.WRITE))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("store init");
    assertThat(CloudStoreSetup.make(address)).isEqualTo(new CloudStoreSetup.Made(true, true));
    assertThat(CloudStoreSetup.make(address)).isEqualTo(new CloudStoreSetup.Made(false, false));
  }

  @Test
  void whatAFolderStoresThereAnotherReads() throws Exception {
    CloudStoreSetup.make(address);
    ExperimentRecord record = succeeded(queued("c", 1, "me"), -5);
    String artifact;
    try (DataDirectory data = open(DataDirectory.Access.WRITE)) {
      data.experiments().putCampaignIfAbsent(campaign("c"));
      data.experiments().create(record);
      artifact = data.artifacts().put("abc".getBytes(UTF_8));
      assertThat(data.clean())
          .as("what was put now is not taken away")
          .isEqualTo(new StoreKind.Cleaned(0, 0));
    }
    try (DataDirectory data =
        DataDirectory.open(
            folder.resolve("another"),
            DataDirectory.Access.READ,
            StoreKinds.of(address.toString()))) {
      assertThat(data.experiments().find(record.id())).contains(record);
      assertThat(data.artifacts().read(artifact)).asString().isEqualTo("abc");
    }
  }
}
