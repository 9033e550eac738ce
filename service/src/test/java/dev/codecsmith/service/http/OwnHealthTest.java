package dev.codecsmith.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OwnHealthTest {
  private static OwnHealth asking(int port) {
    return new OwnHealth(
        new HttpSettings("127.0.0.1", port, Optional.empty(), Optional.empty()), port);
  }

  private static Optional<String> troubleWhereItIsAnswered(String answer) throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread _ =
          Thread.ofVirtual()
              .start(() -> {
                try (Socket socket = server.accept()) {
                  int _ = socket.getInputStream().read(new byte[1024]);
                  socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      return asking(server.getLocalPort()).trouble();
    }
  }

  @Test
  void aServerThatIsNotReadyIsWellAllTheSame() throws Exception {
    assertThat(troubleWhereItIsAnswered("HTTP/1.1 503 Service Unavailable\r\n\r\n")).isEmpty();
    assertThat(troubleWhereItIsAnswered("HTTP/1.1 200 OK\r\n\r\n")).isEmpty();
  }

  @Test
  void anythingElseIsTrouble() throws Exception {
    assertThat(troubleWhereItIsAnswered("HTTP/1.1 500 Server Error\r\n\r\n"))
        .contains("Its own /health answers 'HTTP/1.1 500 Server Error'.");
    assertThat(troubleWhereItIsAnswered("")).contains("Its own /health answers ''.");
  }

  @Test
  void nobodyAtThePortIsTrouble() throws Exception {
    int port;
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = server.getLocalPort();
    }
    assertThat(asking(port).trouble().orElseThrow()).contains("does not answer");
  }
}
