package dev.codecsmith.cli.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ProcessClientTest {

  /** As a run's dashboard is, on the port that is an orchestrator's too. */
  @Test
  void whatIsHealthyAndHasNoStatusIsSaidToBeSomethingElse() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] answer =
              "{\"live\":true,\"ready\":true,\"reasons\":[]}".getBytes(StandardCharsets.UTF_8);
          boolean known = exchange.getRequestURI().getPath().equals("/health");
          exchange.sendResponseHeaders(known ? 200 : 404, known ? answer.length : -1);
          if (known) {
            exchange.getResponseBody().write(answer);
          }
          exchange.close();
        });
    server.start();
    URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    try (ProcessClient client = new ProcessClient(_ -> Optional.empty(), Duration.ofSeconds(30))) {
      ProcessState state =
          client
              .ask(List.of(new ProcessState.Target(StatusCommand.ORCHESTRATOR, address)))
              .getFirst();
      assertThat(state.up()).isFalse();
      assertThat(state.reason().orElseThrow())
          .contains("Something else listens there, such as a run's dashboard");
    } finally {
      server.stop(0);
    }
  }
}
