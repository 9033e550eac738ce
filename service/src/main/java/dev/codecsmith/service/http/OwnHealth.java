package dev.codecsmith.service.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * Asks a server of this very process for {@code /health} over its port, as anybody would: an answer
 * takes a listener that accepts, threads that run, and locks that are given back.
 */
public final class OwnHealth {
  /** On a machine with too much to do an answer takes seconds, and its process is well. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final HttpSettings settings;
  private final int port;
  private final Optional<SSLContext> tls;

  /**
   * @param settings of the server
   * @param port where it listens
   */
  public OwnHealth(HttpSettings settings, int port) {
    this.settings = settings;
    this.port = port;
    this.tls = settings.tls().map(_ -> trusting());
  }

  /** Whose certificate it is does not matter to this question. */
  private static SSLContext trusting() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, SslContextFactory.TRUST_ALL_CERTS, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("TLS cannot be used in this process", e);
    }
  }

  /** Why nobody would be answered, in a sentence; empty where one is, whatever the answer says. */
  public Optional<String> trouble() {
    try (Socket socket = new Socket()) {
      InetAddress address = InetAddress.getByName(settings.host());
      socket.connect(
          new InetSocketAddress(
              address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address, port),
          (int) PATIENCE.toMillis());
      socket.setSoTimeout((int) PATIENCE.toMillis());
      String answer = tls.isPresent() ? askEncrypted(socket, tls.get()) : ask(socket);
      return answer.matches("HTTP/1\\.1 (200|503)( .*)?")
          ? Optional.empty()
          : Optional.of("Its own /health answers '" + answer + "'.");
    } catch (IOException e) {
      return Optional.of("Its own /health does not answer: " + e.getMessage() + ".");
    }
  }

  private String askEncrypted(Socket socket, SSLContext context) throws IOException {
    try (Socket encrypted =
        context.getSocketFactory().createSocket(socket, settings.host(), port, true)) {
      return ask(encrypted);
    }
  }

  private static String ask(Socket socket) throws IOException {
    String request = "GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    BufferedReader answer =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
    return Optional.ofNullable(answer.readLine()).orElse("");
  }
}
