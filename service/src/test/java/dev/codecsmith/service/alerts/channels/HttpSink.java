package dev.codecsmith.service.alerts.channels;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.zip.GZIPInputStream;

/** A server that takes whatever is posted to it, and answers as it is told to. */
public final class HttpSink implements AutoCloseable {
  private final HttpServer server;
  private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
  private volatile int status = 200;
  private volatile byte[] answer = new byte[0];
  private volatile String answerType = "text/plain";

  /**
   * What came.
   *
   * @param latin1 the body, a character for each byte
   */
  public record Request(
      String path, Optional<String> contentType, String authorization, String latin1) {
    public byte[] body() {
      return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }

    public String text() {
      return new String(body(), StandardCharsets.UTF_8);
    }
  }

  public HttpSink() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
          byte[] sent = exchange.getRequestBody().readAllBytes();
          try (InputStream plain = new ByteArrayInputStream(sent);
              InputStream body = zipped ? new GZIPInputStream(plain) : plain) {
            requests.add(
                new Request(
                    exchange.getRequestURI().toString(),
                    Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Type")),
                    String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
                    new String(body.readAllBytes(), StandardCharsets.ISO_8859_1)));
          }
          exchange.getResponseHeaders().add("Content-Type", answerType);
          exchange.getResponseHeaders().add("smithy-protocol", "rpc-v2-cbor");
          exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
  }

  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** What it answers from now on. */
  public void answer(int code, String type, byte[] body) {
    status = code;
    answerType = type;
    answer = body.clone();
  }

  /** The next request; waits for it. */
  public Request take() throws InterruptedException {
    return requests.take();
  }

  /** How many requests were not taken. */
  public int waiting() {
    return requests.size();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
