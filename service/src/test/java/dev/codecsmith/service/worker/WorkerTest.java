package dev.codecsmith.service.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.lab.job.Heartbeat;
import dev.codecsmith.lab.job.Heartbeats;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.service.protocol.RefusedException;
import dev.codecsmith.service.protocol.RunId;
import dev.codecsmith.service.protocol.Submission;
import dev.codecsmith.service.protocol.SubmissionReader;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.files.FileArtifactStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

@Timeout(60)
class WorkerTest {
  @TempDir private static Path folder;

  private final Path replies = folder.resolve(UUID.randomUUID().toString());
  private final ByHand work = new ByHand();
  private final FileArtifactStore artifacts =
      FileArtifactStore.open(folder.resolve(UUID.randomUUID().toString()), "w");
  private Instant now = Instant.EPOCH;
  private Worker worker = worker(1, 2);

  WorkerTest() throws StoreException {}

  private Worker worker(int slots, int queue) {
    return new Worker(
        new WorkerSettings("w", slots, queue, Duration.ofSeconds(60)),
        work,
        new KeptReplies(replies, artifacts),
        new Clock() {
          @Override
          public Instant instant() {
            return now;
          }

          @Override
          public ZoneOffset getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(ZoneId zone) {
            return this;
          }
        });
  }

  /** Ends a run when the test says so. */
  private static final class ByHand implements Work {
    private final Map<String, CountDownLatch> doors = new ConcurrentHashMap<>();
    private final Map<String, CountDownLatch> begun = new ConcurrentHashMap<>();
    private final Set<String> broken = ConcurrentHashMap.newKeySet();
    private final Set<String> interrupted = ConcurrentHashMap.newKeySet();
    private final Map<String, String> made = new ConcurrentHashMap<>();
    private final AtomicInteger runs = new AtomicInteger();

    private static CountDownLatch of(Map<String, CountDownLatch> latches, String name) {
      return latches.computeIfAbsent(name, key -> new CountDownLatch(1));
    }

    void finish(String name) {
      of(doors, name).countDown();
    }

    void awaitBegin(String name) throws InterruptedException {
      of(begun, name).await();
    }

    @Override
    public ObjectNode run(Submission submission, Heartbeats heartbeats)
        throws InfrastructureException, InterruptedException {
      String name = submission.id().experiment();
      runs.incrementAndGet();
      heartbeats.hear(new Heartbeat.Phase(ExperimentStatus.BUILDING, 0, 1));
      of(begun, name).countDown();
      try {
        of(doors, name).await();
      } catch (InterruptedException e) {
        interrupted.add(name);
        throw e;
      }
      if (broken.remove(name)) {
        throw new InfrastructureException("The disk is full.");
      }
      ObjectNode reply = JsonNodeFactory.instance.objectNode();
      ObjectNode roles = reply.putObject("experiment").putObject("artifacts");
      Optional.ofNullable(made.get(name)).ifPresent(hash -> roles.put("log", hash));
      return reply.put("status", "success").put("of", name);
    }
  }

  @AfterEach
  void close() {
    worker.close();
  }

