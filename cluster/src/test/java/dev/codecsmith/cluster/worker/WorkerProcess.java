package dev.codecsmith.cluster.worker;

import dev.codecsmith.cluster.TestFleet;
import dev.codecsmith.cluster.server.TemporalServer;
import dev.codecsmith.cluster.workflow.TaskQueues;
import dev.codecsmith.lab.assembly.LocalEvaluations;
import dev.codecsmith.lab.clips.CopiedClips;
import dev.codecsmith.lab.job.DeviceGrant;
import dev.codecsmith.lab.job.JobLostException;
import dev.codecsmith.lab.local.Machine;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.files.FileArtifactStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/** A worker in a process of its own, which tests kill. */
public final class WorkerProcess {
  /** As the command's worker has it. */
  private static final int REMEMBERED = 200;

  private WorkerProcess() {}

  /**
   * Where it works.
   *
   * @param server its host and port; how it is reached says the environment, see {@link TestFleet}
   * @param artifacts the folder of the store that all share
   * @param folder of this worker alone, made if need be
   */
  public record Place(String server, String queues, Path artifacts, Path folder) {}

  /** Starts one; who started it ends it. */
  public static Process start(String name, Place place) throws IOException {
    Files.createDirectories(place.folder());
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--add-modules",
                "jdk.incubator.vector",
                "-cp",
                System.getProperty("java.class.path"),
                WorkerProcess.class.getName(),
                name,
                place.server(),
                place.queues(),
                place.artifacts().toString(),
                place.folder().toString()));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(place.folder().resolve("log").toFile())
        .start();
  }

  /** On a busy machine the first answer takes longer than Temporal's SDK waits for it. */
  private static String awaitVersion(TemporalServer server) throws InfrastructureException {
    while (true) {
      try {
        server.requireNamespace();
        return server.version();
      } catch (JobLostException _) {
        LockSupport.parkNanos(1_000_000);
      }
    }
  }

  public static void main(String[] arguments) throws Exception {
    String name = arguments[0];
    Path folder = Path.of(arguments[4]);
    ArtifactStore artifacts = FileArtifactStore.open(Path.of(arguments[3]), name);
    Machine machine = Machine.get();
    try (TemporalServer server = TemporalServer.at(TestFleet.address(arguments[1]), name)) {
      // Temporal's server for tests, which tells no version, never notices that who remembers a
      // workflow is gone.
      int remembered = awaitVersion(server).isEmpty() ? 0 : REMEMBERED;
      try (FleetWorker worker =
          new FleetWorker(
              server,
              new TaskQueues(arguments[2]),
              new FleetWorker.Abilities(
                  new TaskQueues.Offer(List.of("java"), 1L << 30, false), 1, remembered),
              new StepPlace(
                  name,
                  "test",
                  LocalEvaluations.steps(
                      name,
                      new LocalEvaluations.Storage(
                          artifacts, new CopiedClips(artifacts, folder.resolve("clips"))),
                      machine.sandbox(),
                      machine.toolchains(),
                      1,
                      folder.resolve("work")),
                  artifacts,
                  arguments[3],
                  StepPlace.Holding.NONE,
                  DeviceGrant.NONE))) {
        worker.start();
        new CountDownLatch(1).await();
      }
    }
  }
}
