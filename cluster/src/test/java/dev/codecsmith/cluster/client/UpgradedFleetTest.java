package dev.codecsmith.cluster.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.cluster.TestFleet;
import dev.codecsmith.cluster.TestJobs;
import dev.codecsmith.cluster.TestWorker;
import dev.codecsmith.cluster.client.FleetEvaluator.Fleet;
import dev.codecsmith.cluster.client.FleetEvaluator.Labels;
import dev.codecsmith.cluster.server.TemporalServer;
import dev.codecsmith.cluster.workflow.Pace;
import dev.codecsmith.cluster.workflow.TaskQueues;
import dev.codecsmith.lab.job.Answer;
import dev.codecsmith.lab.job.Heartbeats;
import dev.codecsmith.lab.job.Job;
import dev.codecsmith.lab.local.Toy;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.files.FileArtifactStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Workers of two releases beside each other, as while a fleet is upgraded. */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class UpgradedFleetTest {
  private static final Pace PACE = new Pace(Duration.ofSeconds(5), Duration.ofMillis(50), 2);

  @TempDir private Path folder;
  private final String fleet = "test-" + UUID.randomUUID();
  private final TaskQueues before = new TaskQueues(fleet, TaskQueues.VERSION - 1);
  private final TaskQueues after = new TaskQueues(fleet);
  private final List<AutoCloseable> open = new ArrayList<>();
  private ArtifactStore artifacts;

  @BeforeEach
  void store() throws Exception {
    artifacts = FileArtifactStore.open(folder.resolve("artifacts"), "caller");
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  private void worker(String name, TaskQueues queues) throws IOException {
    TemporalServer server = TestFleet.connect(name);
    open.add(server);
    open.add(new TestWorker(name, artifacts, folder).start(server, queues));
  }

  private FleetEvaluator caller(TaskQueues queues) throws IOException {
    TemporalServer server = TestFleet.connect("caller");
    open.add(server);
    FleetWatch watch = FleetWatch.start(server, queues, new Silent(), new FleetWorkers(), 1000);
    open.add(watch);
    return new FleetEvaluator(
        server,
        watch,
        new Fleet(queues, PACE, 50),
        artifacts,
        new Labels(queues.name(), Optional.empty(), false));
  }

  private Job.Trial trial(String attempt) throws Exception {
    return TestJobs.trial(attempt, Toy.honest(), artifacts, folder);
  }

  @Test
  void eachReleasesJobsAreDoneByItsOwnWorkersWhileBothAreThere() throws Exception {
    FleetEvaluator old = caller(before);
    FleetEvaluator renewed = caller(after);
    worker("old", before);
    assertThat(old.run(trial("trial/1"), Heartbeats.none()).worker()).isEqualTo("old");

    // Begun while the old workers alone are there; the same attempt is another job to them.
    FutureTask<Answer.Trial> waiting =
        new FutureTask<>(() -> renewed.run(trial("trial/1"), Heartbeats.none()));
    Thread _ = Thread.ofVirtual().start(waiting);
    worker("new", after);

    assertThat(waiting.get().worker()).isEqualTo("new");
    assertThat(old.run(trial("trial/2"), Heartbeats.none()).worker()).isEqualTo("old");
  }
}
