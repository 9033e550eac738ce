package dev.codecsmith.service.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ServerSentEventsTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  /** A connection for each would cost every job the making of one. */
  @Test
  void streamsThatAreReadToTheirEndsComeOverOneConnection() throws Exception {
    List<InetSocketAddress> callers = new CopyOnWriteArrayList<>();
    Semaphore heard = new Semaphore(0);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          callers.add(exchange.getRemoteAddress());
          exchange.sendResponseHeaders(200, 0);
          exchange
              .getResponseBody()
              .write("id: 7\nevent: end\ndata: all\n\n".getBytes(StandardCharsets.UTF_8));
          exchange.getResponseBody().flush();
          heard.acquireUninterruptibly();
          exchange.close();
        });
    server.start();
    URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      for (int i = 0; i < 3; i++) {
        InputStream body =
            client
                .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofInputStream())
                .body();
        try (ServerSentEvents events = new ServerSentEvents(body, LONG)) {
          assertThat(events.next()).contains(new ServerSentEvents.Event(7, "end", "all"));
          heard.release();
          events.finish();
        }
      }
    } finally {
      server.stop(0);
    }
    assertThat(callers).hasSize(3);
    assertThat(callers.stream().distinct()).hasSize(1);
  }
}
