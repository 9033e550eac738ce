package dev.codecsmith.cli.worker;

import static dev.codecsmith.cli.worker.RemoteCampaign.awaitLine;
import static dev.codecsmith.cli.worker.RemoteCampaign.freePort;
import static dev.codecsmith.cli.worker.RemoteCampaign.lines;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A worker whose disk runs full in the middle of an experiment, and has room again. */
@Timeout(300)
class WorkerDiskFullTest {
  @TempDir private Path folder;
  private Path disk = Path.of("");

  @BeforeEach
  void mount() throws Exception {
    disk = Files.createDirectory(folder.resolve("disk"));
    assumeTrue(
        ran("mount", "-t", "tmpfs", "-o", "size=1100m,mode=755", "none", disk.toString()),
        "this user may not mount a file system in a namespace of tests");
  }

  @AfterEach
  void unmount() throws Exception {
    boolean _ = ran("umount", "--lazy", disk.toString());
  }

  private static boolean ran(String... words) throws IOException, InterruptedException {
    return new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }

  @Test
  void aDiskThatIsFullCostsNothingAndChangesNothing() throws Exception {
    try (AlertWebhook webhook = new AlertWebhook();
        RemoteCampaign campaigns = new RemoteCampaign(folder)) {
      List<String> undisturbed = campaigns.undisturbed();
      int port = freePort();
      Process _ = campaigns.started(RemoteCampaign.workerCommand(port, disk.resolve("worker")));
      String address = "http://127.0.0.1:" + port;
      RemoteCampaign.awaitUp(address);
      Process campaign = campaigns.run("full", "--worker", address, "--alert", webhook.option());
      BlockingQueue<String> said = lines(campaign);
      awaitLine(said, "encoding");
      Path filling = fill();
      awaitLine(said, "free; 1 GiB is needed");
      Files.delete(filling);
      awaitLine(said, "is up");
      assertThat(campaigns.table(campaign, "full")).isEqualTo(undisturbed);
      assertThat(campaigns.modelCalls("full")).isEqualTo(RemoteCampaign.ITERATIONS);
      assertThat(webhook.told()).isEqualTo(AlertWebhook.downAndUp(address, 1));
    }
  }

  private Path fill() throws IOException {
    Path file = disk.resolve("filling");
    byte[] piece = new byte[1 << 20];
    try (OutputStream out = Files.newOutputStream(file)) {
      while (true) {
        out.write(piece);
      }
    } catch (IOException e) {
      return file;
    }
  }
}
