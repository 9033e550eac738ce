package dev.codecsmith.cluster;

import dev.codecsmith.cluster.server.TemporalServer;
import dev.codecsmith.cluster.worker.FleetWorker;
import dev.codecsmith.cluster.worker.StepPlace;
import dev.codecsmith.cluster.workflow.TaskQueues;
import dev.codecsmith.lab.assembly.LocalEvaluations;
import dev.codecsmith.lab.clips.ClipSource;
import dev.codecsmith.lab.clips.CopiedClips;
import dev.codecsmith.lab.job.DeviceGrant;
import dev.codecsmith.lab.local.Machine;
import dev.codecsmith.store.ArtifactStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** A worker in this process, of one slot and for programs in Java unless it is said otherwise. */
public final class TestWorker {
  private final String name;
  private final ArtifactStore artifacts;
  private final Path folder;
  private ClipSource clips;
  private String language = "java";
  private int slots = 1;
  private int remembered;
  private StepPlace.Holding hold = StepPlace.Holding.NONE;
  private DeviceGrant devices = DeviceGrant.NONE;

  /**
   * @param artifacts where it finds what jobs name
   * @param folder for its clips and its work
   */
  public TestWorker(String name, ArtifactStore artifacts, Path folder) {
    this.name = name;
    this.artifacts = artifacts;
    this.folder = folder;
    this.clips = new CopiedClips(artifacts, folder.resolve("clips-" + name));
  }

  /** With clips from elsewhere than the artifacts. */
  public TestWorker clips(ClipSource source) {
    clips = source;
    return this;
  }

  /** For programs in this language alone. */
  public TestWorker language(String only) {
    language = only;
    return this;
  }

  /** Doing so many steps at once. */
  public TestWorker slots(int steps) {
    slots = steps;
    return this;
  }

  /** Keeping so many workflows in memory, of which Temporal's server for tests gives none back. */
  public TestWorker remembering(int workflows) {
    remembered = workflows;
    return this;
  }

  /** With this device for programs. */
  public TestWorker device(String path) {
    devices = new DeviceGrant(Set.of(path));
    return this;
  }

  /** Holding what jobs name by this. */
  public TestWorker hold(StepPlace.Holding holding) {
    hold = holding;
    return this;
  }

  /** Has it take steps, by a connection of its caller's. */
  public FleetWorker start(TemporalServer server, TaskQueues queues) throws IOException {
    return start(server, queues, queues.name());
  }

  /**
   * The same.
   *
   * @param shared names the store of the artifacts
   */
  public FleetWorker start(TemporalServer server, TaskQueues queues, String shared)
      throws IOException {
    Machine machine = Machine.get();
    FleetWorker worker =
        new FleetWorker(
            server,
            queues,
            new FleetWorker.Abilities(
                new TaskQueues.Offer(List.of(language), 1L << 30, !devices.allowed().isEmpty()),
                slots,
                remembered),
            new StepPlace(
                name,
                "test",
                LocalEvaluations.steps(
                    name,
                    new LocalEvaluations.Storage(artifacts, clips),
                    machine.sandbox(),
                    machine.toolchains(),
                    slots,
                    folder.resolve("work-" + name)),
                artifacts,
                shared,
                hold,
                devices));
    worker.start();
    return worker;
  }
}
