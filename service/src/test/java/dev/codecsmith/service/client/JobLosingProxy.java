package dev.codecsmith.service.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * Stands before a worker, and answers whatever has to do with experiments with 500 until mended.
 */
final class JobLosingProxy implements AutoCloseable {
  private final HttpServer listener;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client = HttpClient.newHttpClient();
  private final Semaphore healths = new Semaphore(0);
  private final int worker;
  private volatile boolean losing = true;

  /**
   * @param worker its port
   */
  JobLosingProxy(int worker) throws IOException {
    this.worker = worker;
    this.listener =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    listener.setExecutor(threads);
    listener.createContext("/", this::answer);
    listener.start();
  }

  int port() {
    return listener.getAddress().getPort();
  }

  /** Waits until a health that was asked for from now on was heard by who asked. */
  void awaitHealthHeard() throws InterruptedException {
    healths.drainPermits();
    // The first may have been asked before, and that there is a third says that the second is
    // heard.
    healths.acquire(3);
  }

  void mend() {
    losing = false;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      if (path.equals("/health")) {
        healths.release();
      } else if (losing && path.startsWith("/experiment")) {
        exchange.sendResponseHeaders(500, -1);
        return;
      }
      HttpRequest.Builder request =
          HttpRequest.newBuilder(
                  URI.create("http://127.0.0.1:" + worker + exchange.getRequestURI()))
              .method(
                  exchange.getRequestMethod(),
                  BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
      for (String header : new String[] {"Content-Type", "Accept", "Prefer"}) {
        String value = exchange.getRequestHeaders().getFirst(header);
        if (value != null) {
          request.header(header, value);
        }
      }
      HttpResponse<byte[]> reply = client.send(request.build(), BodyHandlers.ofByteArray());
      reply
          .headers()
          .firstValue("Content-Type")
          .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
      byte[] body = reply.body();
      exchange.sendResponseHeaders(reply.statusCode(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    listener.stop(0);
    threads.close();
    client.close();
  }
}
