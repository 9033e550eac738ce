package dev.codecsmith.service.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.codecsmith.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.node.JsonNodeFactory;

/** A worker whose answers stop in their middle, or never end. */
@Timeout(60)
class EndlessAnswersTest {
  private static final Duration SHORT = Duration.ofMillis(200);
  private static final Duration LONG = Duration.ofSeconds(50);

  private final CountDownLatch end = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private HttpServer server;
  private URI address;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/health", this::half);
    server.createContext("/", this::forEver);
    server.start();
    address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @AfterEach
  void stop() {
    end.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private void half(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 100);
    exchange.getResponseBody().write("{\"ready\":".getBytes(StandardCharsets.UTF_8));
    exchange.getResponseBody().flush();
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    exchange.close();
  }

  private void forEver(HttpExchange exchange) throws IOException {
    byte[] much = new byte[1 << 16];
    Arrays.fill(much, (byte) 'x');
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream out = exchange.getResponseBody()) {
      while (end.getCount() > 0) {
        out.write(much);
      }
    }
  }

  @Test
  void aWorkerWhoseHealthStopsInItsMiddleIsDead() throws Exception {
    BlockingQueue<String> told = new LinkedBlockingQueue<>();
    WorkerProbe.Pace pace = new WorkerProbe.Pace(Duration.ofMillis(20), Duration.ZERO, SHORT, 2);
    WorkerProbe.Hearing hearing =
        new WorkerProbe.Hearing() {
          @Override
          public void up(String about) {
            told.add("up");
          }

          @Override
          public void refusing(String reasons) {
            told.add("refusing");
          }

          @Override
          public void dead(String reason) {
            told.add("dead: " + reason);
          }
        };
    try (WorkerProbe _ = WorkerProbe.start(address, Optional.empty(), pace, hearing)) {
      assertThat(told.take()).startsWith("dead: It does not answer");
    }
  }

  @Test
  void anAnswerThatStopsInItsMiddleIsGivenUp() {
    WorkerConnection worker = new WorkerConnection(address, Optional.empty());
    assertThatThrownBy(() ->
            worker.send(worker.to("/health").timeout(LONG).build(), BoundedText.of(1000, SHORT)))
        .isInstanceOf(HttpTimeoutException.class);
  }

  @Test
  void anAnswerWithoutEndIsNotReadIntoMemory() {
    WorkerConnection worker = new WorkerConnection(address, Optional.empty());
    assertThatThrownBy(
            () -> worker.post("/experiment", JsonNodeFactory.instance.objectNode(), LONG))
        .isInstanceOf(IOException.class);
    HttpArtifactStore store = new HttpArtifactStore(worker);
    assertThatThrownBy(() -> store.missing(Set.of("ab".repeat(32))))
        .isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> store.put(new byte[10])).isInstanceOf(StoreException.class);
  }

  @Test
  void aLineWithoutEndIsNoEvent() throws Exception {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 'x';
          }

          @Override
          public int read(byte[] bytes, int offset, int length) {
            Arrays.fill(bytes, offset, offset + length, (byte) 'x');
            return length;
          }
        };
    try (ServerSentEvents events = new ServerSentEvents(endless, LONG)) {
      assertThatThrownBy(events::next).isInstanceOf(IOException.class).hasMessageContaining("more");
    }
  }

  @Test
  void aStreamOnWhichNothingComesIsClosed() throws Exception {
    try (PipedOutputStream out = new PipedOutputStream();
        InputStream stream = new WatchedStream(new Silent(out), SHORT)) {
      out.write(7);
      assertThat(stream.read()).isEqualTo(7);
      assertThatThrownBy(stream::read)
          .isInstanceOf(IOException.class)
          .hasMessage("nothing was heard for too long");
    }
  }

  /** Says when it is closed, as a connection's stream does. */
  private static final class Silent extends PipedInputStream {
    private volatile boolean closed;

    Silent(PipedOutputStream out) throws IOException {
      super(out);
    }

    @Override
    public synchronized int read(byte[] bytes, int offset, int length) throws IOException {
      try {
        while (available() == 0 && !closed) {
          wait(10);
        }
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      if (closed) {
        throw new IOException("closed");
      }
      return super.read(bytes, offset, length);
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
