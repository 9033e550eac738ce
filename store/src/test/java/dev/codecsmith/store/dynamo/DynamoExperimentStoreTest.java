package dev.codecsmith.store.dynamo;

import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.aws.AwsAddress;
import dev.codecsmith.store.contract.AbstractCampaignsTest;
import dev.codecsmith.store.contract.AbstractEventsTest;
import dev.codecsmith.store.contract.AbstractKeptValuesTest;
import dev.codecsmith.store.contract.AbstractListsTest;
import dev.codecsmith.store.contract.AbstractRecordsTest;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.memory.MemoryArtifactStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The contract, kept by a DynamoDB table. */
final class DynamoExperimentStoreTest {
  private final AwsAddress address = DynamoServer.newAddress();
  private final ArtifactStore artifacts = new MemoryArtifactStore();

  @BeforeEach
  void makeTable() throws StoreException {
    try (DynamoDbClient client = DynamoServer.client(address)) {
      TableSchema.create(client, address.table());
    }
  }

  private ExperimentStore opened() throws StoreException {
    return DynamoExperimentStore.open(
        DynamoServer.client(address), address.table(), artifacts, () -> {});
  }

  @Nested
  final class Campaigns extends AbstractCampaignsTest {
    @Override
    protected ExperimentStore open() throws StoreException {
      return opened();
    }
  }

  @Nested
  final class Records extends AbstractRecordsTest {
    @Override
    protected ExperimentStore open() throws StoreException {
      return opened();
    }
  }

  @Nested
  final class Lists extends AbstractListsTest {
    @Override
    protected ExperimentStore open() throws StoreException {
      return opened();
    }
  }

  @Nested
  final class Events extends AbstractEventsTest {
    @Override
    protected ExperimentStore open() throws StoreException {
      return opened();
    }
  }

  @Nested
  final class KeptValues extends AbstractKeptValuesTest {
    @Override
    protected ExperimentStore open() throws StoreException {
      return opened();
    }
  }
}
