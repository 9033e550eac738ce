package dev.codecsmith.cli.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.codecsmith.cli.ServiceProcess;
import dev.codecsmith.cli.TestFootage;
import dev.codecsmith.cli.dashboard.Chromium;
import dev.codecsmith.cli.dashboard.OrchestratorWalk;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentSummary;
import dev.codecsmith.store.aws.AwsAddress;
import dev.codecsmith.store.cloud.CloudStoreSetup;
import dev.codecsmith.store.cloud.StoreKinds;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.store.dynamo.DynamoServer;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.s3.S3Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** An orchestrator's page over a store that machines share. */
@Timeout(300)
class SharedStorePageTest {
  private static final String TOKEN = "a token of these tests";
  @TempDir private Path folder;

  @Test
  void aCampaignIsStartedStoppedContinuedAndGivenANewBudgetAndAllOfItIsInTheSharedStore()
      throws Exception {
    Path clip = folder.resolve("tiny.y4m");
    TestFootage.write(clip, 48, 32, 2);
    Path token = Files.writeString(folder.resolve("token"), TOKEN + "\n");
    Path data = folder.resolve("data");
    String name = S3Server.newBucket();
    AwsAddress address =
        AwsAddress.parse(
            "aws:table=page-%s,bucket=page-%s,endpoint=%s,s3-endpoint=%s,path-style,region=eu-central-1"
                .formatted(name, name, DynamoServer.endpoint(), S3Server.endpoint()));
    CloudStoreSetup.Made _ = CloudStoreSetup.make(address);
    try (Chromium chromium = Chromium.start()) {
      ServiceProcess process =
          ServiceProcess.start("orchestrator", data, token, TOKEN, "--store", address.toString());
      try {
        Page page = chromium.page("");
        new OrchestratorWalk(page)
            .startStopContinueAndGiveANewBudget(process.address(), TOKEN, clip);
        chromium.assertContent("all of it");

        String campaign = process.json("/api/campaigns").at("/campaigns/0/id").asString();
        JsonNode shown = process.json("/api/experiments?campaign=" + campaign);
        List<ExperimentRecord> stored = stored(address, campaign);
        assertThat(stored).hasSize(OrchestratorWalk.EXPERIMENTS);
        assertThat(shown.path("successful").valueStream().map(each -> each.path("id").asString()))
            .containsExactlyInAnyOrderElementsOf(
                stored.stream().map(ExperimentRecord::id).toList());
        String bitstream = stored.getFirst().points().getFirst().bitstreamSha256();
        assertThat(process.get("/api/artifacts/" + bitstream).statusCode()).isEqualTo(200);
      } finally {
        process.close();
      }
    }
    try (DataDirectory folderAlone = DataDirectory.open(data, DataDirectory.Access.READ)) {
      assertThat(folderAlone.experiments().campaigns("", 10).items())
          .as("what is in the folder of the orchestrator itself")
          .isEmpty();
    }
  }

  private List<ExperimentRecord> stored(AwsAddress address, String campaign) throws Exception {
    ExperimentStore records =
        StoreKinds.of(address.toString()).openForReading(folder).experiments();
    try {
      assertThat(records.campaigns("", 10).items())
          .extracting(CampaignRecord::id)
          .containsExactly(campaign);
      List<ExperimentRecord> stored = new ArrayList<>();
      for (ExperimentSummary each : records.summaries(campaign, 0, 10)) {
        stored.add(records.find(each.id()).orElseThrow());
      }
      return stored;
    } finally {
      records.close();
    }
  }
}
