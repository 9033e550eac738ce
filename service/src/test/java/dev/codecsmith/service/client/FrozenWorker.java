package dev.codecsmith.service.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A worker that takes a job and says nothing any more, with all its connections open. */
final class FrozenWorker implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch end = new CountDownLatch(1);
  private volatile boolean frozen;

  FrozenWorker() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (path.endsWith("/events")) {
      exchange.sendResponseHeaders(200, 0);
      exchange.getResponseBody().write(": here\n".getBytes(StandardCharsets.UTF_8));
      exchange.getResponseBody().flush();
      frozen = true;
    }
    if (frozen) {
      try {
        end.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      exchange.close();
      return;
    }
    byte[] _ = exchange.getRequestBody().readAllBytes();
    byte[] health = "{\"ready\": true}".getBytes(StandardCharsets.UTF_8);
    boolean noBody = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(
        path.equals("/experiment") ? 202 : 200, noBody ? -1 : health.length);
    if (!noBody) {
      exchange.getResponseBody().write(health);
    }
    exchange.close();
  }

  @Override
  public void close() {
    end.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
