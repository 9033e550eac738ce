package dev.codecsmith.cli.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.codecsmith.cli.ServiceProcess;
import dev.codecsmith.cli.TestFootage;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.data.DataDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An orchestrator's page over the store of its own data folder. */
@Timeout(300)
class OrchestratorInABrowserTest {
  private static final String TOKEN = "a token of these tests";
  @TempDir private Path folder;

  @Test
  void aCampaignIsStartedStoppedContinuedAndGivenANewBudgetOnThePage() throws Exception {
    Path clip = folder.resolve("tiny.y4m");
    TestFootage.write(clip, 48, 32, 2);
    Path token = Files.writeString(folder.resolve("token"), TOKEN + "\n");
    Path data = folder.resolve("data");
    try (Chromium chromium = Chromium.start()) {
      ServiceProcess process = ServiceProcess.start("orchestrator", data, token, TOKEN);
      try {
        Page page = chromium.page("");
        new OrchestratorWalk(page)
            .startStopContinueAndGiveANewBudget(process.address(), TOKEN, clip);
        chromium.assertContent("all of it");
      } finally {
        process.close();
      }
    }
    try (DataDirectory stored = DataDirectory.open(data, DataDirectory.Access.READ)) {
      List<CampaignRecord> campaigns = stored.experiments().campaigns("", 10).items();
      assertThat(campaigns).hasSize(1);
      assertThat(stored.experiments().counts(campaigns.getFirst().id()))
          .containsExactlyInAnyOrderEntriesOf(
              Map.of(ExperimentStatus.SUCCEEDED, OrchestratorWalk.EXPERIMENTS));
    }
  }
}
