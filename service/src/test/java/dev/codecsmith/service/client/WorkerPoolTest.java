package dev.codecsmith.service.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.lab.job.Answer;
import dev.codecsmith.lab.job.Heartbeats;
import dev.codecsmith.lab.job.JobLostException;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.service.http.HttpSettings;
import dev.codecsmith.service.http.WorkerAbout;
import dev.codecsmith.service.http.WorkerServer;
import dev.codecsmith.service.process.Abouts;
import dev.codecsmith.service.protocol.Replies;
import dev.codecsmith.service.worker.Jobs;
import dev.codecsmith.service.worker.KeptReplies;
import dev.codecsmith.service.worker.Readiness;
import dev.codecsmith.service.worker.Work;
import dev.codecsmith.service.worker.Worker;
import dev.codecsmith.service.worker.WorkerSettings;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.cache.CacheState;
import dev.codecsmith.store.memory.MemoryArtifactStore;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Workers that die, are away, come back and refuse. */
@Timeout(60)
class WorkerPoolTest {
  private static final WorkerProbe.Pace QUICK =
      new WorkerProbe.Pace(Duration.ofMillis(50), Duration.ofMillis(10), Duration.ofSeconds(5), 1);

  @TempDir private Path folder;
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
  }

  private static final Work QUICKLY = answering("quick");

  private static Work answering(String worker) {
    return (submission, heartbeats) ->
        Replies.ofJob(submission.id(), new Answer.Trial(worker, Optional.empty()), Instant.EPOCH);
  }

  private WorkerServer server(int port, Work work) throws IOException {
    Clock clock = Clock.systemUTC();
    Worker worker =
        new Worker(
            new WorkerSettings("w", 1, 1, Duration.ofMinutes(1)),
            work,
            new KeptReplies(folder.resolve("replies"), new MemoryArtifactStore()),
            clock);
    WorkerServer server =
        WorkerServer.start(
            new HttpSettings("127.0.0.1", port, Optional.empty(), Optional.empty()),
            new WorkerServer.Parts(
                worker,
                new Readiness(worker, folder, Optional::empty),
                new AllArtifacts(),
                folder,
                new WorkerAbout(
                    Abouts.in(folder), "none", List.of(), List.of(), () -> CacheState.NONE)),
            clock);
    opened.add(server);
    return server;
  }

  private WorkerPool pool(int... ports) {
    return pool(QUICK, ports);
  }

  private WorkerPool pool(WorkerProbe.Pace pace, int... ports) {
    return pool(pace, new Telling(), ports);
  }

  /** Tells the tests. */
  private class Telling implements WorkerPool.WorkerListener {
    @Override
    public void up(URI worker, String about) {
      told.add("up " + worker.getPort());
    }

    @Override
    public void down(URI worker, String reason) {
      told.add("down " + worker.getPort());
    }

    @Override
    public void waiting() {
      told.add("waiting");
    }
  }

  private WorkerPool pool(WorkerProbe.Pace pace, WorkerPool.WorkerListener listener, int... ports) {
    List<HttpEvaluator> workers = new ArrayList<>();
    for (int port : ports) {
      workers.add(
          new HttpEvaluator(
              URI.create("http://127.0.0.1:" + port),
              Optional.empty(),
              new MemoryArtifactStore(),
              Optional.empty(),
              Duration.ofMillis(1)));
    }
    WorkerPool pool = new WorkerPool(workers, Optional.empty(), pace, listener);
    opened.add(pool);
    return pool;
  }

  private void awaitTold(String what) throws InterruptedException {
    // What is told in between is what the probes see meanwhile.
    String next;
    do {
      next = told.take();
    } while (!next.equals(what));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static CompletableFuture<String> asked(WorkerPool pool, String attempt) {
    CompletableFuture<String> answer = new CompletableFuture<>();
    Thread _ =
        Thread.ofVirtual()
            .start(() -> {
              try {
                answer.complete(pool.run(Jobs.trial(attempt), Heartbeats.none()).worker());
              } catch (InfrastructureException | InterruptedException | RuntimeException e) {
                answer.completeExceptionally(e);
              }
            });
    return answer;
  }

  @Test
  void aJobWaitsForAWorkerThatComesLater() throws Exception {
    int port = freePort();
    WorkerPool pool = pool(port);
    CompletableFuture<String> answer = asked(pool, "trial/1");
    List<String> first = List.of(told.take(), told.take());
    assertThat(first).containsExactlyInAnyOrder("waiting", "down " + port);
    assertThat(answer).isNotDone();
    server(port, QUICKLY);
    assertThat(answer.get()).isEqualTo("quick");
    assertThat(told.take()).isEqualTo("up " + port);
  }

  @Test
  void whatAWorkerWasDoingWhenItDiedIsLostAndDoneByAnother() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    WorkerServer dying =
        server(
            0,
            (submission, heartbeats) -> {
              begun.countDown();
              new CountDownLatch(1).await();
              throw new AssertionError();
            });
    WorkerPool pool = pool(dying.port());
    CompletableFuture<String> answer = asked(pool, "trial/1");
    begun.await();
    int port = dying.port();
    dying.close();
    assertThatThrownBy(answer::get).hasCauseInstanceOf(JobLostException.class);
    awaitTold("down " + port);
    CompletableFuture<String> again = asked(pool, "trial/2");
    awaitTold("waiting");
    assertThat(again).isNotDone();
    server(port, answering("second"));
    assertThat(again.get()).isEqualTo("second");
  }

  @Test
  void whatAWorkerWasDoingWhenItFrozeIsLostAsSoonAsItIsKnown() throws Exception {
    FrozenWorker frozen = new FrozenWorker();
    opened.add(frozen);
    WorkerProbe.Pace impatient =
        new WorkerProbe.Pace(
            Duration.ofMillis(50), Duration.ofMillis(10), Duration.ofMillis(200), 1);
    WorkerPool pool = pool(impatient, frozen.port());
    CompletableFuture<String> answer = asked(pool, "trial/1");
    assertThatThrownBy(answer::get).hasCauseInstanceOf(JobLostException.class);
    awaitTold("down " + frozen.port());
  }

  /** One that is slow to hear that a worker is up, until it hears the next or somebody waits. */
  private final class SlowToHear extends Telling {
    private final CountDownLatch hears = new CountDownLatch(1);
    private final CompletableFuture<Thread> teller = new CompletableFuture<>();

    @Override
    public void up(URI worker, String about) {
      hears.countDown();
      Thread other = teller.join();
      while (!told.contains("down " + worker.getPort()) && !waitsToTell(other)) {
        LockSupport.parkNanos(1_000_000);
      }
      super.up(worker, about);
    }

    /** Whether it waits for its turn right where it would tell that a worker is down. */
    private static boolean waitsToTell(Thread thread) {
      StackTraceElement[] frames = thread.getStackTrace();
      for (int i = 1; i < frames.length; i++) {
        if (frames[i].getClassName().equals(WorkerPool.class.getName())
            && frames[i].getMethodName().equals("down")) {
          return frames[i - 1].getClassName().equals(ReentrantLock.class.getName());
        }
      }
      return false;
    }
  }

  @Test
  void thatAWorkerIsDownIsToldBehindThatItIsUpHoweverLongThatTakes() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    WorkerServer dying =
        server(
            0,
            (submission, heartbeats) -> {
              begun.countDown();
              new CountDownLatch(1).await();
              throw new AssertionError();
            });
    int port = dying.port();
    SlowToHear listener = new SlowToHear();
    WorkerPool pool = pool(QUICK, listener, port);
    listener.hears.await();
    CompletableFuture<Throwable> end = new CompletableFuture<>();
    Thread caller =
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              try {
                end.complete(
                    new AssertionError(pool.run(Jobs.trial("trial/1"), Heartbeats.none())));
              } catch (InfrastructureException | InterruptedException e) {
                end.complete(e);
              }
            });
    begun.await();
    dying.close();
    listener.teller.complete(caller);
    assertThat(end.get()).isInstanceOf(JobLostException.class);
    assertThat(List.of(told.take(), told.take())).containsExactly("up " + port, "down " + port);
  }

  @Test
  void aWorkerThatIsWellAndLosesEveryJobIsToldDownOnceAndUpWhenItHasDoneOne() throws Exception {
    WorkerServer server = server(0, QUICKLY);
    JobLosingProxy proxy = new JobLosingProxy(server.port());
    opened.add(proxy);
    WorkerPool pool = pool(proxy.port());
    assertThat(told.take()).isEqualTo("up " + proxy.port());
    for (int i = 0; i < 2; i++) {
      CompletableFuture<String> answer = asked(pool, "trial/" + i);
      assertThatThrownBy(answer::get).hasCauseInstanceOf(JobLostException.class);
      proxy.awaitHealthHeard();
    }
    assertThat(told).containsExactly("down " + proxy.port());
    proxy.mend();
    assertThat(asked(pool, "trial/2").get()).isEqualTo("quick");
    assertThat(told).containsExactly("down " + proxy.port(), "up " + proxy.port());
  }

  @Test
  void whereAllWorkersAreWellAndLoseEveryJobThereIsNone() throws Exception {
    WorkerServer server = server(0, QUICKLY);
    List<JobLosingProxy> proxies =
        List.of(new JobLosingProxy(server.port()), new JobLosingProxy(server.port()));
    opened.addAll(proxies);
    WorkerPool pool = pool(proxies.get(0).port(), proxies.get(1).port());
    assertThat(List.of(told.take(), told.take()))
        .containsExactlyInAnyOrder("up " + proxies.get(0).port(), "up " + proxies.get(1).port());
    // Three each, after which both are given one only now and then.
    for (int i = 0; i < 6; i++) {
      CompletableFuture<String> answer = asked(pool, "trial/" + i);
      assertThatThrownBy(answer::get).hasCauseInstanceOf(JobLostException.class);
    }
    boolean _ = told.removeIf("waiting"::equals);
    CompletableFuture<String> waits = asked(pool, "trial/6");
    while (!told.contains("waiting")) {
      LockSupport.parkNanos(1_000_000);
    }
    assertThat(waits).isNotDone();
    assertThat(told)
        .containsOnlyOnce("down " + proxies.get(0).port(), "down " + proxies.get(1).port())
        .doesNotContain("up " + proxies.get(0).port(), "up " + proxies.get(1).port());
  }

  @Test
  void aDeadWorkerIsKnownToBeDeadWithinTenSeconds() throws Exception {
    WorkerProbe.Pace pace = WorkerProbe.Pace.STANDARD;
    assertThat(pace.longestUnknown()).isLessThanOrEqualTo(Duration.ofSeconds(10));
    WorkerServer server = server(0, QUICKLY);
    CompletableFuture<Duration> slept = new CompletableFuture<>();
    AtomicReference<Duration> sinceItWasUp = new AtomicReference<>(Duration.ZERO);
    WorkerProbe.Hearing hearing =
        new WorkerProbe.Hearing() {
          @Override
          public void up(String about) {
            server.close();
            sinceItWasUp.set(Duration.ZERO);
          }

          @Override
          public void refusing(String reasons) {
            throw new AssertionError(reasons);
          }

          @Override
          public void dead(String reason) {
            slept.complete(sinceItWasUp.get());
          }
        };
    opened.add(
        WorkerProbe.start(
            URI.create("http://127.0.0.1:" + server.port()),
            Optional.empty(),
            pace,
            hearing,
            pause -> sinceItWasUp.updateAndGet(before -> before.plus(pause))));
    assertThat(slept.get())
        .isBetween(
            pace.every().minus(pace.jitter()).multipliedBy(pace.failures()),
            pace.every().multipliedBy(pace.failures()));
  }

  @Test
  void aFullWorkerIsAskedAgainLater() throws Exception {
    CountDownLatch door = new CountDownLatch(1);
    WorkerServer server =
        server(
            0,
            (submission, heartbeats) -> {
              door.await();
              return QUICKLY.run(submission, heartbeats);
            });
    WorkerPool pool = pool(server.port());
    List<CompletableFuture<String>> answers = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      answers.add(asked(pool, "trial/" + i));
    }
    door.countDown();
    for (CompletableFuture<String> answer : answers) {
      assertThat(answer.get()).isEqualTo("quick");
    }
  }

  @Test
  void faultsThatAWorkerReportsAreNotItsDeath() throws Exception {
    WorkerServer server =
        server(
            0,
            (submission, heartbeats) -> {
              throw InfrastructureException.lasting("There is no compiler.");
            });
    WorkerPool pool = pool(server.port());
    assertThatThrownBy(() -> pool.run(Jobs.trial("trial/1"), Heartbeats.none()))
        .isInstanceOfSatisfying(
            InfrastructureException.class, fault -> assertThat(fault.isLasting()).isTrue())
        .hasMessage("There is no compiler.");
    assertThat(told).doesNotContain("down " + server.port());
  }

  @Test
  void whoWaitsForAWorkerCanBeInterrupted() throws Exception {
    WorkerPool pool = pool(freePort());
    CompletableFuture<Throwable> ended = new CompletableFuture<>();
    Thread thread =
        Thread.ofVirtual()
            .start(() -> {
              try {
                pool.awaitReady();
                ended.complete(new AssertionError("there is no worker"));
              } catch (InterruptedException e) {
                ended.complete(e);
              }
            });
    awaitTold("waiting");
    thread.interrupt();
    assertThat(ended.get()).isInstanceOf(InterruptedException.class);
  }

  /** Has whatever is asked for, so that nothing is sent. */
  private static final class AllArtifacts implements ArtifactStore {
    @Override
    public String put(byte[] bytes) {
      throw new AssertionError();
    }

    @Override
    public String put(Path file) {
      throw new AssertionError();
    }

    @Override
    public boolean contains(String sha256) {
      return true;
    }

    @Override
    public InputStream open(String sha256) {
      return InputStream.nullInputStream();
    }
  }
}
