package dev.codecsmith.cli.status;

import dev.codecsmith.cluster.client.FleetWorkers;
import dev.codecsmith.cluster.workflow.StepSign;
import dev.codecsmith.dashboard.live.WorkerStatuses;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is known of a fleet's workers, in the form of a status of all of them together. They
 * themselves are not asked, as nobody knows their addresses.
 */
final class FleetStatus implements WorkerStatuses {
  private final URI fleet;
  private final Supplier<Optional<FleetWorkers.Snapshot>> workers;

  /**
   * @param fleet by what it is spoken of
   * @param workers those that are known; empty where nothing is known just now
   */
  FleetStatus(URI fleet, Supplier<Optional<FleetWorkers.Snapshot>> workers) {
    this.fleet = fleet;
    this.workers = workers;
  }

  @Override
  public Map<String, JsonNode> now() {
    return workers
        .get()
        .<Map<String, JsonNode>>map(found -> Map.of(fleet.toString(), json(found)))
        .orElseGet(Map::of);
  }

  private static ObjectNode json(FleetWorkers.Snapshot found) {
    ObjectNode status = JsonNodeFactory.instance.objectNode();
    status.put("steps_waiting", found.waiting()).put("tells_idle", found.tellsIdle());
    ArrayNode workers = status.putArray("workers");
    for (FleetWorkers.Known worker : found.workers()) {
      ObjectNode node = workers.addObject();
      node.put("name", worker.name()).put("heard", worker.heard().toString());
      ArrayNode steps = node.putArray("steps");
      worker.steps().forEach(doing -> put(doing, steps.addObject()));
    }
    return status;
  }

  private static void put(FleetWorkers.Doing doing, ObjectNode node) {
    FleetWorkers.Step step = doing.step();
    doing.job().campaign().ifPresent(campaign -> node.put("campaign", campaign));
    experiment(doing.job().attempt()).ifPresent(experiment -> node.put("experiment", experiment));
    node.put("kind", step.kind())
        .put("attempt", step.attempt())
        .put("begun", step.begun().toString())
        .put("heard", step.heard().toString());
    step.said().ifPresent(said -> node.put("version", said.version()));
    step.said()
        .flatMap(StepSign::phase)
        .ifPresent(phase ->
            node.put("phase", phase.phase().name().toLowerCase(Locale.ROOT))
                .put("done", phase.done())
                .put("total", phase.total()));
  }

  /** Of an attempt such as {@code exp_iter3_0a1b2c/…}; empty where it is that of anchors. */
  private static Optional<String> experiment(String attempt) {
    int end = attempt.indexOf('/');
    return attempt.startsWith("exp_") && end > 0
        ? Optional.of(attempt.substring(0, end))
        : Optional.empty();
  }
}
