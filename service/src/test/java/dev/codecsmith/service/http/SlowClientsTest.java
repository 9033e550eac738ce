package dev.codecsmith.service.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.service.limits.EventStream;
import dev.codecsmith.service.limits.EventStreams;
import dev.codecsmith.service.limits.SlowClients;
import dev.codecsmith.service.worker.MemoryBudget;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that take their time, against a real listener that has little. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SlowClientsTest {
  private static final Duration SHORT = Duration.ofMillis(400);
  private static final int CLIENTS = 20;

  private final MemoryBudget memory = new MemoryBudget(1 << 20);
  private final EventStreams streams = new EventStreams(1);
  private final CountDownLatch given = new CountDownLatch(1);
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch door = new CountDownLatch(1);
  private HttpListener listener;

  @BeforeEach
  void listen() throws IOException {
    BoundedBodies bodies = new BoundedBodies(memory, Clock.systemUTC());
    listener =
        HttpListener.start(
            new HttpSettings("127.0.0.1", 0, Optional.empty(), Optional.empty()),
            List.of(routes -> {
              routes.get("/health", context -> context.result("well"));
              routes.get(
                  "/long",
                  context -> {
                    begun.countDown();
                    door.await();
                    context.result("done");
                  });
              routes.post(
                  "/body",
                  context ->
                      bodies
                          .of(context, 1000)
                          .ifPresent(body -> {
                            body.close();
                            context.result("all of it");
                          }));
              routes.get(
                  "/events",
                  context -> {
                    try {
                      streams.send(context, SlowClientsTest::endless);
                    } finally {
                      given.countDown();
                    }
                  });
            }),
            HttpListener.Guarded.NONE,
            new SlowClients.Patience(SHORT, SHORT, Duration.ofMillis(50)));
  }

  private static void endless(EventStream stream) throws IOException {
    String much = "x".repeat(1 << 16);
    for (int i = 1; ; i++) {
      stream.add(i, "line", much);
      stream.send();
    }
  }

  @AfterEach
  void stop() {
    listener.close();
  }

  private Socket connected(String begin) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.port());
    socket.getOutputStream().write(begin.getBytes(US_ASCII));
    return socket;
  }

  private void isWell() throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest health =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + listener.port() + "/health"))
              .build();
      assertThat(client.send(health, BodyHandlers.ofString()).body()).isEqualTo("well");
    }
  }

  /** Whether the other side has closed; sends a byte if not. */
  private static boolean isClosed(Socket socket) {
    try {
      socket.setSoTimeout(5);
      if (socket.getInputStream().read() < 0) {
        return true;
      }
    } catch (SocketTimeoutException e) {
      // It is open still.
    } catch (IOException e) {
      return true;
    }
    try {
      socket.getOutputStream().write('x');
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @Test
  void headersAByteAtATimeAreNotWaitedFor() throws Exception {
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < CLIENTS; i++) {
        slow.add(connected("GET /health HTTP/1.1\r\nHost: localhost\r\nX-Slow: "));
      }
      isWell();
      List<Socket> open = new ArrayList<>(slow);
      while (!open.isEmpty()) {
        open.removeIf(SlowClientsTest::isClosed);
      }
      isWell();
    } finally {
      for (Socket each : slow) {
        each.close();
      }
    }
  }

  @Test
  void whoWaitsForAnAnswerForLongIsNoSlowClient() throws Exception {
    try (Socket waits = connected("GET /long HTTP/1.1\r\nHost: localhost\r\n\r\n")) {
      begun.await();
      try (Socket slow = connected("GET /health HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")) {
        while (!isClosed(slow)) {
          LockSupport.parkNanos(1_000_000);
        }
      }
      door.countDown();
      assertThat(
              new BufferedReader(new InputStreamReader(waits.getInputStream(), UTF_8)).readLine())
          .isEqualTo("HTTP/1.1 200 OK");
    }
  }

  @Test
  void aBodyThatStopsIsRefusedAndItsMemoryGivenBack() throws Exception {
    try (Socket slow =
        connected("POST /body HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900\r\n\r\nx")) {
      isWell();
      BufferedReader answer =
          new BufferedReader(new InputStreamReader(slow.getInputStream(), UTF_8));
      assertThat(answer.readLine()).isEqualTo("HTTP/1.1 408 Request Timeout");
    }
    assertThat(memory.free()).isEqualTo(memory.bytes());
  }

  @Test
  void whoReadsNothingOfItsEventsIsDroppedAndItsStreamGivenBack() throws Exception {
    try (Socket slow = connected("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n")) {
      isWell();
      given.await();
      assertThat(slow.isConnected()).isTrue();
    }
    try (Socket next = connected("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n")) {
      assertThat(new BufferedReader(new InputStreamReader(next.getInputStream(), UTF_8)).readLine())
          .isEqualTo("HTTP/1.1 200 OK");
    }
  }
}
