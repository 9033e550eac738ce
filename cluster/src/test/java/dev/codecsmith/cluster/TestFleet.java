package dev.codecsmith.cluster;

import dev.codecsmith.cluster.server.ServerAddress;
import dev.codecsmith.cluster.server.TemporalServer;
import io.temporal.testserver.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Optional;

/**
 * The server of the tests: the one that the environment variable names, or else Temporal's own for
 * tests, in this process, over a real port. It ends with the process.
 */
public final class TestFleet {
  /** Names a server, such as {@code localhost:7233}. */
  public static final String VARIABLE = "CODECSMITH_TEST_TEMPORAL";

  private static Optional<String> address = Optional.empty();

  private TestFleet() {}

  /** Its address. */
  public static synchronized String address() throws IOException {
    if (address.isEmpty()) {
      String named = System.getenv(VARIABLE);
      address = Optional.of(named == null ? started() : named);
    }
    return address.get();
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

  /** A connection to it. */
  public static TemporalServer connect(String identity) throws IOException {
    return TemporalServer.at(ServerAddress.plain(address(), "default"), identity);
  }
}
