package dev.codecsmith.cluster;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codecsmith.cluster.server.ServerAddress;
import dev.codecsmith.cluster.server.TemporalServer;
import io.temporal.testserver.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;

/**
 * The server of the tests: the one that the environment names, see {@link NamedServer}, or else
 * Temporal's own for tests, in this process, over a real port. That ends with the process.
 */
public final class TestFleet {
  private static final NamedServer NAMED = new NamedServer(System.getenv());
  private static Optional<String> target = Optional.empty();

  private TestFleet() {}

  /** Its host and port. */
  public static synchronized String target() throws IOException {
    if (target.isEmpty()) {
      Optional<String> named = NAMED.target();
      target = Optional.of(named.isPresent() ? named.get() : started());
    }
    return target.get();
  }

  private static String started() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    TestServer.PortBoundTestServer server = TestServer.createPortBoundServer(port, true);
    Runtime.getRuntime().addShutdownHook(new Thread(server::close));
    return "localhost:" + port;
  }

  /**
   * How it is reached, also by a process that a test has started.
   *
   * @param target its host and port, or those of who stands before it
   */
  public static ServerAddress address(String target) throws IOException {
    return NAMED.address(target);
  }

  /** The options by which the command reaches it likewise. */
  public static List<String> options(String target) {
    return NAMED.options(target);
  }

  /** A connection to it. */
  public static TemporalServer connect(String identity) throws IOException {
    return TemporalServer.at(address(target()), identity);
  }

  /** Skips the test where the server is Temporal's own for tests, which cannot show it. */
  public static void assumeNamed() {
    assumeTrue(
        NAMED.target().isPresent(),
        "Only a real Temporal server can show this: name one in the environment variable "
            + NamedServer.VARIABLE
            + ".");
  }

  /** Skips the test where the server is reached by TLS, which nothing can stand before. */
  public static void assumeWithoutTls() throws IOException {
    assumeTrue(
        address(target()).tls().isEmpty(),
        "What stands before the Temporal server here has not the certificate of one with TLS.");
  }
}
