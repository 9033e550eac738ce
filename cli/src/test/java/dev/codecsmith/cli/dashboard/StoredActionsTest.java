package dev.codecsmith.cli.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.cli.options.StoreOption;
import dev.codecsmith.dashboard.actions.Action;
import dev.codecsmith.store.aws.AwsAddress;
import dev.codecsmith.store.cloud.CloudStoreSetup;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.store.dynamo.DynamoServer;
import dev.codecsmith.store.s3.S3Server;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What a page offers of a campaign that nobody runs. */
@Timeout(60)
class StoredActionsTest {
  private static final String CAMPAIGN = "campaign";

  @TempDir private Path folder;

  private static StoreOption option(String... words) {
    return CommandLine.populateCommand(new StoreOption(), words);
  }

  private static void assertDeletesOnlyWhileNobodyWrites(StoreOption option) throws Exception {
    try (DataDirectory writes = option.open()) {
      StoredActions beside = new StoredActions(option, writes);
      assertThat(beside.possible(CAMPAIGN)).isEmpty();
      assertThatThrownBy(() -> beside.perform(new Action.DeleteFailed(CAMPAIGN)))
          .hasMessageContaining("is in use by this very process");
    }
    try (DataDirectory reads = option.read()) {
      StoredActions alone = new StoredActions(option, reads);
      assertThat(alone.possible(CAMPAIGN)).containsExactly(Action.Kind.DELETE);
    }
  }

  @Test
  void nothingIsDeletedWhileAProcessWritesIntoTheFolder() throws Exception {
    assertDeletesOnlyWhileNobodyWrites(option("--data", folder.toString()));
  }

  @Test
  void norWhereItsRecordsAreInAStoreThatMachinesShare() throws Exception {
    String name = S3Server.newBucket();
    String address =
        "aws:table=actions-%s,bucket=actions-%s,endpoint=%s,s3-endpoint=%s,path-style,region=eu-central-1"
            .formatted(name, name, DynamoServer.endpoint(), S3Server.endpoint());
    CloudStoreSetup.Made _ = CloudStoreSetup.make(AwsAddress.parse(address));
    assertDeletesOnlyWhileNobodyWrites(option("--data", folder.toString(), "--store", address));
  }
}
