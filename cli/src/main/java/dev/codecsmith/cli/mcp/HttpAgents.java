package dev.codecsmith.cli.mcp;

import dev.codecsmith.service.http.HttpListener;
import dev.codecsmith.service.http.HttpSettings;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.transport.HttpServletStreamableServerTransportProvider;
import java.io.IOException;
import java.util.List;

/**
 * Serves any number of agents over HTTP, at {@code /mcp}. Who is let in is decided as by the
 * worker: by Host, Origin and, where there is one, the token.
 */
final class HttpAgents implements AutoCloseable {
  static final String PATH = "/mcp";

  /** A program may be half as long, of which JSON makes more. */
  static final int MOST_BODY_BYTES = 16 << 20;

  private final McpSyncServer server;
  private final HttpListener listener;

  private HttpAgents(McpSyncServer server, HttpListener listener) {
    this.server = server;
    this.listener = listener;
  }

  /**
   * Begins to listen.
   *
   * @throws IOException with a sentence if the port is taken
   */
  static HttpAgents start(ServedTools tools, HttpSettings settings) throws IOException {
    HttpServletStreamableServerTransportProvider transport =
        HttpServletStreamableServerTransportProvider.builder()
            .jsonMapper(ProtocolJson.mapper())
            .mcpEndpoint(PATH)
            .maxRequestSize(MOST_BODY_BYTES)
            .build();
    McpSyncServer server = tools.over(McpServer.sync(transport));
    try {
      return new HttpAgents(
          server,
          HttpListener.start(
              settings,
              List.of(routes -> {
                routes.get(PATH, context -> transport.service(context.req(), context.res()));
                routes.post(PATH, context -> transport.service(context.req(), context.res()));
                routes.delete(PATH, context -> transport.service(context.req(), context.res()));
              })));
    } catch (IOException e) {
      server.close();
      throw e;
    }
  }

  int port() {
    return listener.port();
  }

  @Override
  public void close() {
    server.close();
    listener.close();
  }
}
