package dev.codecsmith.cluster;

import dev.codecsmith.cluster.server.ServerAddress;
import dev.codecsmith.cluster.server.TemporalServer;
import dev.codecsmith.cluster.worker.FleetWorker;
import dev.codecsmith.cluster.worker.StepPlace;
import dev.codecsmith.cluster.workflow.TaskQueues;
import dev.codecsmith.lab.assembly.LocalEvaluations;
import dev.codecsmith.lab.clips.CopiedClips;
import dev.codecsmith.lab.job.DeviceGrant;
import dev.codecsmith.lab.local.Machine;
import dev.codecsmith.store.ArtifactStore;
import io.temporal.testserver.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
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

  /**
   * A worker in this process that builds Java, by a connection of its caller's; it has yet to be
   * started.
   *
   * @param slots how many steps it does at once
   * @param folder for its clips and its work
   */
  public static FleetWorker worker(
      TemporalServer server,
      TaskQueues queues,
      String name,
      int slots,
      ArtifactStore artifacts,
      Path folder)
      throws IOException {
    Machine machine = Machine.get();
    return new FleetWorker(
        server,
        queues,
        new FleetWorker.Abilities(new TaskQueues.Offer(List.of("java"), 1L << 30, false), slots, 0),
        new StepPlace(
            name,
            "test",
            LocalEvaluations.steps(
                name,
                new LocalEvaluations.Storage(
                    artifacts, new CopiedClips(artifacts, folder.resolve("clips-" + name))),
                machine.sandbox(),
                machine.toolchains(),
                slots,
                folder.resolve("work-" + name)),
            artifacts,
            queues.name(),
            StepPlace.Holding.NONE,
            DeviceGrant.NONE));
  }
}
