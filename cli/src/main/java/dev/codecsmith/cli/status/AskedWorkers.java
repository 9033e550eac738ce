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
import tools.jackson.databind.JsonNode;

/**
 * Asks workers how they are, for whoever looks; however many look, no worker is asked more than
 * once in two seconds.
 */
public final class AskedWorkers implements WorkerStatuses {
  private static final Duration PATIENCE = Duration.ofMillis(800);
  private static final Duration FRESH = Duration.ofSeconds(2);

  private final List<ProcessState.Target> workers;
  private final Optional<String> token;
  private Map<String, JsonNode> known = Map.of();
  private long asked = System.nanoTime() - FRESH.toNanos();

  /**
   * @param addresses where they listen
   * @param token what they are shown
   */
  public AskedWorkers(List<URI> addresses, Optional<String> token) {
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
  public synchronized Map<String, JsonNode> now() throws InterruptedException {
    if (System.nanoTime() - asked >= FRESH.toNanos()) {
      known = ask();
      asked = System.nanoTime();
    }
    return known;
  }

  private Map<String, JsonNode> ask() throws InterruptedException {
    Map<String, JsonNode> answers = new HashMap<>();
    if (!workers.isEmpty()) {
      try (ProcessClient client = new ProcessClient(_ -> token, PATIENCE)) {
        for (ProcessState state : client.ask(workers)) {
          if (state.status().isObject()) {
            answers.put(state.target().address().toString(), state.status());
          }
        }
      }
    }
    return answers;
  }
}
