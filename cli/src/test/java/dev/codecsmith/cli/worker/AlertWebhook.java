package dev.codecsmith.cli.worker;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Where alerts arrive. */
final class AlertWebhook implements AutoCloseable {
  private final HttpServer server;
  private final List<String> told = Collections.synchronizedList(new ArrayList<>());

  AlertWebhook() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          JsonNode sent = JsonMapper.shared().readTree(exchange.getRequestBody());
          told.add(sent.path("text").asString());
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The titles of all alerts so far, without how long an incident lasted. */
  List<String> told() {
    return List.copyOf(told).stream()
        .map(text ->
            text.lines()
                .findFirst()
                .orElseThrow()
                .replace("*", "")
                .replaceFirst(", after [^:]*", ""))
        .toList();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
