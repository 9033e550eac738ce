package dev.codecsmith.cluster.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import dev.codecsmith.cluster.TestFleet;
import dev.codecsmith.cluster.TestJobs;
import dev.codecsmith.cluster.TestWorker;
import dev.codecsmith.cluster.client.FleetEvaluator.Fleet;
import dev.codecsmith.cluster.client.FleetEvaluator.Labels;
import dev.codecsmith.cluster.server.ScriptedTemporal;
import dev.codecsmith.cluster.server.ServerAddress;
import dev.codecsmith.cluster.server.TemporalServer;
import dev.codecsmith.cluster.worker.FleetWorker;
import dev.codecsmith.cluster.workflow.Pace;
import dev.codecsmith.cluster.workflow.TaskQueues;
import dev.codecsmith.lab.job.Answer;
import dev.codecsmith.lab.job.Heartbeats;
import dev.codecsmith.lab.job.Job;
import dev.codecsmith.lab.local.Toy;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.files.FileArtifactStore;
import io.temporal.api.taskqueue.v1.PollerInfo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A job that no worker is fit for. Who takes work, Temporal's server for tests does not tell. */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class UnfitWorkersTest {
  private static final Pace PACE = new Pace(Duration.ofSeconds(60), Duration.ofMillis(20), 2);

  @TempDir private Path folder;
  private final TaskQueues queues = new TaskQueues("test-" + UUID.randomUUID());
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

  private ArtifactStore artifacts;

  @BeforeEach
  void open() throws Exception {
    artifacts = FileArtifactStore.open(folder.resolve("artifacts"), "caller");
  }

  private final class Told implements FleetListener {
    @Override
    public void up(String about) {}

    @Override
    public void down(String reason) {}

    @Override
    public void waiting() {}

    @Override
    public void missing(String work, String reason) {
      told.add("missing: " + work);
    }

    @Override
    public void found(String work) {
      told.add("found: " + work);
    }
  }

  private static PollerInfo poller(String name) {
    return PollerInfo.newBuilder()
        .setIdentity(name)
        .setLastAccessTime(Timestamp.newBuilder().setSeconds(1_800_000_000))
        .build();
  }

  /**
   * A job is asked for while there is a worker, w, that is not fit for it, and done by one that is.
   *
   * @param work that is said to have no worker
   */
  private void requireSaidAndDone(TestWorker unfit, String work, Job.Trial job, TestWorker fit)
      throws Exception {
    String queue =
        queues.programs(new TaskQueues.Needs("java", 1, job.settings().options().devices()));
    boolean looksThere = !job.settings().options().devices().isEmpty();
    try (ScriptedTemporal telling = ScriptedTemporal.plain();
        TemporalServer asked =
            TemporalServer.at(ServerAddress.plain(telling.target(), "default"), "test");
        TemporalServer server = TestFleet.connect("w");
        FleetWorker _ = unfit.start(server, queues)) {
      telling.answer(poller("w"));
      if (!looksThere) {
        telling.answerOf(queue);
      }
      try (FleetWatch watch = FleetWatch.start(asked, queues, new Told(), new FleetWorkers(), 10)) {
        FleetEvaluator evaluator =
            new FleetEvaluator(
                server,
                watch,
                new Fleet(queues, PACE, 50),
                artifacts,
                new Labels(queues.name(), Optional.empty(), false));
        FutureTask<Answer.Trial> answer =
            new FutureTask<>(() -> evaluator.run(job, Heartbeats.none()));
        Thread waiting = Thread.ofVirtual().start(answer);
        assertThat(told.take()).isEqualTo("missing: " + work);
        assertThat(answer).isNotDone();
        try (TemporalServer another = TestFleet.connect("fit");
            FleetWorker _ = fit.start(another, queues)) {
          telling.answer(poller("w"), poller("fit"));
          telling.answerOf(queue, poller("fit"));
          Answer.Trial done = answer.get();
          assertThat(done.worker()).isEqualTo("fit");
          assertThat(done.failure()).isEmpty();
        }
        assertThat(told.take()).isEqualTo("found: " + work);
        waiting.join();
      }
    }
  }

  private TestWorker worker(String name) {
    return new TestWorker(name, artifacts, folder);
  }

  private Job.Trial trial(Path... devices) throws Exception {
    return TestJobs.trial("exp_iter1_x/1", Toy.honest(), artifacts, folder, devices);
  }

  @Test
  void aJobThatNoWorkerIsFitForSaysSoAndIsDoneByTheFirstThatIs() throws Exception {
    requireSaidAndDone(worker("w").language("c"), "programs in java", trial(), worker("fit"));
  }

  @Test
  void aJobWhoseDeviceNoWorkerHasIsGivenBackByThoseThatHaveOthersAndDoneByTheFirstThatHasIt()
      throws Exception {
    requireSaidAndDone(
        worker("w").device("/dev/full"),
        "programs in java with \"/dev/tty\"",
        trial(Path.of("/dev/tty")),
        worker("fit").device("/dev/tty"));
  }
}
