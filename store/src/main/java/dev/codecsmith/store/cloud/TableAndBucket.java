package dev.codecsmith.store.cloud;

import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.aws.AwsAddress;
import dev.codecsmith.store.aws.AwsClients;
import dev.codecsmith.store.data.FolderIdentity;
import dev.codecsmith.store.data.StoreKind;
import dev.codecsmith.store.dynamo.DynamoExperimentStore;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.lease.LeaseKeeper;
import dev.codecsmith.store.lease.MonotonicTime;
import dev.codecsmith.store.outbox.Outbox;
import dev.codecsmith.store.s3.S3ArtifactStore;
import java.nio.file.Path;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Records in a DynamoDB table, artifacts in an S3 bucket. */
final class TableAndBucket implements StoreKind {
  private final AwsAddress address;

  TableAndBucket(AwsAddress address) {
    this.address = address;
  }

  /** Asked without a way to tell a fault; whether it is there is told where it is opened. */
  @Override
  public boolean isThere(Path folder) {
    return true;
  }

  @Override
  public Stores openForReading(Path folder) throws StoreException {
    S3ArtifactStore artifacts = artifacts();
    return new CloudStores(experiments(artifacts), artifacts, artifacts, Optional.empty());
  }

  @Override
  public Stores openForReadingLater(Path folder) throws StoreException {
    S3ArtifactStore artifacts = S3ArtifactStore.unchecked(address);
    return new CloudStores(
        DynamoExperimentStore.unchecked(
            AwsClients.dynamo(address), address.table(), artifacts, artifacts::close),
        artifacts,
        artifacts,
        Optional.empty());
  }

  @Override
  public Stores openForWriting(Path folder, Opener opener) throws StoreException {
    LeaseKeeper.Holder holder =
        new LeaseKeeper.Holder(FolderIdentity.of(folder).id(), opener.process());
    S3ArtifactStore artifacts = artifacts();
    ExperimentStore experiments = experiments(artifacts);
    boolean opened = false;
    try {
      Outbox outbox = Outbox.open(folder.resolve("outbox"), opener.owner(), experiments, artifacts);
      LeftWrites.deliver(outbox, experiments, holder, MonotonicTime.system());
      outbox.start();
      opened = true;
      return new CloudStores(
          outbox.experiments(),
          outbox.artifacts(),
          artifacts,
          Optional.of(new CloudStores.Writing(outbox, holder)));
    } finally {
      if (!opened) {
        experiments.close();
      }
    }
  }

  @Override
  public Optional<String> name() {
    return Optional.of(address.toString());
  }

  @Override
  public Optional<String> artifactsPlace() {
    return Optional.of(address.artifactsPlace());
  }

  private S3ArtifactStore artifacts() throws StoreException {
    return S3ArtifactStore.open(address);
  }

  /**
   * Opens the table.
   *
   * @param artifacts closed with it, also where it cannot be opened
   */
  private ExperimentStore experiments(S3ArtifactStore artifacts) throws StoreException {
    DynamoDbClient dynamo = null;
    boolean opened = false;
    try {
      dynamo = AwsClients.dynamo(address);
      ExperimentStore experiments =
          DynamoExperimentStore.open(dynamo, address.table(), artifacts, artifacts::close);
      opened = true;
      return experiments;
    } finally {
      if (!opened) {
        artifacts.close();
        if (dynamo != null) {
          dynamo.close();
        }
      }
    }
  }
}
