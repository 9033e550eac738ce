package dev.codecsmith.cli.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.codecsmith.cli.ServiceProcess;
import dev.codecsmith.cli.Spoken;
import dev.codecsmith.cli.TestFootage;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A worker is shown its own token, and not the one that commands the orchestrator. */
@Timeout(240)
class WorkerTokenTest {
  private static final String TOKEN = "a token of the orchestrator";
  private static final String WORKERS = "a token of the workers";

  @TempDir private Path folder;

  /** What a worker was shown. */
  private final BlockingQueue<String> shown = new LinkedBlockingQueue<>();

  private final HttpServer worker = worker();
  private Path token;
  private Path workerToken;

  private WorkerTokenTest() throws Exception {}

  private HttpServer worker() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          shown.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
          exchange.sendResponseHeaders(503, -1);
          exchange.close();
        });
    return server;
  }

  @BeforeEach
  void start() throws Exception {
    token = Files.writeString(folder.resolve("token"), TOKEN + "\n");
    workerToken = Files.writeString(folder.resolve("worker-token"), WORKERS + "\n");
    worker.start();
  }

  @AfterEach
  void stop() {
    worker.stop(0);
  }

  private String address() {
    return "http://127.0.0.1:" + worker.getAddress().getPort();
  }

  @Test
  void anOrchestratorShowsWorkersTheirOwnToken() throws Exception {
    Path clip = folder.resolve("tiny.y4m");
    TestFootage.write(clip, 48, 32, 2);
    ServiceProcess orchestrator =
        ServiceProcess.start(
            "orchestrator",
            folder.resolve("data"),
            token,
            TOKEN,
            "--worker",
            address(),
            "--worker-token-file",
            workerToken.toString());
    try {
      assertThat(orchestrator.post("clips: [" + clip + "]\niterations: 1\n").statusCode())
          .isEqualTo(201);
      assertThat(shown.take()).isEqualTo("Bearer " + WORKERS);
    } finally {
      orchestrator.close();
    }
  }

  @Test
  void statusShowsWorkersTheirOwnTokenWhereThereIsOne() throws Exception {
    String[] asked = {
      "status", "--worker", address(), "--timeout", "60000", "--token-file", token.toString()
    };
    assertThat(Spoken.by(asked).exit()).isEqualTo(1);
    assertThat(shown).isNotEmpty().containsOnly("Bearer " + TOKEN);
    shown.clear();
    String[] both = Arrays.copyOf(asked, asked.length + 2);
    both[asked.length] = "--worker-token-file";
    both[asked.length + 1] = workerToken.toString();
    assertThat(Spoken.by(both).exit()).isEqualTo(1);
    assertThat(shown).isNotEmpty().containsOnly("Bearer " + WORKERS);
  }
}
