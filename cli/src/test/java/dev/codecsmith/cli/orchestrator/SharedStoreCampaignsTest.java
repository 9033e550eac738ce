package dev.codecsmith.cli.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.cli.TestFootage;
import dev.codecsmith.cli.campaign.Telling;
import dev.codecsmith.cli.log.LogFile;
import dev.codecsmith.cli.options.TellingPlan;
import dev.codecsmith.sandbox.isolation.Bubblewrap;
import dev.codecsmith.service.alerts.AlertSettings;
import dev.codecsmith.service.orchestrator.CampaignRequest;
import dev.codecsmith.service.orchestrator.RunsElsewhereException;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.aws.AwsAddress;
import dev.codecsmith.store.aws.AwsClients;
import dev.codecsmith.store.cloud.CloudStoreSetup;
import dev.codecsmith.store.cloud.StoreKinds;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.store.dynamo.DynamoServer;
import dev.codecsmith.store.experiments.CampaignLease;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.s3.S3Server;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Campaigns of an orchestrator whose store is shared: what is wrong with it is no fault of them.
 */
@Timeout(120)
class SharedStoreCampaignsTest {
  private static final Duration VALID = Duration.ofSeconds(2);

  private final AwsAddress address =
      AwsAddress.parse(
          "aws:table=shared-%s,bucket=%s,path-style,region=eu-central-1,endpoint=%s,s3-endpoint=%s"
              .formatted(
                  S3Server.newBucket(),
                  S3Server.newBucket(),
                  DynamoServer.endpoint(),
                  S3Server.endpoint()));

  @TempDir private Path folder;
  private DataDirectory data;
  private Telling telling;
  private LogFile log;
  private CampaignRequest request;

  @BeforeEach
  void open() throws Exception {
    CloudStoreSetup.Made _ = CloudStoreSetup.make(address);
    Path clip = folder.resolve("tiny.y4m");
    TestFootage.write(clip, 48, 32, 2);
    request =
        new CampaignRequest(
            "clips: ['" + clip + "']\niterations: 1\n", Optional.empty(), Optional.empty());
    data = DataDirectory.open(folder.resolve("data"), DataDirectory.Access.WRITE);
    telling =
        Telling.begin(
            new TellingPlan(AlertSettings.STANDARD, List.of(), Optional.empty()), data, List.of());
    log = LogFile.open(folder.resolve("test.log"), new PrintWriter(new StringWriter()));
  }

  @AfterEach
  void close() {
    log.close();
    telling.close();
    data.close();
  }

  private CampaignStore store() throws StoreException {
    return CampaignStore.open(data, Optional.of(StoreKinds.of(address.toString())));
  }

  private FileCampaigns campaigns(CampaignStore store) throws Exception {
    return new FileCampaigns(
        data, store, new FileCampaigns.Evaluating.Here(Bubblewrap.detect()), telling, log);
  }

  private static void renew(ExperimentStore records, String campaign, int renewal) {
    try {
      CampaignLease next =
          new CampaignLease("other", "another machine", "" + renewal, VALID, false);
      assertThat(records.replaceLease(campaign, records.leaseOf(campaign), Optional.of(next)))
          .isTrue();
    } catch (StoreException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whatAnotherMachineRunsWaitsAndIsTakenOverWhenThatIsDead() throws Exception {
    try (CampaignStore store = store()) {
      FileCampaigns campaigns = campaigns(store);
      String id = campaigns.plan(request).id();
      ExperimentStore records = store.experiments();
      CampaignRecord _ =
          records.putCampaignIfAbsent(new CampaignRecord(id, "n", "{}", Instant.EPOCH));
      renew(records, id, 0);
      AtomicBoolean lives = new AtomicBoolean(true);
      Thread alive =
          Thread.ofVirtual()
              .start(() -> {
                for (int renewal = 1; lives.get(); renewal++) {
                  renew(records, id, renewal);
                }
              });
      assertThatThrownBy(() -> campaigns.run(request, id, Optional::empty))
          .isInstanceOf(RunsElsewhereException.class)
          .hasMessageContaining(id + " is run by another machine");
      lives.set(false);
      alive.join();
      assertThat(records.lastIteration(id)).isZero();
      assertThat(campaigns.run(request, id, Optional::empty)).isEmpty();
      assertThat(records.lastIteration(id)).isEqualTo(1);
    }
  }

  @Test
  void aTableThatIsGoneIsToldAtTheStartAndMakesCampaignsWaitLater() throws Exception {
    try (CampaignStore store = store();
        DynamoDbClient client = AwsClients.dynamo(address)) {
      FileCampaigns campaigns = campaigns(store);
      String id = campaigns.plan(request).id();
      Object _ = client.deleteTable(delete -> delete.tableName(address.table()));
      client.waiter().waitUntilTableNotExists(wait -> wait.tableName(address.table()));
      assertThatThrownBy(() -> campaigns.run(request, id, Optional::empty))
          .isInstanceOfSatisfying(
              StoreException.class, fault -> assertThat(fault.isLasting()).isFalse())
          .hasMessageContaining("does not exist");
      assertThatThrownBy(this::store)
          .isInstanceOfSatisfying(
              StoreException.class, fault -> assertThat(fault.isLasting()).isTrue());
    }
  }
}
