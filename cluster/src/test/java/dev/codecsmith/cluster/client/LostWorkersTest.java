package dev.codecsmith.cluster.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.cluster.TestFleet;
import dev.codecsmith.cluster.TestJobs;
import dev.codecsmith.cluster.TestWorker;
import dev.codecsmith.cluster.client.FleetEvaluator.Fleet;
import dev.codecsmith.cluster.client.FleetEvaluator.Labels;
import dev.codecsmith.cluster.server.TemporalServer;
import dev.codecsmith.cluster.worker.FleetWorker;
import dev.codecsmith.cluster.workflow.Pace;
import dev.codecsmith.cluster.workflow.StepSign;
import dev.codecsmith.cluster.workflow.TaskQueues;
import dev.codecsmith.lab.job.Heartbeats;
import dev.codecsmith.lab.job.Job;
import dev.codecsmith.lab.local.Toy;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.Failure;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.files.FileArtifactStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A program whose workers are lost one after the other, and what ran beside it. To the server a
 * worker is lost whose connection is cut, as if its machine were.
 */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LostWorkersTest {
  private static final Pace PACE = new Pace(Duration.ofSeconds(2), Duration.ofMillis(50), 5);
  private static final long LOOK_MILLIS = 50;

  @TempDir private Path folder;
  private final TaskQueues queues = new TaskQueues("test-" + UUID.randomUUID());
  private final FleetWorkers known = new FleetWorkers();
  private ArtifactStore artifacts;
  private TemporalServer caller;
  private FleetWatch watch;
  private Connected worker;

  /** A worker that does two steps at once, and its connection. */
  private record Connected(TemporalServer server, FleetWorker worker) {
    void lose() {
      server.close();
      worker.close();
    }
  }

  @BeforeEach
  void open() throws Exception {
    artifacts = FileArtifactStore.open(folder.resolve("artifacts"), "caller");
    caller = TestFleet.connect("caller");
    watch = FleetWatch.start(caller, queues, new Silent(), known, 1000);
    worker = worker();
  }

  @AfterEach
  void close() {
    watch.close();
    worker.worker().close();
    worker.server().close();
    caller.close();
  }

  private Connected worker() throws IOException {
    TemporalServer server = TestFleet.connect("w");
    return new Connected(
        server, new TestWorker("w", artifacts, folder).slots(2).start(server, queues));
  }

  private Job.Trial trial(String attempt, Program program) throws Exception {
    return TestJobs.trial(attempt, program, artifacts, folder);
  }

  private CompletableFuture<Optional<Failure>> asked(Job.Trial job) {
    FleetEvaluator evaluator =
        new FleetEvaluator(
            caller,
            watch,
            new Fleet(queues, PACE, LOOK_MILLIS),
            artifacts,
            new Labels(queues.name(), Optional.empty(), false));
    CompletableFuture<Optional<Failure>> ended = new CompletableFuture<>();
    Thread _ =
        Thread.ofVirtual()
            .start(() -> {
              try {
                ended.complete(evaluator.run(job, Heartbeats.none()).failure());
              } catch (Exception e) {
                ended.completeExceptionally(e);
              }
            });
    return ended;
  }

  @Test
  void aProgramThatLosesOneWorkerAfterTheOtherIsGivenUpAndWhatRanBesideItIsNot() throws Exception {
    Job.Trial fatal =
        trial("trial/fatal", Toy.with("ENCODER", "while (quality >= 0) { Thread.yield(); }"));
    CompletableFuture<Optional<Failure>> given = asked(fatal);
    CompletableFuture<Optional<Failure>> beside = asked(trial("trial/beside", Toy.honest()));
    Set<String> lost = new HashSet<>();
    while (!isDoneSoon(given)) {
      if (runner(fatal).filter(lost::add).isPresent()) {
        worker.lose();
        worker = worker();
      }
    }
    Failure failure = given.get().orElseThrow();
    assertThat(failure.kind()).isEqualTo(FailureKind.CRASHED);
    assertThat(failure.message())
        .contains("5 workers in a row were lost while they ran this step of it (")
        .contains("the last 3 while they ran nothing else, and no other step was lost otherwise");
    assertThat(lost).hasSize(5).allMatch(failure.message()::contains);
    assertThat(beside.get()).isEmpty();
  }

  private static boolean isDoneSoon(CompletableFuture<?> job) throws InterruptedException {
    try {
      var _ = job.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException _) {
      return true;
    } catch (TimeoutException _) {
      return false;
    }
  }

  /** The process that runs a step of the job, as its signs of life say. */
  private Optional<String> runner(Job.Trial asked) {
    return known.now().stream()
        .flatMap(each -> each.workers().stream())
        .flatMap(each -> each.steps().stream())
        .filter(each -> each.job().attempt().equals(asked.attempt()))
        .flatMap(each -> each.step().said().flatMap(StepSign::runner).stream())
        .findFirst();
  }
}
