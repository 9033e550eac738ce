package dev.codecsmith.service.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.codecsmith.store.StoreException;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A worker that cuts each upload after a piece. */
@Timeout(60)
class HttpArtifactStoreTest {
  private static final int PIECE = 1_500_000;

  @TempDir private Path folder;
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private final List<String> offsets = new ArrayList<>();
  private HttpServer server;
  private int total;
  private final AtomicInteger posted = new AtomicInteger();

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/artifacts/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    boolean complete = received.size() == total;
    if (exchange.getRequestMethod().equals("POST")) {
      posted.incrementAndGet();
      exchange.sendResponseHeaders(405, -1);
    } else if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Upload-Offset", Integer.toString(received.size()));
      exchange.sendResponseHeaders(complete ? 200 : 404, -1);
    } else {
      offsets.add(exchange.getRequestHeaders().getFirst("Upload-Offset"));
      received.writeBytes(exchange.getRequestBody().readNBytes(PIECE));
      if (received.size() == total) {
        exchange.sendResponseHeaders(201, -1);
      }
    }
    exchange.close();
  }

  @Test
  void aWorkerThatDoesNotKnowTheQuestionForManyIsAskedForEach() throws Exception {
    total = 1;
    URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    HttpArtifactStore store =
        new HttpArtifactStore(new WorkerConnection(address, Optional.empty()));
    Set<String> two = Set.of("a".repeat(64), "b".repeat(64));
    assertThat(store.missing(two)).isEqualTo(two);
    total = 0;
    assertThat(store.missing(two)).isEmpty();
    assertThat(posted).hasValue(2);
  }

  @Test
  void whyALongFileIsNotTakenIsHeardBeforeItIsSent() throws Exception {
    Path file = folder.resolve("clip");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(64L << 20);
    }
    try (ServerSocket full = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
      Thread _ = Thread.ofVirtual().start(() -> refuse(full));
      URI address = URI.create("http://127.0.0.1:" + full.getLocalPort());
      HttpArtifactStore store =
          new HttpArtifactStore(new WorkerConnection(address, Optional.empty()));
      assertThatThrownBy(() -> store.put(file))
          .isInstanceOf(StoreException.class)
          .hasMessageContainingAll("answered 507", "The disk is full.");
    }
  }

  /**
   * Says that nothing was there, and that there is no room to who asks before sending; what is sent
   * at once would be in the way of the answer, so it is not heard.
   */
  private static void refuse(ServerSocket server) {
    try {
      while (true) {
        try (Socket socket = server.accept()) {
          List<String> head = head(socket);
          String answer =
              head.getFirst().startsWith("HEAD ")
                  ? "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                  : "HTTP/1.1 507 Full\r\nContent-Length: 29\r\nConnection: close\r\n\r\n"
                      + "{\"error\":\"The disk is full.\"}";
          if (head.getFirst().startsWith("HEAD ") || head.contains("Expect: 100-Continue")) {
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
          }
        }
      }
    } catch (IOException _) {
      // The test is over.
      return;
    }
  }

  private static List<String> head(Socket socket) throws IOException {
    BufferedReader request =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    List<String> head = new ArrayList<>();
    for (String line = request.readLine(); line != null && !line.isEmpty(); ) {
      head.add(line);
      line = request.readLine();
    }
    return head;
  }

  @Test
  void aLongFileGoesOnWhereItWasCut() throws Exception {
    byte[] bytes = new byte[2 * PIECE + 1000];
    new SplittableRandom(3).nextBytes(bytes);
    total = bytes.length;
    Path file = Files.write(folder.resolve("clip"), bytes);
    URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    new HttpArtifactStore(new WorkerConnection(address, Optional.empty())).put(file);
    assertThat(received.toByteArray()).isEqualTo(bytes);
    assertThat(offsets).containsExactly("0", "" + PIECE, "" + 2 * PIECE);
  }
}
