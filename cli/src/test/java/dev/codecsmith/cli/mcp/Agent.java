package dev.codecsmith.cli.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.cli.CommandProcess;
import dev.codecsmith.store.json.Json;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.jackson3.JacksonMcpJsonMapper;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Implementation;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An agent with the protocol's own client, which keeps all that it was ever answered. */
final class Agent implements AutoCloseable {
  private static final JacksonMcpJsonMapper MAPPER = new JacksonMcpJsonMapper(JsonMapper.shared());

  private final McpSyncClient client;
  private final List<String> answers = new ArrayList<>();
  private final Queue<String> progress = new ConcurrentLinkedQueue<>();

  private Agent(McpClientTransport transport) {
    this.client =
        McpClient.sync(transport)
            .clientInfo(Implementation.builder("test agent", "1").build())
            .requestTimeout(Duration.ofMinutes(4))
            .initializationTimeout(Duration.ofSeconds(30))
            .progressConsumer(told -> progress.add(told.message()))
            .build();
    answers.add(JsonMapper.shared().writeValueAsString(client.initialize()));
    answers.add(JsonMapper.shared().writeValueAsString(client.listTools()));
  }

  /** Starts {@code codecsmith mcp} with these words and speaks with it by its standard streams. */
  static Agent starting(String... words) {
    List<String> line = CommandProcess.line(words);
    return new Agent(
        new StdioClientTransport(
            ServerParameters.builder(line.getFirst()).args(line.subList(1, line.size())).build(),
            MAPPER));
  }

  /** Connects to a server. */
  static Agent connecting(String address, String token) {
    return new Agent(
        HttpClientStreamableHttpTransport.builder(address)
            .jsonMapper(MAPPER)
            .addHttpRequestCustomizer(
                (request, _, _, _, _) -> request.header("Authorization", "Bearer " + token))
            .build());
  }

  McpSyncClient client() {
    return client;
  }

  /** What a tool answers, all its texts. */
  List<String> texts(String tool, Map<String, Object> arguments) {
    CallToolResult result = call(tool, arguments);
    assertThat(result.isError()).as(() -> tool + ": " + words(result)).isFalse();
    return result.content().stream().map(each -> ((TextContent) each).text()).toList();
  }

  /** What a tool answers, where that is JSON. */
  JsonNode ask(String tool, Map<String, Object> arguments) {
    return Json.mapper().readTree(texts(tool, arguments).getLast());
  }

  /** The sentence with which a tool refuses. */
  String refused(String tool, Map<String, Object> arguments) {
    CallToolResult result = call(tool, arguments);
    assertThat(result.isError()).as(() -> tool + ": " + words(result)).isTrue();
    assertThat(words(result)).doesNotContain("\n", "Exception");
    return words(result);
  }

  private CallToolResult call(String tool, Map<String, Object> arguments) {
    CallToolResult result =
        client.callTool(
            new CallToolRequest(tool, arguments, Map.<String, Object>of("progressToken", tool)));
    answers.add(words(result));
    return result;
  }

  private static String words(CallToolResult result) {
    return result.content().stream()
        .map(each -> ((TextContent) each).text())
        .collect(Collectors.joining("\n"));
  }

  /** All that it was ever told. */
  String answers() {
    return String.join("\n", answers);
  }

  /** What it was told of while it waited. */
  List<String> progress() {
    return List.copyOf(progress);
  }

  @Override
  public void close() {
    client.close();
  }
}
