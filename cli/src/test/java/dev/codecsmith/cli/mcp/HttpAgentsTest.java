package dev.codecsmith.cli.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.service.http.HttpSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How long agents that come over HTTP are known. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HttpAgentsTest {
  private static final String HELLO =
      """
      {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"protocolVersion": "2025-06-18",
        "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}}
      """;

  private static final String ASK =
      """
      {"jsonrpc": "2.0", "id": 2, "method": "ping"}
      """;

  private final HttpClient client = HttpClient.newHttpClient();
  private HttpAgents agents;

  @BeforeEach
  void open() throws Exception {
    agents =
        HttpAgents.start(
            new ServedTools(List.of(), "test"),
            new HttpSettings("127.0.0.1", 0, Optional.empty(), Optional.empty()),
            Duration.ofSeconds(1));
  }

  @AfterEach
  void close() {
    client.shutdownNow();
    agents.close();
  }

  private HttpRequest.Builder request() {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + agents.port() + HttpAgents.PATH))
        .header("Content-Type", "application/json")
        .header("Accept", "application/json, text/event-stream");
  }

  private HttpResponse<String> said(HttpRequest.Builder request, String text) throws Exception {
    return client.send(
        request.POST(BodyPublishers.ofString(text)).build(), BodyHandlers.ofString());
  }

  /** An agent that has come. */
  private HttpRequest.Builder agent() throws Exception {
    String session = said(request(), HELLO).headers().firstValue("mcp-session-id").orElseThrow();
    return request().header("Mcp-Session-Id", session);
  }

  @Test
  void anAgentThatListensIsKnownAndOneThatDoesNothingIsForgotten() throws Exception {
    HttpRequest.Builder idle = agent();
    HttpRequest.Builder listening = agent();
    assertThat(said(idle.copy(), ASK).statusCode()).isEqualTo(200);
    int asked = 0;
    try (Stream<String> lines =
        client.send(listening.copy().build(), BodyHandlers.ofLines()).body()) {
      for (String line : (Iterable<String>) lines::iterator) {
        if (line.startsWith("data:") && line.contains("\"ping\"")) {
          // Each comes after the time in which an agent must do something.
          JsonNode ping = JsonMapper.shared().readTree(line.substring("data:".length()));
          said(
              listening.copy(),
              "{\"jsonrpc\": \"2.0\", \"id\": %s, \"result\": {}}".formatted(ping.path("id")));
          asked++;
        }
        if (asked == 4) {
          break;
        }
      }
      assertThat(said(listening.copy(), ASK).statusCode()).isEqualTo(200);
      assertThat(said(idle.copy(), ASK).statusCode()).isEqualTo(404);
    }
    assertThat(asked).isEqualTo(4);
  }
}
