package dev.codecsmith.cluster.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import dev.codecsmith.cluster.server.ScriptedTemporal;
import dev.codecsmith.cluster.server.ServerAddress;
import dev.codecsmith.cluster.server.TemporalServer;
import dev.codecsmith.cluster.workflow.TaskQueues;
import io.grpc.Status;
import io.temporal.api.taskqueue.v1.PollerInfo;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is told of a fleet whose server answers as the test says. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FleetWatchTest {
  private static final long NOW = 1_800_000_000;

  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private final FleetWorkers workers = new FleetWorkers();
  private final AtomicLong nanos = new AtomicLong();
  private ScriptedTemporal temporal;
  private TemporalServer server;

  @BeforeEach
  void open() throws IOException {
    temporal = ScriptedTemporal.plain();
    server = TemporalServer.at(ServerAddress.plain(temporal.target(), "default"), "test");
  }

  @AfterEach
  void close() {
    server.close();
    temporal.close();
  }

  private final class Told implements FleetListener {
    @Override
    public void up(String about) {
      told.add("up: " + about);
    }

    @Override
    public void down(String reason) {
      told.add("down: " + reason);
    }

    @Override
    public void waiting() {
      told.add("waiting");
    }

    @Override
    public void missing(String work, String reason) {
      told.add("missing: " + reason);
    }

    @Override
    public void found(String work) {
      told.add("found: " + work);
    }
  }

  private FleetWatch watch() {
    return FleetWatch.start(server, TaskQueues.STANDARD, new Told(), workers, nanos::get, 10);
  }

  private static PollerInfo worker(String name, long secondsAgo) {
    return PollerInfo.newBuilder()
        .setIdentity(name)
        .setLastAccessTime(Timestamp.newBuilder().setSeconds(NOW - secondsAgo))
        .build();
  }

  @Test
  void eachChangeIsToldOnce() throws Exception {
    try (FleetWatch _ = watch()) {
      assertThat(told.take()).isEqualTo("down: No worker takes work from the queue codecsmith.");
      temporal.awaitQuestions();
      temporal.answer(worker("a", 0));
      assertThat(told.take()).isEqualTo("up: 1 worker of a fleet");
      temporal.awaitQuestions();
      temporal.refuse(Status.UNAVAILABLE.withDescription("it is away"));
      assertThat(told.take()).startsWith("down: ").contains("does not answer (it is away)");
      temporal.awaitQuestions();
      temporal.answer(worker("a", 0), worker("a", 1), worker("b", 20));
      assertThat(told.take()).isEqualTo("up: 2 workers of a fleet");
      temporal.awaitQuestions();
      assertThat(told).isEmpty();
    }
  }

  @Test
  void aWorkerThatWasNotHeardOfForLongDoesNotCount() throws Exception {
    temporal.answer(worker("a", 0), worker("gone", 91));
    try (FleetWatch _ = watch()) {
      assertThat(told.take()).isEqualTo("up: 1 worker of a fleet");
    }
  }

  @Test
  void aKilledFleetIsDownThoughTheServerStillNamesItsWorkers() throws Exception {
    temporal.answer(worker("a", 0));
    try (FleetWatch _ = watch()) {
      assertThat(told.take()).isEqualTo("up: 1 worker of a fleet");
      temporal.awaitQuestions();
      nanos.addAndGet(Duration.ofSeconds(91).toNanos());
      assertThat(told.take()).isEqualTo("down: No worker takes work from the queue codecsmith.");
      temporal.answer(worker("a", -100));
      assertThat(told.take()).isEqualTo("up: 1 worker of a fleet");
    }
  }

  @Test
  void aFleetWithoutRoomForAStepIsUp() throws Exception {
    temporal.answer();
    temporal.answerOf(TaskQueues.STANDARD.workflows(), worker("a", 0));
    try (FleetWatch _ = watch()) {
      assertThat(told.take()).isEqualTo("up: 1 worker of a fleet");
      temporal.awaitQuestions();
      assertThat(told).isEmpty();
    }
  }

  @Test
  void aWorkerThatTheServerMayHaveForgottenInAQueueIsNotHeldForUnfit() throws Exception {
    TaskQueues.Needs rust = new TaskQueues.Needs("rust", 1, List.of());
    temporal.answer(worker("a", 0));
    temporal.answerOf(TaskQueues.STANDARD.anchors(), worker("a", 91));
    temporal.answerOf(TaskQueues.STANDARD.programs(rust));
    try (FleetWatch watch = watch()) {
      assertThat(told.take()).isEqualTo("up: 1 worker of a fleet");
      watch.unserved().waits("w1", rust, Set.of());
      temporal.awaitQuestions();
      temporal.awaitQuestions();
      assertThat(told).isEmpty();
      assertThat(workers.now().orElseThrow().workers()).as("of those with room").isEmpty();
    }
  }

  @Test
  void workThatNoWorkerIsFitForIsToldUntilOneComes() throws Exception {
    TaskQueues.Needs rust = new TaskQueues.Needs("rust", 1, List.of());
    temporal.answer(worker("a", 0));
    temporal.answerOf(TaskQueues.STANDARD.programs(rust));
    try (FleetWatch watch = watch()) {
      assertThat(told.take()).isEqualTo("up: 1 worker of a fleet");
      watch.unserved().waits("w1", rust, Set.of());
      watch.unserved().waits("w2", new TaskQueues.Needs("java", 1, List.of()), Set.of());
      assertThat(told.take())
          .startsWith("missing: No worker of the fleet codecsmith takes programs in rust. ");
      temporal.answerOf(TaskQueues.STANDARD.programs(rust), worker("a", 0));
      assertThat(told.take()).isEqualTo("found: programs in rust");
      temporal.awaitQuestions();
      assertThat(told).isEmpty();
    }
  }

  @Test
  void workersAreKnownByNameWhileTheServerAnswersAndIsAsked() throws Exception {
    temporal.answer(worker("b", 20), worker("a", 5), worker("a", 0), worker("gone", 91));
    try (FleetWatch _ = watch()) {
      temporal.awaitQuestions();
      FleetWorkers.Snapshot found = workers.now().orElseThrow();
      assertThat(found.tellsIdle()).isTrue();
      assertThat(found.workers())
          .containsExactly(
              new FleetWorkers.Known("a", Instant.ofEpochSecond(NOW), List.of()),
              new FleetWorkers.Known("b", Instant.ofEpochSecond(NOW - 20), List.of()));
      temporal.refuse(Status.UNAVAILABLE);
      temporal.awaitQuestions();
      assertThat(workers.now()).as("of a server that is away").isEmpty();
      temporal.answer();
      temporal.awaitQuestions();
      assertThat(workers.now().orElseThrow().workers()).isEmpty();
      temporal.tellNoPollers();
      temporal.awaitQuestions();
      assertThat(workers.now().orElseThrow().tellsIdle()).isFalse();
    }
    while (workers.now().isPresent()) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Test
  void aServerThatCannotSayWhoTakesWorkIsUpWhileItAnswers() throws Exception {
    temporal.tellNoPollers();
    try (FleetWatch _ = watch()) {
      assertThat(told.take()).isEqualTo("up: a fleet");
      temporal.refuse(Status.UNAVAILABLE);
      assertThat(told.take()).startsWith("down: ");
    }
  }

  @Test
  void whoWaitsSaysSoAndGoesOnWhenAWorkerComes() throws Exception {
    try (FleetWatch watch = watch()) {
      assertThat(told.take()).startsWith("down: ");
      CountDownLatch on = new CountDownLatch(1);
      Thread waiting =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  watch.awaitUp();
                  on.countDown();
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              });
      assertThat(told.take()).isEqualTo("waiting");
      assertThat(on.getCount()).isOne();
      temporal.answer(worker("a", 0));
      on.await();
      waiting.join();
      assertThat(told.take()).isEqualTo("up: 1 worker of a fleet");
      watch.awaitUp();
      assertThat(told).isEmpty();
    }
  }
}
