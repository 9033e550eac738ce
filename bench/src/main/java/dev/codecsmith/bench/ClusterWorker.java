package dev.codecsmith.bench;

import dev.codecsmith.cluster.server.ServerAddress;
import dev.codecsmith.cluster.server.TemporalServer;
import dev.codecsmith.cluster.worker.FleetWorker;
import dev.codecsmith.cluster.worker.StepPlace;
import dev.codecsmith.cluster.workflow.TaskQueues;
import dev.codecsmith.lab.assembly.LocalEvaluations;
import dev.codecsmith.lab.clips.CopiedClips;
import dev.codecsmith.lab.job.DeviceGrant;
import dev.codecsmith.sandbox.isolation.Bubblewrap;
import dev.codecsmith.sandbox.languages.Toolchains;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.files.FileArtifactStore;
import dev.codecsmith.video.ffmpeg.CacheFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A worker of one slot in a process of its own, over a folder of artifacts that all share. */
public final class ClusterWorker {
  private ClusterWorker() {}

  /**
   * Where it works.
   *
   * @param server its address
   * @param fleet the name of those who take work there together
   * @param artifacts the folder of the store that all share
   * @param folder of this worker alone, made if need be
   */
  record Place(String server, String fleet, Path artifacts, Path folder) {}

  /** Starts one; who started it ends it. */
  static Process start(Place place) throws IOException {
    Files.createDirectories(place.folder());
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "--add-modules",
            "jdk.incubator.vector",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            ClusterWorker.class.getName(),
            place.server(),
            place.fleet(),
            place.artifacts().toString(),
            place.folder().toString())
        .redirectErrorStream(true)
        .redirectOutput(place.folder().resolve("log").toFile())
        .start();
  }

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[3]);
    String name = folder.getFileName().toString();
    ArtifactStore artifacts = FileArtifactStore.open(Path.of(arguments[2]), name);
    var sandbox = Bubblewrap.detect();
    try (TemporalServer server =
            TemporalServer.at(ServerAddress.plain(arguments[0], "default"), name);
        Toolchains toolchains = Toolchains.in(sandbox, CacheFolder.ofTheUser());
        FleetWorker worker =
            new FleetWorker(
                server,
                new TaskQueues(arguments[1]),
                new FleetWorker.Abilities(
                    new TaskQueues.Offer(List.of("python"), 1L << 30, false), 1, 0),
                new StepPlace(
                    name,
                    "bench",
                    LocalEvaluations.steps(
                        name,
                        new LocalEvaluations.Storage(
                            artifacts, new CopiedClips(artifacts, folder.resolve("clips"))),
                        sandbox,
                        toolchains,
                        1,
                        folder.resolve("work")),
                    artifacts,
                    arguments[2],
                    StepPlace.Holding.NONE,
                    DeviceGrant.NONE))) {
      worker.start();
      new CountDownLatch(1).await();
    }
  }
}
