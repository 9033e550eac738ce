package dev.codecsmith.cli.worker;

import static dev.codecsmith.cli.worker.RemoteCampaign.awaitLine;
import static dev.codecsmith.cli.worker.RemoteCampaign.lines;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A worker in a network of its own, whose packets are dropped for a while: no connection is closed,
 * nothing is refused, nothing comes.
 */
@Timeout(300)
class PacketLossTest {
  private static final String HERE = "10.213.87.1";
  private static final String THERE = "10.213.87.2";

  @TempDir private Path folder;
  private final String network = "codecsmith-" + ProcessHandle.current().pid();

  @BeforeEach
  void connect() throws Exception {
    assumeTrue(
        said("ip", "netns", "add", network).isEmpty(),
        "this user may not make a network namespace");
    String outside = "cs" + ProcessHandle.current().pid();
    run("ip", "link", "add", outside, "type", "veth", "peer", "name", "in0", "netns", network);
    run("ip", "address", "add", HERE + "/30", "dev", outside);
    run("ip", "link", "set", outside, "up");
    inside("ip", "address", "add", THERE + "/30", "dev", "in0");
    inside("ip", "link", "set", "in0", "up");
    inside("ip", "link", "set", "lo", "up");
  }

  @AfterEach
  void disconnect() throws Exception {
    // Its end of the pair goes with it, and ours with that.
    String _ = said("ip", "netns", "delete", network);
  }

  private static String said(String... words) throws IOException, InterruptedException {
    Process process;
    try {
      process = new ProcessBuilder(words).redirectErrorStream(true).start();
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() == 0 ? "" : "it failed: " + said;
  }

  private static void run(String... words) throws IOException, InterruptedException {
    assertThat(said(words)).as(String.join(" ", words)).isEmpty();
  }

  private void inside(String... words) throws IOException, InterruptedException {
    run(within(List.of(words)).toArray(String[]::new));
  }

  /** Not by {@code ip netns exec}, which gives a program another /sys, without control groups. */
  private List<String> within(List<String> words) {
    List<String> line = new ArrayList<>(List.of("nsenter", "--net=/run/netns/" + network));
    line.addAll(words);
    return line;
  }

  @Test
  void packetsThatAreDroppedCostNothingAndChangeNothing() throws Exception {
    try (AlertWebhook webhook = new AlertWebhook();
        RemoteCampaign campaigns = new RemoteCampaign(folder)) {
      List<String> undisturbed = campaigns.undisturbed();
      Path token = Files.writeString(folder.resolve("token"), "a token of the tests, long enough");
      ProcessBuilder worker =
          RemoteCampaign.workerCommand(
              8080, folder.resolve("worker"), "--host", THERE, "--token-file", token.toString());
      Process _ = campaigns.started(worker.command(within(worker.command())));
      String address = "http://" + THERE + ":8080";
      RemoteCampaign.awaitUp(address);
      Process campaign =
          campaigns.run(
              "lossy",
              "--worker",
              address,
              "--token-file",
              token.toString(),
              "--alert",
              webhook.option());
      BlockingQueue<String> said = lines(campaign);
      awaitLine(said, "encoding");
      inside("ip", "route", "add", "blackhole", HERE + "/32");
      awaitLine(said, "is down");
      inside("ip", "route", "delete", "blackhole", HERE + "/32");
      awaitLine(said, "is up");
      assertThat(campaigns.table(campaign, "lossy")).isEqualTo(undisturbed);
      assertThat(campaigns.modelCalls("lossy")).isEqualTo(RemoteCampaign.ITERATIONS);
      assertThat(webhook.told()).isEqualTo(AlertWebhook.downAndUp(address, 1));
    }
  }
}
