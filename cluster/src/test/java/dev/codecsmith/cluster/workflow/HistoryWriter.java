package dev.codecsmith.cluster.workflow;

import com.google.protobuf.util.JsonFormat;
import dev.codecsmith.cluster.ListedJobs;
import dev.codecsmith.cluster.TestFleet;
import dev.codecsmith.cluster.client.FleetEvaluator;
import dev.codecsmith.cluster.client.FleetListener;
import dev.codecsmith.cluster.client.FleetWatch;
import dev.codecsmith.cluster.client.FleetWorkers;
import dev.codecsmith.cluster.server.TemporalServer;
import dev.codecsmith.cluster.worker.FleetWorker;
import dev.codecsmith.cluster.worker.StepPlace;
import dev.codecsmith.lab.anchors.AnchorCodec;
import dev.codecsmith.lab.anchors.Anchors;
import dev.codecsmith.lab.assembly.LocalEvaluations;
import dev.codecsmith.lab.clips.CopiedClips;
import dev.codecsmith.lab.evaluation.CodingLimits;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.evaluation.EvaluationSettings.Extras;
import dev.codecsmith.lab.evaluation.Qualities;
import dev.codecsmith.lab.job.Answer;
import dev.codecsmith.lab.job.DeviceGrant;
import dev.codecsmith.lab.job.Heartbeats;
import dev.codecsmith.lab.job.Job;
import dev.codecsmith.lab.job.JobSettings;
import dev.codecsmith.lab.job.ProgramReference;
import dev.codecsmith.lab.local.Machine;
import dev.codecsmith.lab.local.TestClips;
import dev.codecsmith.lab.local.Toy;
import dev.codecsmith.sandbox.host.Folders;
import dev.codecsmith.sandbox.run.DirectProcesses;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.files.FileArtifactStore;
import dev.codecsmith.store.json.Json;
import dev.codecsmith.video.clips.Clip;
import dev.codecsmith.video.ffmpeg.Ffmpeg;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Writes what {@link HistoryReplayTest} replays: the history of one job of each kind, by a fleet of
 * one worker. Argument: the folder.
 */
final class HistoryWriter {
  private static final String FLEET = "histories";

  private HistoryWriter() {}

  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createTempDirectory("histories");
    Machine machine = Machine.get();
    ArtifactStore artifacts = FileArtifactStore.open(folder.resolve("artifacts"), "writer");
    try (TemporalServer server = TestFleet.connect("writer");
        FleetWatch watch =
            FleetWatch.start(
                server, new TaskQueues(FLEET), new Silent(), new FleetWorkers(), 1000);
        FleetWorker worker =
            new FleetWorker(
                server,
                new TaskQueues(FLEET),
                new FleetWorker.Abilities(
                    new TaskQueues.Offer(List.of("java"), 1L << 30, false), 2, 0),
                new StepPlace(
                    "worker",
                    "test",
                    LocalEvaluations.steps(
                        "worker",
                        new LocalEvaluations.Storage(
                            artifacts, new CopiedClips(artifacts, folder.resolve("clips"))),
                        machine.sandbox(),
                        machine.toolchains(),
                        2,
                        folder.resolve("work")),
                    artifacts,
                    "s3://bucket",
                    StepPlace.Holding.NONE,
                    DeviceGrant.NONE))) {
      worker.start();
      FleetEvaluator evaluator =
          new FleetEvaluator(
              server,
              watch,
              FleetEvaluator.Fleet.named(FLEET, Duration.ofSeconds(30)),
              artifacts,
              new FleetEvaluator.Labels("s3://bucket", Optional.empty(), false));
      doJobs(evaluator, artifacts, folder);
      for (String kind : HistoryReplayTest.KINDS) {
        Files.writeString(
            Path.of(arguments[0]).resolve(kind + ".json"),
            JsonFormat.printer()
                    .print(server.client().fetchHistory(workflow(server, kind)).getHistory())
                + "\n");
      }
    } finally {
      Folders.remove(folder);
    }
    System.exit(0);
  }

  private static void doJobs(FleetEvaluator evaluator, ArtifactStore artifacts, Path folder)
      throws Exception {
    Clip clip = TestClips.moving(folder, "moving", 64, 48, 4);
    String _ = artifacts.put(clip.y4m());
    JobSettings settings =
        JobSettings.of(
            new EvaluationSettings(
                List.of(clip),
                List.of(),
                Qualities.parse("20,40,60,80"),
                List.of(Anchors.named(Anchors.DEFAULT)),
                CodingLimits.defaults(),
                Extras.NONE));
    Answer.Anchors anchors =
        evaluator.run(
            new Job.Anchors(
                "anchors/1",
                settings,
                "",
                new AnchorCodec(DirectProcesses.detect(), Ffmpeg.bundled()).origin()),
            Heartbeats.none());
    ProgramReference program = ProgramReference.store(artifacts, Toy.honest());
    var _ = evaluator.run(new Job.Trial("trial/1", settings, program), Heartbeats.none());
    var _ =
        evaluator.run(
            new Job.Evaluate(
                "evaluation/1",
                settings,
                program,
                artifacts.put(Json.mapper().writeValueAsBytes(anchors.curves())),
                "",
                OptionalDouble.empty()),
            Heartbeats.none());
  }

  private static String workflow(TemporalServer server, String kind) {
    return new ListedJobs(server, FLEET)
        .ended().stream().filter(id -> id.startsWith(kind + "/")).findFirst().orElseThrow();
  }

  /** Nobody is told. */
  private static final class Silent implements FleetListener {
    @Override
    public void up(String about) {}

    @Override
    public void down(String reason) {}

    @Override
    public void waiting() {}
  }
}
