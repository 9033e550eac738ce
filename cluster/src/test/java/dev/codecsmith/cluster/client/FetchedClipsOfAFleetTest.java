package dev.codecsmith.cluster.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.cluster.TestFleet;
import dev.codecsmith.cluster.TestJobs;
import dev.codecsmith.cluster.TestWorker;
import dev.codecsmith.cluster.client.FleetEvaluator.Fleet;
import dev.codecsmith.cluster.client.FleetEvaluator.Labels;
import dev.codecsmith.cluster.server.TemporalServer;
import dev.codecsmith.cluster.worker.FleetWorker;
import dev.codecsmith.cluster.workflow.Pace;
import dev.codecsmith.cluster.workflow.TaskQueues;
import dev.codecsmith.lab.clips.ClipSource;
import dev.codecsmith.lab.clips.CopiedClips;
import dev.codecsmith.lab.job.Answer;
import dev.codecsmith.lab.job.Heartbeat;
import dev.codecsmith.lab.job.Job;
import dev.codecsmith.lab.job.JobSettings;
import dev.codecsmith.lab.job.ProgramReference;
import dev.codecsmith.lab.local.TestClips;
import dev.codecsmith.lab.local.Toy;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.files.FileArtifactStore;
import dev.codecsmith.video.clips.Clip;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A worker whose clips take their time. */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FetchedClipsOfAFleetTest {
  private static final Pace PACE = new Pace(Duration.ofSeconds(60), Duration.ofMillis(20), 2);

  @TempDir private Path folder;
  private final TaskQueues queues = new TaskQueues("test-" + UUID.randomUUID());

  /** Gives no clip before it is let go. */
  private record Held(ClipSource source, CountDownLatch let) implements ClipSource {
    @Override
    public Path file(String sha256) throws IOException {
      try {
        let.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      return source.file(sha256);
    }

    @Override
    public void damaged(String sha256) throws IOException {
      source.damaged(sha256);
    }
  }

  @Test
  void aClipOnItsWayIsHeardOf() throws Exception {
    ArtifactStore artifacts = FileArtifactStore.open(folder.resolve("artifacts"), "caller");
    Clip clip = TestClips.moving(folder, "moving", 64, 48, 4);
    String _ = artifacts.put(clip.y4m());
    Job.Evaluate job =
        new Job.Evaluate(
            "exp_iter1_x/1",
            JobSettings.of(TestJobs.settings(clip)),
            ProgramReference.store(artifacts, Toy.honest()),
            "",
            "",
            OptionalDouble.empty());
    CountDownLatch let = new CountDownLatch(1);
    BlockingQueue<Heartbeat> heard = new LinkedBlockingQueue<>();
    try (TemporalServer server = TestFleet.connect("w");
        FleetWorker _ =
            new TestWorker("w", artifacts, folder)
                .clips(new Held(new CopiedClips(artifacts, folder.resolve("clips")), let))
                .start(server, queues);
        FleetWatch watch =
            FleetWatch.start(server, queues, new Silent(), new FleetWorkers(), 1000)) {
      FleetEvaluator evaluator =
          new FleetEvaluator(
              server,
              watch,
              new Fleet(queues, PACE, 50),
              artifacts,
              new Labels(queues.name(), Optional.empty(), false));
      FutureTask<Answer.Evaluated> answer = new FutureTask<>(() -> evaluator.run(job, heard::add));
      Thread waiting = Thread.ofVirtual().start(answer);
      assertThat(heard.take()).isEqualTo(new Heartbeat.Phase(ExperimentStatus.FETCHING, 0, 1));
      assertThat(answer).isNotDone();
      let.countDown();
      // The job names no curves, which is found when its clip is there.
      assertThatThrownBy(answer::get).hasMessageContaining("lacks the curve");
      waiting.join();
    }
  }
}