  private static Submission program(String id, String source) {
    try {
      return SubmissionReader.read(
          ("{\"experiment_id\":\""
                  + id
                  + "\",\"encoding_code\":\""
                  + source
                  + "\",\"decoding_code\":\"y\"}")
              .getBytes(StandardCharsets.UTF_8));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static RunId id(String text) throws Exception {
    return RunId.parse(text);
  }

  @Test
  void theSameSubmissionIsOneRun() throws Exception {
    Run first = worker.submit(program("a", "x"));
    assertThat(worker.submit(program("a", "x"))).isSameAs(first);
    work.finish("a");
    assertThat(first.awaitReply().path("of").asString()).isEqualTo("a");
    assertThat(worker.submit(program("a", "x"))).isSameAs(first);
    assertThat(work.runs).hasValue(1);
  }

  @Test
  void anotherContentUnderTheSameNameIsRefused() throws Exception {
    worker.submit(program("a", "x"));
    assertThatThrownBy(() -> worker.submit(program("a", "z")))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> assertThat(e.reason()).isEqualTo(RefusedException.Reason.CONFLICT));
  }

  @Test
  void aReplyOutlivesTheProcess() throws Exception {
    work.finish("a");
    ObjectNode reply = worker.submit(program("a", "x")).awaitReply();
    worker.close();
    worker = worker(1, 2);
    assertThat(worker.submit(program("a", "x")).awaitReply()).isEqualTo(reply);
    assertThat(worker.reply(id("a"))).contains(reply);
    assertThat(work.runs).hasValue(1);
    assertThatThrownBy(() -> worker.submit(program("a", "z"))).isInstanceOf(RefusedException.class);
  }

  @Test
  void aFaultOfTheMachineIsNoResultAndIsWorkedOnAgain() throws Exception {
    work.broken.add("a");
    work.finish("a");
    ObjectNode fault = worker.submit(program("a", "x")).awaitReply();
    assertThat(fault.path("status").asString()).isEqualTo("error");
    assertThat(fault.path("fault").path("message").asString()).isEqualTo("The disk is full.");
    assertThat(worker.submit(program("a", "x")).awaitReply().path("of").asString()).isEqualTo("a");
    assertThat(work.runs).hasValue(2);
    worker.close();
    assertThat(worker.done()).isEqualTo(1);
    assertThat(worker.failed()).isEqualTo(1);
  }

  @Test
  void aResultWhoseArtifactsWereDeletedIsWorkedOnAgain() throws Exception {
    work.finish("a");
    work.made.put("a", artifacts.put(new byte[] {1}));
    Run first = worker.submit(program("a", "x"));
    ObjectNode reply = first.awaitReply();
    assertThat(worker.submit(program("a", "x"))).isSameAs(first);

    artifacts.delete(work.made.get("a"));
    assertThatThrownBy(() -> worker.submit(program("a", "z"))).isInstanceOf(RefusedException.class);
    assertThat(worker.reply(id("a"))).as("what it came to is known still").contains(reply);
    work.made.put("a", artifacts.put(new byte[] {2}));
    assertThat(worker.submit(program("a", "x")).awaitReply()).isNotEqualTo(reply);
    assertThat(work.runs).hasValue(2);

    artifacts.delete(work.made.get("a"));
    worker.close();
    worker = worker(1, 2);
    worker.submit(program("a", "x")).awaitReply();
    assertThat(work.runs).as("also of before this process began").hasValue(3);
  }

  @Test
  void memoryIsTakenUntilTheWorkHasEnded() throws Exception {
    MemoryBudget memory = new MemoryBudget(100);
    Run running = worker.submit(program("a", "x"), memory.take(40).orElseThrow());
    work.awaitBegin("a");
    worker.submit(program("b", "x"), memory.take(20).orElseThrow());
    assertThat(memory.free()).isEqualTo(40);

    worker.submit(program("a", "x"), memory.take(40).orElseThrow());
    assertThat(memory.free()).as("what is there already").isEqualTo(40);
    MemoryBudget.Share other = memory.take(40).orElseThrow();
    assertThatThrownBy(() -> worker.submit(program("a", "z"), other))
        .isInstanceOf(RefusedException.class);
    assertThat(memory.free()).as("what is refused").isEqualTo(40);
    worker.cancel(id("b"));
    assertThat(memory.free()).as("what is called off before it began").isEqualTo(60);

    work.finish("a");
    running.awaitReply();
    worker.close();
    assertThat(memory.free()).isEqualTo(100);
  }

  @Test
  void whatWaitsBeyondTheQueueIsToldToComeAgain() throws Exception {
    worker.submit(program("a", "x"));
    work.awaitBegin("a");
    Run second = worker.submit(program("b", "x"));
    Run third = worker.submit(program("c", "x"));
    assertThatThrownBy(() -> worker.submit(program("d", "x")))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> {
              assertThat(e.reason()).isEqualTo(RefusedException.Reason.FULL);
              assertThat(e.retryAfter()).isPositive();
            });
    assertThat(worker.count(RunState.QUEUED)).isEqualTo(2);
    for (String name : List.of("a", "b", "c")) {
      work.finish(name);
    }
    assertThat(second.awaitReply().path("of").asString()).isEqualTo("b");
    assertThat(third.awaitReply().path("of").asString()).isEqualTo("c");
  }

