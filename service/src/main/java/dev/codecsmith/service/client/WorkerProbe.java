package dev.codecsmith.service.client;

import dev.codecsmith.store.attempts.Sleeper;
import dev.codecsmith.store.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Asks a worker for its health now and then, not all workers at the same time. */
public final class WorkerProbe implements AutoCloseable {
  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;

  /** In bytes. */
  private static final int LONGEST_HEALTH = 1 << 16;

  private final WorkerConnection worker;
  private final Pace pace;
  private final Hearing hearing;
  private final Sleeper sleeper;
  private final Thread thread;

  /**
   * How a worker is asked.
   *
   * @param every how often at most
   * @param jitter up to how much earlier
   * @param patience how long an answer may take
   * @param failures after how many answers missing one behind the other it is down
   */
  public record Pace(Duration every, Duration jitter, Duration patience, int failures) {

    /** A worker that dies is known to be dead within ten seconds. */
    public static final Pace STANDARD =
        new Pace(Duration.ofSeconds(3), Duration.ofSeconds(1), Duration.ofSeconds(2), 2);

    /** The longest from a worker's death to when that is known: it dies behind a good answer. */
    Duration longestUnknown() {
      return every.plus(patience).multipliedBy(failures);
    }
  }

  /** What is told of a worker. */
  interface Hearing {
    /** After each good answer. */
    void up(String about);

    /** It says itself that it should get no work; what it works on it may well end. */
    void refusing(String reasons);

    /** It did not answer as a worker does, several times; told again each time it does not. */
    void dead(String reason);
  }

  /** Thrown where an answer is missing or none of a worker. */
  private static final class NoAnswerException extends Exception {
    private static final long serialVersionUID = 1;

    NoAnswerException(String message) {
      super(message);
    }
  }

  private WorkerProbe(WorkerConnection worker, Pace pace, Hearing hearing, Sleeper sleeper) {
    this.worker = worker;
    this.pace = pace;
    this.hearing = hearing;
    this.sleeper = sleeper;
    this.thread = Thread.ofVirtual().name("probe-" + worker.address()).unstarted(this::run);
  }

  /** Begins to ask. */
  static WorkerProbe start(URI address, Optional<String> token, Pace pace, Hearing hearing) {
    return start(address, token, pace, hearing, Thread::sleep);
  }

  /** The same with a sleep of its own. */
  static WorkerProbe start(
      URI address, Optional<String> token, Pace pace, Hearing hearing, Sleeper sleeper) {
    WorkerProbe probe =
        new WorkerProbe(new WorkerConnection(address, token), pace, hearing, sleeper);
    probe.thread.start();
    return probe;
  }

  private void run() {
    SplittableRandom random = new SplittableRandom();
    int failures = 0;
    try {
      while (true) {
        try {
          ask();
          failures = 0;
        } catch (NoAnswerException e) {
          failures++;
          if (failures >= pace.failures()) {
            hearing.dead(String.valueOf(e.getMessage()));
          }
        }
        long jitter = random.nextLong(Math.max(1, pace.jitter().toMillis()));
        sleeper.sleep(pace.every().minusMillis(jitter));
      }
    } catch (InterruptedException e) {
      // It is closed.
      return;
    }
  }

  private void ask() throws NoAnswerException, InterruptedException {
    long begin = System.nanoTime();
    // All of an answer has as long as its begin.
    BodyHandler<String> whole =
        info ->
            BoundedText.of(LONGEST_HEALTH, pace.patience().minusNanos(System.nanoTime() - begin))
                .apply(info);
    try {
      HttpResponse<String> answer =
          worker.sendOnce(worker.to("/health").timeout(pace.patience()).GET().build(), whole);
      JsonNode health = Json.read(answer.body(), JsonNode.class);
      if (answer.statusCode() == OK && health.path("ready").asBoolean(false)) {
        hearing.up(health.path("worker_id").asString("a worker"));
        return;
      }
      List<String> reasons = health.path("reasons").valueStream().map(JsonNode::asString).toList();
      if (answer.statusCode() != UNAVAILABLE || reasons.isEmpty()) {
        throw new NoAnswerException("It answered " + answer.statusCode() + " to GET /health.");
      }
      hearing.refusing(String.join(" ", reasons));
    } catch (JacksonException e) {
      throw new NoAnswerException("Its health cannot be read; it may be no worker.");
    } catch (IOException e) {
      throw new NoAnswerException(TlsFaults.sentence(e).orElse("It does not answer (" + e + ")."));
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
