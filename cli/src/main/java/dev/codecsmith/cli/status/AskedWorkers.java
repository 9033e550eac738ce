package dev.codecsmith.cli.status;

import dev.codecsmith.cli.options.elsewhere.Elsewhere;
import dev.codecsmith.cluster.client.FleetWorkers;
import dev.codecsmith.dashboard.live.WorkerStatuses;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Asks workers how they are, for whoever looks; however many look, no worker is asked more than
 * once in two seconds. One that stands still keeps nobody waiting but who looks first: others are
 * told what was known before, and the answer is there for who looks next.
 */
public final class AskedWorkers implements WorkerStatuses {
  private static final Logger LOG = LoggerFactory.getLogger(AskedWorkers.class);
  private static final Duration PATIENCE = Duration.ofMillis(800);
  private static final Duration FRESH = Duration.ofSeconds(2);

  /** A worker that is well answers in less. */
  private static final Duration GLANCE = Duration.ofMillis(40);

  private final List<ProcessState.Target> workers;
  private final Optional<String> token;

  /** What they said last, or are about to say; empty before somebody looks. */
  private Optional<CompletableFuture<Map<String, JsonNode>>> asking = Optional.empty();

  private Map<String, JsonNode> known = Map.of();
  private final Duration patience;
  private final LongSupplier nanoTime;
  private long asked;

  /**
   * @param addresses where they listen
   * @param token what they are shown
   */
  public AskedWorkers(List<URI> addresses, Optional<String> token) {
    this(addresses, token, PATIENCE, System::nanoTime);
  }

  /**
   * The same.
   *
   * @param patience how long a worker has to answer
   * @param nanoTime by which answers grow old
   */
  AskedWorkers(
      List<URI> addresses, Optional<String> token, Duration patience, LongSupplier nanoTime) {
    this.patience = patience;
    this.nanoTime = nanoTime;
    this.workers =
        addresses.stream()
            .map(address -> new ProcessState.Target(StatusCommand.WORKER, address))
            .toList();
    this.token = token;
  }

  /**
   * Of who evaluates.
   *
   * @param fleet what is known of a fleet's workers, where it is one: they come and go, and its
   *     server alone knows them
   */
  public static WorkerStatuses of(Optional<Elsewhere> elsewhere, FleetWorkers fleet) {
    if (elsewhere.isEmpty()) {
      return NONE;
    }
    return switch (elsewhere.get()) {
      case Elsewhere.Workers workers -> new AskedWorkers(workers.addresses(), workers.token());
      case Elsewhere.Cluster cluster -> new FleetStatus(cluster.addresses().getFirst(), fleet::now);
    };
  }

  @Override
  public Map<String, JsonNode> now() throws InterruptedException {
    boolean isFirst;
    CompletableFuture<Map<String, JsonNode>> answer;
    synchronized (this) {
      isFirst = asking.isEmpty();
      if (isFirst || (asking.get().isDone() && nanoTime.getAsLong() - asked >= FRESH.toNanos())) {
        asked = nanoTime.getAsLong();
        asking = Optional.of(asked());
      }
      answer = asking.get();
    }
    return answered(answer, isFirst ? patience.multipliedBy(2) : GLANCE);
  }

  private Map<String, JsonNode> answered(
      CompletableFuture<Map<String, JsonNode>> answer, Duration wait) throws InterruptedException {
    try {
      Map<String, JsonNode> found = answer.get(wait.toNanos(), TimeUnit.NANOSECONDS);
      synchronized (this) {
        known = found;
      }
    } catch (TimeoutException | ExecutionException e) {
      LOG.debug("workers do not answer yet", e);
    }
    synchronized (this) {
      return known;
    }
  }

  private CompletableFuture<Map<String, JsonNode>> asked() {
    CompletableFuture<Map<String, JsonNode>> answer = new CompletableFuture<>();
    var _ =
        Thread.ofVirtual()
            .name("asks workers")
            .start(() -> {
              try {
                answer.complete(ask());
              } catch (InterruptedException | RuntimeException e) {
                answer.completeExceptionally(e);
              }
            });
    return answer;
  }

  private Map<String, JsonNode> ask() throws InterruptedException {
    Map<String, JsonNode> answers = new HashMap<>();
    if (!workers.isEmpty()) {
      try (ProcessClient client = new ProcessClient(_ -> token, patience)) {
        for (ProcessState state : client.ask(workers)) {
          if (state.status().isObject()) {
            answers.put(state.target().address().toString(), state.status());
          }
        }
      }
    }
    return Map.copyOf(answers);
  }
}
