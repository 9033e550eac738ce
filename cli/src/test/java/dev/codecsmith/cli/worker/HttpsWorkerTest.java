package dev.codecsmith.cli.worker;

import static dev.codecsmith.cli.worker.RemoteCampaign.awaitLine;
import static dev.codecsmith.cli.worker.RemoteCampaign.freePort;
import static dev.codecsmith.cli.worker.RemoteCampaign.lines;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.cli.CommandProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A worker that listens by https, with a certificate of an authority that only some trust. */
@Timeout(300)
class HttpsWorkerTest {
  private static final String TOKEN = "a token of the tests, long enough";
  private static final String UNTRUSTED =
      "The server's certificate is signed by nobody who is trusted here: put it, or its authority's,"
          + " into the file that CODECSMITH_JAVA_OPTS=-Djavax.net.ssl.trustStore=FILE names, in"
          + " full.";

  @TempDir private static Path folder;
  private static RemoteCampaign campaigns;
  private static String trusting;
  private static String address;
  private static Path token;

  @BeforeAll
  static void begin() throws Exception {
    campaigns = new RemoteCampaign(folder);
    Certificates certificates = new Certificates(folder);
    trusting = certificates.trusting();
    token = Files.writeString(folder.resolve("token"), TOKEN + "\n");
    int port = freePort();
    address = "https://localhost:" + port;
    List<String> more = new ArrayList<>(certificates.options());
    more.addAll(List.of("--token-file", token.toString()));
    Process _ =
        campaigns.started(
            RemoteCampaign.workerCommand(
                port, folder.resolve("worker-data"), more.toArray(String[]::new)));
    awaitUp();
  }

  @AfterAll
  static void end() {
    campaigns.close();
  }

  private static void awaitUp() throws Exception {
    while (said(Optional.of(trusting), "status", "--worker", address).exit() != 0) {
      // Each of them is a process that takes its time.
      LockSupport.parkNanos(1_000_000);
    }
  }

  private record Said(int exit, String out, String errors) {}

  private static Said said(Optional<String> trust, String... words) throws Exception {
    Path errors = folder.resolve("errors");
    Process process =
        campaigns.started(with(trust, CommandProcess.of(words)).redirectError(errors.toFile()));
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Said(process.waitFor(), out, Files.readString(errors));
  }

  private static ProcessBuilder with(Optional<String> trust, ProcessBuilder command) {
    trust.ifPresent(option -> command.command().add(1, option));
    return command;
  }

  @Test
  void aCampaignOverHttpsIsTheOneOfThisMachine() throws Exception {
    List<String> alone = campaigns.undisturbed();
    Process campaign =
        campaigns.started(
            with(
                Optional.of(trusting),
                campaigns.command("https", "--worker", address, "--token-file", token.toString())));
    BlockingQueue<String> _ = lines(campaign);
    assertThat(campaigns.table(campaign, "https")).isEqualTo(alone);
    assertThat(campaigns.modelCalls("https")).isEqualTo(RemoteCampaign.ITERATIONS);
  }

  @Test
  void statusAndLogsAreToldOverHttpsToWhoShowsTheToken() throws Exception {
    String[] status = {"status", "--worker", address, "--worker-token-file", token.toString()};
    Said up = said(Optional.of(trusting), status);
    assertThat(up.exit()).as(up.errors()).isZero();
    assertThat(up.out()).containsPattern("worker +" + address + " +up +\\d+ running");
    assertThat(said(Optional.of(trusting), "status", "--worker", address).out())
        .contains("It wants a token to tell more");

    Said log =
        said(
            Optional.of(trusting),
            "logs",
            "worker",
            "--url",
            address,
            "--token-file",
            token.toString());
    assertThat(log.exit()).as(log.errors()).isZero();
    assertThat(log.out()).contains("listens on https://").doesNotContain(TOKEN);
    Said refused = said(Optional.of(trusting), "logs", "worker", "--url", address);
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.errors()).contains("wants a token").hasLineCount(1);
  }

  @Test
  void anAuthorityThatIsNotTrustedIsToldInOneSentenceAndNothingIsSpent() throws Exception {
    Said down = said(Optional.empty(), "status", "--worker", address);
    assertThat(down.exit()).isEqualTo(1);
    assertThat(down.out()).containsOnlyOnce("DOWN").contains(UNTRUSTED);
    Said log = said(Optional.empty(), "logs", "worker", "--url", address);
    assertThat(log.exit()).isEqualTo(1);
    assertThat(log.errors())
        .isEqualTo(
            "codecsmith: The worker at %s cannot be asked. %s%n".formatted(address, UNTRUSTED));

    Process campaign =
        campaigns.run("untrusted", "--worker", address, "--token-file", token.toString());
    BlockingQueue<String> lines = lines(campaign);
    awaitLine(lines, "worker " + address + " is down: " + UNTRUSTED);
    assertThat(campaigns.experiments("untrusted")).isZero();
    campaign.destroy();
    campaign.waitFor();
    assertThat(folder.resolve("untrusted.calls")).doesNotExist();
  }

  @Test
  void aFileOfTrustedCertificatesThatIsNoneIsToldInOneSentence() throws Exception {
    Said none =
        said(Optional.of("-Djavax.net.ssl.trustStore=" + token), "status", "--worker", address);
    assertThat(none.exit()).isEqualTo(1);
    assertThat(none.errors())
        .startsWith("codecsmith: Trusted certificates cannot be read")
        .hasLineCount(1);
  }
}
