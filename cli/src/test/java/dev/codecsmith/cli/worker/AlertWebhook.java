package dev.codecsmith.cli.worker;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Where alerts arrive. */
final class AlertWebhook implements AutoCloseable {
  private final HttpServer server;
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

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

  /** The value of {@code --alert} that has alerts sent here. */
  String option() {
    return "webhook=" + address();
  }

  /** What is to be told of a worker that went down and came back so often. */
  static List<String> downAndUp(String worker, int times) {
    String down = "worker down: " + worker;
    return Collections.nCopies(times, List.of(down, "all clear: " + down)).stream()
        .flatMap(List::stream)
        .toList();
  }

  /** The title of the next alert; waits for it. */
  String next() throws InterruptedException {
    return title(told.take());
  }

  /** The titles of all alerts so far that were not taken, without how long an incident lasted. */
  List<String> told() {
    return List.copyOf(told).stream().map(AlertWebhook::title).toList();
  }

  private static String title(String text) {
    return text.lines()
        .findFirst()
        .orElseThrow()
        .replace("*", "")
        .replaceFirst(", after [^:]*", "");
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
