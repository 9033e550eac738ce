package dev.codecsmith.cli.worker;

import static dev.codecsmith.cli.worker.RemoteCampaign.ITERATIONS;
import static dev.codecsmith.cli.worker.RemoteCampaign.awaitLine;
import static dev.codecsmith.cli.worker.RemoteCampaign.awaitUp;
import static dev.codecsmith.cli.worker.RemoteCampaign.freePort;
import static dev.codecsmith.cli.worker.RemoteCampaign.lines;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The incident that this project was born from, with real processes, and its like. Each time no
 * iteration and no model call is lost, and the table is that of a campaign that nothing happened
 * to.
 */
@Timeout(300)
class WorkerIncidentTest {
  @TempDir private static Path folder;
  private static RemoteCampaign campaigns;
  private static List<String> undisturbed;

  @BeforeAll
  static void begin() throws Exception {
    campaigns = new RemoteCampaign(folder);
    undisturbed = campaigns.undisturbed();
  }

  @AfterAll
  static void end() {
    campaigns.close();
  }

  @Test
  void aWorkerThatIsDownAndThenKilledCostsNothingAndChangesNothing() throws Exception {
    int port = freePort();
    String address = "http://127.0.0.1:" + port;
    AlertWebhook webhook = new AlertWebhook();
    Process campaign = campaigns.run("killed", "--worker", address, "--alert", webhook.option());
    BlockingQueue<String> said = lines(campaign);
    awaitLine(said, "is down");
    assertThat(campaigns.experiments("killed"))
        .as("nothing was spent while no worker was there")
        .isZero();
    assertThat(folder.resolve("killed.calls")).doesNotExist();

    Process worker = campaigns.worker(port, "killed-worker");
    awaitLine(said, "  score ");
    worker.destroyForcibly().waitFor();
    awaitLine(said, "is down");
    Process again = campaigns.worker(port, "killed-worker");

    assertThat(campaigns.table(campaign, "killed")).isEqualTo(undisturbed);
    assertThat(campaigns.modelCalls("killed")).isEqualTo(ITERATIONS);
    // A person was told of each once, and of its end once.
    assertThat(webhook.told()).isEqualTo(AlertWebhook.downAndUp(address, 2));
    webhook.close();
    stop(again);
  }

  @Test
  void whateverAWorkerAnswersInsteadCostsNothingAndChangesNothing() throws Exception {
    int port = freePort();
    Process worker = campaigns.worker(port, "faulty-worker");
    awaitUp("http://127.0.0.1:" + port);
    try (AlertWebhook webhook = new AlertWebhook();
        FaultyProxy proxy = new FaultyProxy(port)) {
      String address = "http://127.0.0.1:" + proxy.port();
      Process campaign = campaigns.run("faulty", "--worker", address, "--alert", webhook.option());
      BlockingQueue<String> said = lines(campaign);
      for (FaultyProxy.Fault fault : FaultyProxy.Fault.values()) {
        awaitLine(said, "encoding");
        proxy.fault(fault);
        awaitLine(said, "is down");
        proxy.mend();
        awaitLine(said, "is up");
      }
      assertThat(campaigns.table(campaign, "faulty")).isEqualTo(undisturbed);
      assertThat(webhook.told())
          .as("one alert and its end for each fault")
          .isEqualTo(AlertWebhook.downAndUp(address, FaultyProxy.Fault.values().length));
    }
    assertThat(campaigns.modelCalls("faulty")).isEqualTo(ITERATIONS);
    stop(worker);
  }

  @Test
  void anOrchestratorThatIsKilledGoesOnWithoutAskingAgain() throws Exception {
    int port = freePort();
    Process worker = campaigns.worker(port, "orphan-worker");
    String address = "http://127.0.0.1:" + port;
    awaitUp(address);
    AlertWebhook webhook = new AlertWebhook();
    Process killed = campaigns.run("orphan", "--worker", address, "--alert", webhook.option());
    BlockingQueue<String> said = lines(killed);
    awaitLine(said, "  score ");
    awaitLine(said, "encoding");
    killed.destroyForcibly().waitFor();
    Process campaign = campaigns.run("orphan", "--worker", address, "--alert", webhook.option());
    lines(campaign);
    assertThat(campaigns.table(campaign, "orphan")).isEqualTo(undisturbed);
    assertThat(campaigns.modelCalls("orphan"))
        .as("each once, and again the one that was in flight")
        .isBetween(ITERATIONS, ITERATIONS + 1);
    assertThat(webhook.told()).as("of a worker that was well all the time").isEmpty();
    webhook.close();
    stop(worker);
  }

  private static void stop(Process worker) throws IOException, InterruptedException {
    worker.destroyForcibly().waitFor();
  }
}
