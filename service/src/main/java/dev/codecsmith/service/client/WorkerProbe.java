package dev.codecsmith.service.client;

import dev.codecsmith.store.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Asks a worker for its health now and then, not all workers at the same time. */
public final class WorkerProbe implements AutoCloseable {
  private final WorkerConnection worker;
  private final Pace pace;
  private final Consumer<String> up;
  private final Consumer<String> down;
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
  }

  private WorkerProbe(
      WorkerConnection worker, Pace pace, Consumer<String> up, Consumer<String> down) {
    this.worker = worker;
    this.pace = pace;
    this.up = up;
    this.down = down;
    this.thread = Thread.ofVirtual().name("probe-" + worker.address()).unstarted(this::run);
  }

  /**
   * Begins to ask.
   *
   * @param up told after each good answer, with what the worker says of itself
   * @param down told why a worker is not to be given work
   */
  static WorkerProbe start(
      URI address, Optional<String> token, Pace pace, Consumer<String> up, Consumer<String> down) {
    WorkerProbe probe = new WorkerProbe(new WorkerConnection(address, token), pace, up, down);
    probe.thread.start();
    return probe;
  }

  private void run() {
    SplittableRandom random = new SplittableRandom();
    int failures = 0;
    try {
      while (true) {
        Optional<String> fault = ask();
        failures = fault.isPresent() ? failures + 1 : 0;
        if (failures >= pace.failures()) {
          down.accept(fault.orElseThrow());
        }
        long jitter = random.nextLong(Math.max(1, pace.jitter().toMillis()));
        Thread.sleep(pace.every().minusMillis(jitter));
      }
    } catch (InterruptedException e) {
      // It is closed.
      return;
    }
  }

  /** Empty if it is well, and told so. */
  private Optional<String> ask() throws InterruptedException {
    try {
      HttpResponse<String> answer =
          worker.send(
              worker.to("/health").timeout(pace.patience()).GET().build(), BodyHandlers.ofString());
      JsonNode health = Json.read(answer.body(), JsonNode.class);
      if (answer.statusCode() == 200 && health.path("ready").asBoolean(false)) {
        up.accept(health.path("worker_id").asString("a worker"));
        return Optional.empty();
      }
      String reasons =
          health.path("reasons").valueStream().map(JsonNode::asString).toList().toString();
      return Optional.of("It answered " + answer.statusCode() + " " + reasons + ".");
    } catch (JacksonException e) {
      return Optional.of("Its health cannot be read; it may be no worker.");
    } catch (IOException e) {
      return Optional.of("It does not answer (" + e + ").");
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
