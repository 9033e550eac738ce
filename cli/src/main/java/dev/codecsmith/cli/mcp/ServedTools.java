package dev.codecsmith.cli.mcp;

import dev.codecsmith.cli.mcp.tool.McpTool;
import dev.codecsmith.cli.mcp.tool.ToolCaller;
import dev.codecsmith.cli.output.Sentences;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Implementation;
import io.modelcontextprotocol.spec.McpSchema.ProgressNotification;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import io.modelcontextprotocol.spec.McpSchema.ToolAnnotations;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tools as the protocol's library serves them. */
final class ServedTools {
  private static final String INSTRUCTIONS =
      "Codecsmith searches for video codecs: a program is an encoder and a decoder, its score is"
          + " BD-rate in percent against the campaign's main anchor (lower is better). Read"
          + " get_contract, list_campaigns and the best of list_experiments (sort score), change a"
          + " program, evaluate it, and propose what is better.";

  private static final Logger log = LoggerFactory.getLogger(ServedTools.class);

  private final List<McpTool> tools;
  private final String version;

  ServedTools(List<McpTool> tools, String version) {
    this.tools = List.copyOf(tools);
    this.version = version;
  }

  /** A server of them. */
  McpSyncServer over(McpServer.SyncSpecification<?> transport) {
    return transport
        .serverInfo(Implementation.builder("codecsmith", version).build())
        .instructions(INSTRUCTIONS)
        .capabilities(ServerCapabilities.builder().tools(false).build())
        // The tools' own schemas refuse in a sentence.
        .validateToolInputs(false)
        .tools(tools.stream().map(ServedTools::specification).toList())
        .build();
  }

  private static SyncToolSpecification specification(McpTool tool) {
    McpTool.About about = tool.about();
    return SyncToolSpecification.builder()
        .tool(
            Tool.builder(about.name(), about.schema().toJson())
                .title(about.title())
                .description(about.description())
                .annotations(
                    ToolAnnotations.builder()
                        .title(about.title())
                        .readOnlyHint(!about.changes())
                        .destructiveHint(false)
                        .openWorldHint(false)
                        .build())
                .build())
        .callHandler((exchange, request) -> answer(tool, exchange, request))
        .build();
  }

  private static CallToolResult answer(
      McpTool tool, McpSyncServerExchange exchange, CallToolRequest request) {
    try {
      Map<String, Object> given = Optional.ofNullable(request.arguments()).orElse(Map.of());
      List<String> texts =
          tool.call(tool.about().schema().check(given), new Caller(exchange, request));
      return result(texts, false);
    } catch (IOException e) {
      return result(List.of(Sentences.of(e)), true);
    } catch (IllegalArgumentException e) {
      return result(List.of(Sentences.sentence(String.valueOf(e.getMessage()))), true);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return result(List.of("The server is ending."), true);
    } catch (RuntimeException e) {
      log.warn("The tool {} failed", tool.about().name(), e);
      return result(List.of("An error in Codecsmith itself; its log tells more."), true);
    }
  }

  private static CallToolResult result(List<String> texts, boolean isError) {
    return CallToolResult.builder().textContent(texts).isError(isError).build();
  }

  private record Caller(McpSyncServerExchange exchange, CallToolRequest request)
      implements ToolCaller {
    @Override
    public String name() {
      return Optional.ofNullable(exchange.getClientInfo()).map(Implementation::name).orElse("");
    }

    @Override
    public void progress(int done, int total, String what) {
      Optional.ofNullable(request.meta())
          .map(meta -> meta.get("progressToken"))
          .ifPresent(token ->
              tell(
                  ProgressNotification.builder(token, done)
                      .total((double) total)
                      .message(what)
                      .build()));
    }

    /** Who has gone does not end what was begun: it is counted and its result is remembered. */
    private void tell(ProgressNotification progress) {
      try {
        exchange.progressNotification(progress);
      } catch (RuntimeException e) {
        log.debug("nobody hears of progress", e);
      }
    }
  }
}
