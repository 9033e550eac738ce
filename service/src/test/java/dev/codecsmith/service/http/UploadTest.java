package dev.codecsmith.service.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.service.worker.MemoryBudget;
import dev.codecsmith.store.memory.MemoryArtifactStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Artifacts that come in over a real listener, on a disk and by a clock of the test. */
@Timeout(60)
class UploadTest {
  private static final int LENGTH = 400_000;
  private static final int HALF = 200_000;

  @TempDir private Path folder;
  private final MemoryArtifactStore artifacts = new MemoryArtifactStore();
  private final byte[] bytes = "0123456789".repeat(LENGTH / 10).getBytes(US_ASCII);
  private final String hash = DigestUtils.sha256Hex(bytes);
  private final HttpClient client = HttpClient.newHttpClient();
  private volatile long free = 1L << 40;

  /** With so many bytes on the disk, 31 s have passed. */
  private volatile long lateFrom = Long.MAX_VALUE;

  private TransferRoutes routes;
  private HttpListener listener;

  @BeforeEach
  void listen() throws IOException {
    routes =
        new TransferRoutes(
            artifacts,
            folder.resolve("incoming"),
            1L << 40,
            needed ->
                needed > free ? Optional.of("The disk has " + free + " bytes.") : Optional.empty(),
            new BoundedBodies(new MemoryBudget(1 << 20), () -> Instant.EPOCH),
            this::now);
    listener =
        HttpListener.start(
            new HttpSettings("127.0.0.1", 0, Optional.empty(), Optional.empty()), List.of(routes));
  }

  @AfterEach
  void stop() {
    client.close();
    listener.close();
  }

  private HttpRequest.Builder artifact() {
    return HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:" + listener.port() + "/artifacts/" + hash));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  /** A client that has begun to send. */
  private Socket begun(int sent) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.port());
    OutputStream out = socket.getOutputStream();
    out.write(
        "PUT /artifacts/%s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n"
            .formatted(hash, LENGTH)
            .getBytes(US_ASCII));
    out.write(bytes, 0, sent);
    out.flush();
    while (here() < sent) {
      LockSupport.parkNanos(1_000_000);
    }
    return socket;
  }

  private long here() throws IOException {
    try {
      return Files.size(folder.resolve("incoming").resolve("incoming-" + hash));
    } catch (NoSuchFileException e) {
      return -1;
    }
  }

  private Instant now() {
    try {
      return Instant.ofEpochSecond(here() < lateFrom ? 0 : 31);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String status(Socket socket) throws IOException {
    return Optional.ofNullable(
            new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8)).readLine())
        .orElse("");
  }

  @Test
  void whoSendsAByteNowAndThenIsNotWaitedFor() throws Exception {
    try (Socket slow = begun(HALF)) {
      // Of the half that is on the disk the server may still have to ask what time it is.
      lateFrom = HALF + 1;
      slow.getOutputStream().write(bytes, HALF, 1);
      assertThat(status(slow)).isEqualTo("HTTP/1.1 408 Request Timeout");
    }
    // What it has sent stays, and whoever is faster goes on with it.
    HttpResponse<String> rest =
        send(
            artifact()
                .header("Upload-Offset", "" + (HALF + 1))
                .PUT(BodyPublishers.ofByteArray(bytes, HALF + 1, LENGTH - HALF - 1)));
    assertThat(rest.statusCode()).isEqualTo(201);
  }

  @Test
  void whoSendsTheSameWaitsForTheOneBefore() throws Exception {
    try (Socket first = begun(HALF)) {
      HttpRequest.Builder rest =
          artifact()
              .header("Upload-Offset", "" + HALF)
              .PUT(BodyPublishers.ofByteArray(bytes, HALF, LENGTH - HALF));
      CompletableFuture<HttpResponse<String>> second =
          client.sendAsync(rest.build(), BodyHandlers.ofString());
      while (routes.waiting() == 0 && !second.isDone()) {
        LockSupport.parkNanos(1_000_000);
      }
      first.getOutputStream().write(bytes, HALF, LENGTH - HALF);
      assertThat(status(first)).isEqualTo("HTTP/1.1 201 Created");
      assertThat(second.get().statusCode()).isEqualTo(200);
    }
    assertThat(artifacts.read(hash)).isEqualTo(bytes);
  }

  @Test
  void whoWaitedGoesOnWhereTheOneBeforeWasCut() throws Exception {
    CompletableFuture<HttpResponse<String>> second;
    try (Socket _ = begun(HALF)) {
      HttpRequest.Builder rest =
          artifact()
              .header("Upload-Offset", "" + HALF)
              .PUT(BodyPublishers.ofByteArray(bytes, HALF, LENGTH - HALF));
      second = client.sendAsync(rest.build(), BodyHandlers.ofString());
      while (routes.waiting() == 0 && !second.isDone()) {
        LockSupport.parkNanos(1_000_000);
      }
    }
    assertThat(second.get().statusCode()).isEqualTo(201);
  }

  @Test
  void whatDoesNotFitOnTheDiskIsRefusedBeforeItComes() throws Exception {
    // It, and the artifact that is made of it.
    free = 2L * LENGTH - 1;
    HttpResponse<String> answer = send(artifact().PUT(BodyPublishers.ofByteArray(bytes)));
    assertThat(answer.statusCode()).isEqualTo(507);
    assertThat(answer.body()).isEqualTo("{\"error\":\"The disk has 799999 bytes.\"}");
    assertThat(here()).isEqualTo(-1);
    HttpRequest.Builder asking =
        artifact().expectContinue(true).PUT(BodyPublishers.ofByteArray(bytes));
    assertThat(send(asking).statusCode()).isEqualTo(507);
    free = 2L * LENGTH;
    assertThat(send(asking).statusCode()).isEqualTo(201);
  }

  @Test
  void piecesThatNobodyGoesOnWithAreForgotten() throws Exception {
    try (Socket _ = begun(HALF)) {
      assertThat(here()).isEqualTo(HALF);
    }
    Path piece = folder.resolve("incoming").resolve("incoming-" + "ab".repeat(32));
    Files.writeString(piece, "half");
    Instant written = Files.getLastModifiedTime(piece).toInstant();
    routes.forgetPieces(written.plus(Duration.ofMinutes(59)));
    assertThat(piece).exists();
    routes.forgetPieces(written.plus(Duration.ofMinutes(61)));
    assertThat(piece).doesNotExist();
  }
}
