package dev.codecsmith.cluster.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.cluster.TestFleet;
import dev.codecsmith.cluster.server.TemporalServer;
import dev.codecsmith.cluster.workflow.FleetTask;
import dev.codecsmith.cluster.workflow.JobWorkflow;
import dev.codecsmith.cluster.workflow.Pace;
import dev.codecsmith.cluster.workflow.TaskQueues;
import dev.codecsmith.lab.anchors.Anchors;
import dev.codecsmith.lab.assembly.LocalEvaluations;
import dev.codecsmith.lab.clips.CopiedClips;
import dev.codecsmith.lab.evaluation.CodingLimits;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.evaluation.EvaluationSettings.Extras;
import dev.codecsmith.lab.evaluation.Qualities;
import dev.codecsmith.lab.job.DeviceGrant;
import dev.codecsmith.lab.job.Fault;
import dev.codecsmith.lab.job.Job;
import dev.codecsmith.lab.job.JobSettings;
import dev.codecsmith.lab.job.ProgramReference;
import dev.codecsmith.lab.local.Machine;
import dev.codecsmith.lab.local.TestClips;
import dev.codecsmith.lab.local.Toy;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.files.FileArtifactStore;
import io.temporal.failure.ApplicationFailure;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a worker does not begin, whoever put it into the queue. */
class StepActivitiesTest {
  private static final String GPU = "/dev/dri/renderD128";

  @TempDir private Path folder;
  private ArtifactStore artifacts;
  private TemporalServer server;

  @BeforeEach
  void open() throws Exception {
    server = TestFleet.connect("w");
    artifacts = FileArtifactStore.open(folder.resolve("artifacts"), "caller");
  }

  @AfterEach
  void close() {
    server.close();
  }

  private StepActivities worker(String... devices) throws Exception {
    Machine machine = Machine.get();
    return new StepActivities(
        server,
        TaskQueues.STANDARD,
        new StepPlace(
            "w",
            "test",
            LocalEvaluations.steps(
                "w",
                new LocalEvaluations.Storage(
                    artifacts, new CopiedClips(artifacts, folder.resolve("clips"))),
                machine.sandbox(),
                machine.toolchains(),
                1,
                folder.resolve("work")),
            artifacts,
            "shared",
            StepPlace.Holding.NONE,
            new DeviceGrant(Set.of(devices))));
  }

  private FleetTask wanting(String... devices) throws Exception {
    EvaluationSettings settings =
        new EvaluationSettings(
            List.of(TestClips.moving(folder, "moving", 64, 48, 2)),
            List.of(),
            Qualities.DEFAULT,
            List.of(Anchors.named(Anchors.DEFAULT)),
            CodingLimits.defaults(),
            Extras.NONE
                .changed()
                .devices(List.of(devices).stream().map(Path::of).toList())
                .build());
    return new FleetTask(
        new Job.Trial(
            "exp_iter1_x/1",
            JobSettings.of(settings),
            ProgramReference.store(artifacts, Toy.honest())),
        "queue",
        Pace.STANDARD,
        "shared",
        false);
  }

  private static void refused(StepActivities worker, FleetTask task, String sentence) {
    assertThatThrownBy(() -> worker.trial(task))
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            failure -> {
              assertThat(failure.getType()).isEqualTo(JobWorkflow.MACHINE);
              assertThat(failure.isNonRetryable()).isTrue();
              Fault fault = failure.getDetails().get(0, Fault.class);
              assertThat(fault.lasting()).isTrue();
              assertThat(fault.message()).startsWith(sentence);
            });
    assertThat(worker.running()).isZero();
  }

  @Test
  void aProgramIsGivenNoDeviceThatTheOperatorDidNotAllow() throws Exception {
    String sentence = "The worker w gives programs no device \"" + GPU + "\"";
    refused(worker(), wanting(GPU), sentence);
    refused(worker("/dev/nvidia0"), wanting("/dev/nvidia0", GPU), sentence);
  }
}
