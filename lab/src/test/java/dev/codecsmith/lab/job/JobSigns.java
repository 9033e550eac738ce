package dev.codecsmith.lab.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.lab.local.Toy;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.store.ExperimentStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every evaluator tells of a job that is under way, and how such a job is ended. */
abstract class JobSigns extends EvaluatorFixture {
  @Test
  void heartbeatsTellHowManyRunsOfAPhaseHaveEnded() throws Exception {
    List<Heartbeat> heard = Collections.synchronizedList(new ArrayList<>());
    Answer.Evaluated _ = evaluator.run(job(Toy.honest(), List.of()), heard::add);

    for (ExperimentStatus phase : List.of(ExperimentStatus.ENCODING, ExperimentStatus.DECODING)) {
      List<Heartbeat.Phase> told =
          heard.stream()
              .filter(Heartbeat.Phase.class::isInstance)
              .map(Heartbeat.Phase.class::cast)
              .filter(heartbeat -> heartbeat.phase() == phase)
              .toList();
      int total = told.getFirst().total();
      assertThat(total).isGreaterThanOrEqualTo(4);
      assertThat(told)
          .startsWith(new Heartbeat.Phase(phase, 0, total))
          .containsExactlyInAnyOrderElementsOf(
              IntStream.rangeClosed(0, total)
                  .mapToObj(done -> new Heartbeat.Phase(phase, done, total))
                  .toList());
    }
  }

  @Test
  void faultOfWhoHearsTheHeartbeatsEndsTheJobAsItIs() throws Exception {
    InfrastructureException lost =
        InfrastructureException.lasting("It is another's.", new IOException("cause"));
    Job.Evaluate job = job(Toy.honest(), List.of());
    assertThatThrownBy(() ->
            evaluator.run(
                job,
                heartbeat -> {
                  if (heartbeat instanceof Heartbeat.Phase phase
                      && phase.phase() == ExperimentStatus.ENCODING) {
                    throw lost;
                  }
                }))
        .isSameAs(lost);
  }

  @Test
  void aSmokeTestThatIsUnderWayIsHeardOf() throws Exception {
    Job.Evaluate job =
        job(Toy.with("ENCODED FRAME", "while (quality >= 0) { Thread.yield(); }"), List.of());
    try (UnderWay underWay = new UnderWay(job)) {
      underWay.await(new Heartbeat.Phase(ExperimentStatus.SMOKE, 0, 1));
    }
  }

  /** It is decoded for ever, and the three others have room beside it. */
  @Test
  void aRatePointThatIsUnderWayIsHeardToBeDecoded() throws Exception {
    Job.Evaluate job =
        job(Toy.with("FRAME", "while (count > 2 && step < 6) { Thread.yield(); }"), List.of());
    try (UnderWay underWay = new UnderWay(job)) {
      underWay.await(new Heartbeat.Phase(ExperimentStatus.DECODING, 3, 4));
      assertThat(underWay.heard(ExperimentStatus.ENCODING))
          .containsExactlyInAnyOrderElementsOf(
              IntStream.rangeClosed(0, 4)
                  .mapToObj(done -> new Heartbeat.Phase(ExperimentStatus.ENCODING, done, 4))
                  .toList());
    }
  }

  @Test
  void interruptEndsTheJobAndWhatItStarted() throws Exception {
    // It stands still at the third frame, which the smoke test does not have.
    Job.Evaluate job =
        job(
            Toy.with("ENCODED FRAME", "while (out.size() > 2 * 64 * 48) { Thread.yield(); }"),
            List.of());
    try (UnderWay underWay = new UnderWay(job)) {
      underWay.await(new Heartbeat.Phase(ExperimentStatus.ENCODING, 0, 4));
      while (programs().isEmpty()) {
        assertThat(underWay.ended).isNotDone();
        LockSupport.parkNanos(1_000_000);
      }
    }
    // A worker elsewhere is told, and ends them a moment later.
    for (List<ProcessHandle> left = programs(); !left.isEmpty(); left = programs()) {
      assertThat(left.getFirst().onExit()).succeedsWithin(Duration.ofSeconds(30));
    }
  }

  /** A job whose program never ends, until it is interrupted. */
  private final class UnderWay implements AutoCloseable {
    private final List<Heartbeat> heard = new ArrayList<>();
    private final CompletableFuture<Throwable> ended = new CompletableFuture<>();
    private final Thread thread;

    UnderWay(Job.Evaluate job) {
      thread = Thread.ofVirtual().start(() -> run(job));
    }

    private void run(Job.Evaluate job) {
      try {
        Answer answer = evaluator.run(job, this::hear);
        ended.complete(new AssertionError("it went on to its end: " + answer));
      } catch (Exception | AssertionError e) {
        ended.complete(e);
      } finally {
        hear();
      }
    }

    private synchronized void hear(Heartbeat heartbeat) {
      heard.add(heartbeat);
      notifyAll();
    }

    private synchronized void hear() {
      notifyAll();
    }

    /** Waits until that is heard. */
    synchronized void await(Heartbeat heartbeat) throws InterruptedException {
      while (!heard.contains(heartbeat)) {
        assertThat(ended).as("%s", heard).isNotDone();
        wait();
      }
    }

    synchronized List<Heartbeat> heard(ExperimentStatus phase) {
      return heard.stream()
          .filter(each -> each instanceof Heartbeat.Phase told && told.phase() == phase)
          .toList();
    }

    @Override
    public void close() {
      thread.interrupt();
      assertThat(ended)
          .succeedsWithin(Duration.ofSeconds(30))
          .isInstanceOf(InterruptedException.class);
    }
  }

  /** Processes of this one that run the program. */
  private static List<ProcessHandle> programs() {
    return ProcessHandle.current()
        .descendants()
        .filter(process ->
            process.info().commandLine().filter(line -> line.contains("toy.ToyCodec")).isPresent())
        .toList();
  }
}
