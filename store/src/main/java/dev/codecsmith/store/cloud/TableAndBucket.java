package dev.codecsmith.store.cloud;

import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.aws.AwsAddress;
import dev.codecsmith.store.aws.AwsClients;
import dev.codecsmith.store.data.Cleaning;
import dev.codecsmith.store.data.StoreKind;
import dev.codecsmith.store.dynamo.DynamoExperimentStore;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.s3.Encryption;
import dev.codecsmith.store.s3.S3ArtifactStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Records in a DynamoDB table, artifacts in an S3 bucket. */
final class TableAndBucket implements StoreKind {
  /**
   * How long an artifact that nothing mentions is kept. The lock of a data folder keeps writers of
   * other machines out of that folder only: what they put, they mention within this time.
   */
  private static final Duration UNMENTIONED = Duration.ofDays(7);

  private final AwsAddress address;

  TableAndBucket(AwsAddress address) {
    this.address = address;
  }

  private record Opened(ExperimentStore experiments, S3ArtifactStore artifacts) implements Stores {
    @Override
    public boolean isCopy() {
      return false;
    }

    @Override
    public Cleaned clean(Path scratch) throws IOException {
      return Cleaning.of(
          experiments, scratch, needed -> artifacts.collect(needed::contains, UNMENTIONED));
    }
  }

  /** Asked without a way to tell a fault; whether it is there is told where it is opened. */
  @Override
  public boolean isThere(Path folder) {
    return true;
  }

  @Override
  public Stores openForReading(Path folder) throws StoreException {
    return open();
  }

  @Override
  public Stores openForWriting(Path folder, String owner) throws StoreException {
    return open();
  }

  private Stores open() throws StoreException {
    S3ArtifactStore artifacts =
        S3ArtifactStore.open(
            AwsClients.s3(address),
            AwsClients.presigner(address),
            address.bucket(),
            new Encryption(address.kmsKey()));
    DynamoDbClient dynamo = AwsClients.dynamo(address);
    boolean opened = false;
    try {
      Stores stores =
          new Opened(
              DynamoExperimentStore.open(dynamo, address.table(), artifacts, artifacts::close),
              artifacts);
      opened = true;
      return stores;
    } finally {
      if (!opened) {
        dynamo.close();
        artifacts.close();
      }
    }
  }
}
