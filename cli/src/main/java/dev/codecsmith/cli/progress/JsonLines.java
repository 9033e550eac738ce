package dev.codecsmith.cli.progress;

import dev.codecsmith.store.events.StoredEvent;
import dev.codecsmith.store.json.Json;
import java.io.PrintWriter;
import tools.jackson.databind.node.ObjectNode;

/** Events for scripts: one JSON object a line. */
public final class JsonLines {
  private final PrintWriter out;

  public JsonLines(PrintWriter out) {
    this.out = out;
  }

  /** Prints number, time and campaign, and then the event's own properties. */
  public void print(StoredEvent stored) {
    ObjectNode line = Json.mapper().createObjectNode();
    line.put("number", stored.number());
    line.put("time", stored.time().toString());
    line.put("campaign", stored.campaignId());
    line.setAll((ObjectNode) Json.mapper().valueToTree(stored.event()));
    out.println(line);
    out.flush();
  }
}
