package dev.codecsmith.cli.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.cli.CommandProcess;
import dev.codecsmith.cli.ServiceProcess;
import dev.codecsmith.cli.Spoken;
import dev.codecsmith.store.json.Json;
import java.io.BufferedReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** "Is the worker running?", asked of processes that live, died, or never say a word. */
@Timeout(240)
class StatusAndLogsTest {
  private static final String TOKEN = "a token of these tests";

  @TempDir private Path folder;
  private final List<ServiceProcess> started = new ArrayList<>();
  private Path token;

  @BeforeEach
  void token() throws Exception {
    token = Files.writeString(folder.resolve("token"), TOKEN + "\n");
  }

  @AfterEach
  void end() throws InterruptedException {
    for (ServiceProcess process : started) {
      process.close();
    }
  }

  private ServiceProcess start(String kind) throws Exception {
    ServiceProcess process = ServiceProcess.start(kind, folder.resolve(kind), token, TOKEN);
    started.add(process);
    return process;
  }

  private static String dead() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "http://127.0.0.1:" + socket.getLocalPort();
    }
  }

  @Test
  void aLiveOrchestratorIsUpAndADeadWorkerIsDown() throws Exception {
    String orchestrator = start("orchestrator").address().toString();
    String[] well = {"status", "--orchestrator", orchestrator, "--timeout", "60000"};
    assertThat(Spoken.by(with(well, "--token-file", token.toString())).well().out())
        .containsPattern("orchestrator +" + orchestrator + " +up +0 running, 0 waiting")
        .contains("GiB free");

    String worker = dead();
    Spoken both = Spoken.by(with(well, "--worker", worker, "--token-file", token.toString()));
    assertThat(both.exit()).isEqualTo(1);
    assertThat(both.out()).containsPattern("worker +" + worker + " +DOWN +Nothing listens there");

    Spoken without = Spoken.by(well).well();
    assertThat(without.out()).contains("up ", "give --token-file");

    logs(orchestrator);
  }

  private void logs(String orchestrator) throws Exception {
    String[] last = {"logs", "orchestrator", "--url", orchestrator, "--lines", "50"};
    assertThat(Spoken.by(with(last, "--token-file", token.toString())).well().out())
        .contains("The orchestrator listens on " + orchestrator)
        .doesNotContain(TOKEN);
    Spoken.by(last).complainsOf("wants a token");
    Spoken.by("logs", "worker", "--url", dead()).complainsOf("No worker answers at");
    try (ServerSocket hung = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Spoken.by("logs", "worker", "--url", "http://127.0.0.1:" + hung.getLocalPort())
          .complainsOf("No worker answers at");
    }
    Spoken.by("logs", "campaign").refuses("not of 'campaign'");
    Spoken.by("logs", "worker", "--url", "here").refuses("--url takes an address", "found 'here'");
    Spoken.by("status", "--worker", "here:8080")
        .refuses("--worker takes an address", "found 'here:8080'");

    Process followed =
        CommandProcess.of(with(last, "--follow", "--token-file", token.toString())).start();
    try (BufferedReader lines = followed.inputReader(StandardCharsets.UTF_8);
        HttpClient client = HttpClient.newHttpClient()) {
      awaitLine(lines, "The orchestrator listens on");
      HttpRequest stranger =
          HttpRequest.newBuilder(URI.create(orchestrator + "/status"))
              .header("Origin", "http://example.org")
              .build();
      assertThat(client.send(stranger, BodyHandlers.ofString()).statusCode()).isEqualTo(403);
      awaitLine(lines, "refused with 403: 127.0.0.1 GET /status: Web pages of others");
    } finally {
      followed.destroyForcibly().waitFor();
    }
  }

  private static void awaitLine(BufferedReader lines, String part) throws Exception {
    String line = lines.readLine();
    while (line != null && !line.contains(part)) {
      line = lines.readLine();
    }
    assertThat(line).contains(part);
  }

  private static String[] with(String[] words, String... more) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  @Test
  void theLogOfAKilledWorkerIsKeptAndToldByTheNextOne() throws Exception {
    ServiceProcess killed = start("worker");
    killed.kill();
    ServiceProcess next = start("worker");
    JsonNode json =
        Spoken.by(
                "status",
                "--worker",
                next.address().toString(),
                "--token-file",
                token.toString(),
                "--timeout",
                "60000",
                "--json")
            .json();
    JsonNode status = json.at("/workers/0/status");
    String log = status.at("/last_crash/log_sha256").asString();
    assertThat(next.get("/artifacts/" + log).body())
        .contains(" listens on " + killed.address())
        .doesNotContain(TOKEN);
    assertThat(status.at("/last_error/text").asString()).contains(log);
    strangersByTheThousand(next, log);
  }

  /** They hide neither what went wrong before nor the rest of the log. */
  private void strangersByTheThousand(ServiceProcess worker, String log) throws Exception {
    HttpRequest stranger = HttpRequest.newBuilder(worker.address().resolve("/status")).build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (int i = 0; i < 1000; i++) {
        assertThat(client.send(stranger, BodyHandlers.discarding()).statusCode()).isEqualTo(401);
      }
    }
    assertThat(worker.get("/log?lines=10000").body().lines())
        .anyMatch(line -> line.contains("refused with 401: 127.0.0.1 GET /status: Show the token"))
        .filteredOn(line -> line.contains("401"))
        .hasSizeLessThan(10);
    JsonNode status = Json.read(worker.get("/status").body(), JsonNode.class);
    assertThat(status.at("/last_error/text").asString()).contains(log);
  }

  /** One after the other they would take longer than this test may. */
  @Test
  @Timeout(20)
  void hostsThatNeverAnswerAreAskedAtTheSameTime() throws Exception {
    List<ServerSocket> silent = new ArrayList<>();
    List<String> words = new ArrayList<>(List.of("status"));
    try {
      for (int i = 0; i < 40; i++) {
        ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        silent.add(socket);
        words.addAll(List.of("--worker", "http://127.0.0.1:" + socket.getLocalPort()));
      }
      Spoken all = Spoken.by(words.toArray(String[]::new));
      assertThat(all.exit()).isEqualTo(1);
      assertThat(all.out().lines().filter(line -> line.contains("It does not answer within")))
          .hasSize(40);
    } finally {
      for (ServerSocket socket : silent) {
        socket.close();
      }
    }
  }
}