  @Test
  void aRunThatIsCalledOffStopsAndAnswers() throws Exception {
    Run running = worker.submit(program("a", "x"));
    Run waiting = worker.submit(program("b", "x"));
    work.awaitBegin("a");
    assertThat(worker.cancel(id("b"))).isTrue();
    assertThat(worker.cancel(id("a"))).isTrue();
    assertThat(worker.cancel(id("c"))).isFalse();
    assertThat(running.awaitReply().path("status").asString()).isEqualTo("cancelled");
    assertThat(waiting.awaitReply().path("status").asString()).isEqualTo("cancelled");
    worker.close();
    assertThat(work.interrupted).containsExactly("a");
    assertThat(work.runs).hasValue(1);
  }

  @Test
  void whatIsSentAndCalledOffAgainDoesNotPileUp() throws Exception {
    worker.submit(program("a", "x"));
    work.awaitBegin("a");
    for (int i = 0; i < 100; i++) {
      worker.submit(program("b" + i, "x"));
      assertThat(worker.cancel(id("b" + i))).isTrue();
    }
    assertThat(worker.find(id("b0"))).isEmpty();
    assertThat(worker.find(id("b99"))).isPresent();
    assertThat(worker.find(id("a"))).isPresent();
  }

  @Test
  void heartbeatsAreNumberedAndTheReplyIsTheLast() throws Exception {
    work.finish("a");
    Run run = worker.submit(program("a", "x"));
    run.awaitReply();
    List<RunEvent> events = run.await(0, Duration.ZERO);
    assertThat(events).extracting(RunEvent::number).containsExactly(1, 2);
    assertThat(events.getFirst()).isInstanceOf(RunEvent.Beat.class);
    assertThat(events.getLast()).isInstanceOf(RunEvent.End.class);
    assertThat(run.await(1, Duration.ZERO)).containsExactly(events.getLast());
    assertThat(run.await(2, Duration.ofHours(1))).isEmpty();
    assertThat(run.await(99, Duration.ofHours(1))).isEmpty();
  }

  @Test
  void aWorkerThatEndsTakesNothingMoreAndStopsItsWork() throws Exception {
    Run run = worker.submit(program("a", "x"));
    work.awaitBegin("a");
    worker.close();
    assertThat(run.state()).isEqualTo(RunState.CANCELLED);
    assertThat(work.interrupted).containsExactly("a");
    assertThatThrownBy(() -> worker.submit(program("b", "x")))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> assertThat(e.reason()).isEqualTo(RefusedException.Reason.ENDING));
  }

  @Test
  void aJobThatNobodyFollowsIsCalledOff() throws Exception {
    Run job = worker.submit(job("exp_iter1_x/1"));
    Run program = worker.submit(program("b", "x"));
    work.awaitBegin("exp_iter1_x");
    job.followed();
    now = now.plusSeconds(3600);
    worker.callOffAbandoned();
    assertThat(job.state()).isEqualTo(RunState.RUNNING);
    job.left(now);
    now = now.plusSeconds(61);
    worker.callOffAbandoned();
    assertThat(job.state()).isEqualTo(RunState.CANCELLED);
    assertThat(program.state().isFinal()).isFalse();
  }

  private static Submission job(String attempt) throws Exception {
    return new Submission.OfJob(RunId.ofJob(attempt), attempt, Jobs.trial(attempt));
  }

  @Test
  void ofRepliesTheLastThousandAreKept() throws Exception {
    Path older = Files.createDirectories(replies).resolve("0.json");
    for (int i = 0; i < KeptReplies.MOST; i++) {
      Path file = Files.writeString(replies.resolve(i + ".json"), "{}");
      Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH.plusSeconds(i)));
    }
    KeptReplies kept = new KeptReplies(replies, artifacts);
    RunId id = RunId.of("exp", "1");
    ObjectNode reply = JsonNodeFactory.instance.objectNode().put("status", "success");
    kept.keep(id, new KeptReplies.Kept("print", reply));
    assertThat(older).doesNotExist();
    assertThat(replies.resolve("1.json")).exists();
    assertThat(new KeptReplies(replies, artifacts).find(id))
        .contains(new KeptReplies.Kept("print", reply));
    assertThat(kept.find(RunId.of("exp", "2"))).isEmpty();
    Files.writeString(replies.resolve("exp.2.json"), "half a rep");
    assertThat(kept.find(RunId.of("exp", "2"))).isEmpty();
  }
}
