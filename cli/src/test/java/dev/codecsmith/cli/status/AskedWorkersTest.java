package dev.codecsmith.cli.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A worker that answers, and then stands still. */
@Timeout(60)
class AskedWorkersTest {
  private static final long LATER = Duration.ofSeconds(3).toNanos();

  private final AtomicLong now = new AtomicLong();
  private final AtomicInteger asked = new AtomicInteger();
  private final CountDownLatch goesOn = new CountDownLatch(1);
  private volatile boolean standsStill;
  private HttpServer worker;

  @BeforeEach
  void begin() throws IOException {
    worker = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    worker.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    worker.createContext("/health", exchange -> answer(exchange, "{\"live\":true,\"ready\":true}"));
    worker.createContext(
        "/status",
        exchange -> {
          int number = asked.incrementAndGet();
          if (standsStill) {
            await(goesOn);
          }
          answer(exchange, "{\"running\":" + number + "}");
        });
    worker.start();
  }

  @AfterEach
  void end() {
    goesOn.countDown();
    worker.stop(0);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void answer(HttpExchange exchange, String json) throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Test
  void whoeverLooksWhileAWorkerStandsStillIsToldWhatItSaidBefore() throws Exception {
    String address = "http://127.0.0.1:" + worker.getAddress().getPort();
    AskedWorkers workers =
        new AskedWorkers(
            List.of(URI.create(address)), Optional.empty(), Duration.ofSeconds(30), now::get);
    assertThat(running(workers, address)).isEqualTo(1);
    assertThat(running(workers, address)).as("asked once in two seconds").isEqualTo(1);
    now.addAndGet(LATER);
    standsStill = true;
    assertThat(running(workers, address)).isEqualTo(1);
    goesOn.countDown();
    int said = 1;
    while (said == 1) {
      said = running(workers, address);
    }
    assertThat(said).isEqualTo(2);
  }

  private static int running(AskedWorkers workers, String address) throws InterruptedException {
    return Objects.requireNonNull(workers.now().get(address)).path("running").asInt();
  }
}
