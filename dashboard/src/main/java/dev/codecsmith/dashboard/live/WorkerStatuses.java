package dev.codecsmith.dashboard.live;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What workers say of themselves, where this process knows any and may ask them. */
@FunctionalInterface
public interface WorkerStatuses {
  /** Nobody is asked. */
  WorkerStatuses NONE = Map::of;

  /** The answers to {@code GET /status} by address; who does not answer soon is not among them. */
  Map<String, JsonNode> now() throws InterruptedException;
}
