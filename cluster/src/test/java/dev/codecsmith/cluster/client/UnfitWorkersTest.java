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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
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

  @Test
  void aJobThatNoWorkerIsFitForSaysSoAndIsDoneByTheFirstThatIs() throws Exception {
    ArtifactStore artifacts = FileArtifactStore.open(folder.resolve("artifacts"), "caller");
    TestWorker worker = new TestWorker("w", artifacts, folder);
    String java = queues.programs(new TaskQueues.Needs("java", 1, false));
    try (ScriptedTemporal telling = ScriptedTemporal.plain();
        TemporalServer asked =
            TemporalServer.at(ServerAddress.plain(telling.target(), "default"), "test");
        TemporalServer server = TestFleet.connect("w");
        FleetWorker _ = worker.language("c").start(server, queues)) {
      telling.answer(poller("w"));
      telling.answerOf(java);
      try (FleetWatch watch = FleetWatch.start(asked, queues, new Told(), new FleetWorkers(), 10)) {
        FleetEvaluator evaluator =
            new FleetEvaluator(
                server,
                watch,
                new Fleet(queues, PACE, 50),
                artifacts,
                new Labels(queues.name(), Optional.empty(), false));
        Job.Trial job = TestJobs.trial("exp_iter1_x/1", Toy.honest(), artifacts, folder);
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        Thread waiting =
            Thread.ofVirtual()
                .start(() -> {
                  try {
                    answer.complete(evaluator.run(job, Heartbeats.none()));
                  } catch (Exception e) {
                    answer.completeExceptionally(e);
                  }
                });
        assertThat(told.take()).isEqualTo("missing: programs in java");
        assertThat(answer).isNotDone();
        try (FleetWorker _ = worker.language("java").start(server, queues)) {
          telling.answerOf(java, poller("w"));
          assertThat(answer.join()).isInstanceOf(Answer.Trial.class);
        }
        assertThat(told.take()).isEqualTo("found: programs in java");
        waiting.join();
      }
    }
  }
}
