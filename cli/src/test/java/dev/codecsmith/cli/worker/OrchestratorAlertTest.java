package dev.codecsmith.cli.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.cli.CommandProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** An orchestrator tells people what goes wrong, and says in a restart what it knew before. */
@Timeout(300)
class OrchestratorAlertTest {
  @TempDir private Path folder;

  @Test
  void aWorkerThatIsDownIsToldOnceAlsoOverARestart() throws Exception {
    Path campaigns = Files.createDirectories(folder.resolve("campaigns"));
    Files.writeString(
        campaigns.resolve("night.yaml"),
        "clips: [%s]\niterations: 1\n".formatted(folder.resolve("tiny.y4m")));
    int port = RemoteCampaign.freePort();
    String worker = "http://127.0.0.1:" + port;
    try (AlertWebhook webhook = new AlertWebhook();
        RemoteCampaign processes = new RemoteCampaign(folder)) {
      Process orchestrator = start(worker, webhook, campaigns);
      try {
        assertThat(webhook.next()).isEqualTo("worker down: " + worker);
        // Killed before its note of that, a process would tell it again rather than not at all.
        awaitNote();
      } finally {
        orchestrator.destroyForcibly().waitFor();
      }
      Process again = start(worker, webhook, campaigns);
      try {
        Process _ = processes.worker(port, "worker");
        assertThat(webhook.next()).isEqualTo("all clear: worker down: " + worker);
      } finally {
        again.destroyForcibly().waitFor();
      }
      assertThat(webhook.told()).isEmpty();
    }
  }

  /** Waits until the process has noted that all it had to tell was told. */
  private void awaitNote() throws IOException {
    Path note = folder.resolve("data/alerts.json");
    while (!JsonMapper.shared().readTree(Files.readString(note)).path("undelivered").isEmpty()) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  private Process start(String worker, AlertWebhook webhook, Path campaigns) throws Exception {
    return CommandProcess.of(
            "orchestrator",
            "--port",
            "0",
            "--data",
            folder.resolve("data").toString(),
            "--campaigns",
            campaigns.toString(),
            "--worker",
            worker,
            "--alert",
            webhook.option())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("orchestrator.log").toFile())
        .start();
  }
}
