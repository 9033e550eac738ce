package dev.codecsmith.dashboard.live;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What workers say of themselves, where this process knows any and may ask them. */
@FunctionalInterface
public interface WorkerStatuses {
  /** Nobody is asked. */
  WorkerStatuses NONE = Map::of;

  /**
   * The answers to {@code GET /status} by address; who does not answer soon is not among them.
   * Where workers take their work from a server, one status is of all of them, by that server's
   * address: {@code workers} has them by name with their {@code steps}.
   */
  Map<String, JsonNode> now() throws InterruptedException;
}
