package dev.codecsmith.cli.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.cli.CProgramModel;
import dev.codecsmith.cli.Spoken;
import dev.codecsmith.cli.TestFootage;
import dev.codecsmith.store.aws.AwsAddress;
import dev.codecsmith.store.cloud.CloudStoreSetup;
import dev.codecsmith.store.dynamo.DynamoServer;
import dev.codecsmith.store.s3.S3Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page of a run whose records are in a store that machines share. */
@Timeout(300)
class SharedStoreRunTest {
  @TempDir private Path folder;

  @Test
  void aStopBehindANewBudgetEndsTheCampaign() throws Exception {
    Path clip = folder.resolve("tiny.y4m");
    TestFootage.write(clip, 48, 32, 2);
    Files.writeString(folder.resolve("reply.md"), CProgramModel.reply(1));
    String name = S3Server.newBucket();
    String store =
        "aws:table=run-%s,bucket=run-%s,endpoint=%s,s3-endpoint=%s,path-style,region=eu-central-1"
            .formatted(name, name, DynamoServer.endpoint(), S3Server.endpoint());
    CloudStoreSetup.Made _ = CloudStoreSetup.make(AwsAddress.parse(store));
    String data = folder.resolve("data").toString();
    String model =
        "cat > /dev/null; touch '%1$s/asked'; while [ ! -e '%1$s/go' ]; do sleep 0.1; done; cat '%1$s/reply.md'"
            .formatted(folder);
    try (BrowsedProcess run =
        BrowsedProcess.withCredentials(
            "run",
            "--clip",
            clip.toString(),
            "--data",
            data,
            "--store",
            store,
            "--proposer",
            "command",
            "--model-command",
            model,
            "--language",
            "c",
            "--lag",
            "1",
            "--iterations",
            "2",
            "--port",
            "0")) {
      String campaign = "api/campaigns/" + run.get("api/campaigns").path("running").asString();
      while (Files.notExists(folder.resolve("asked"))) {
        LockSupport.parkNanos(1_000_000);
      }
      assertThat(
              run.ask("POST", campaign + "/budget", "{\"iterations\":3}").path("done").asString())
          .contains("with its new budget");
      assertThat(run.ask("POST", campaign + "/stop").path("done").asString())
          .contains("campaign resume");
      Files.createFile(folder.resolve("go"));
      assertThat(run.await()).isZero();
    }
    assertThat(
            Spoken.by("experiments", "list", "--json", "--data", data, "--store", store)
                .json()
                .valueStream())
        .hasSize(1);
  }
}
