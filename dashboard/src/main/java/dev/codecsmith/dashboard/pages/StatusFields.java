package dev.codecsmith.dashboard.pages;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the page shows of a worker's {@code GET /status}. A worker may be of another version, or be
 * something else that answers at its address: what is not of the type that is expected is left out.
 */
final class StatusFields {
  private static final List<String> COUNTS =
      List.of("slots", "running", "queued", "done", "failed");

  private StatusFields() {}

  /**
   * All of it.
   *
   * @param campaign whose page it is
   */
  static ObjectNode of(JsonNode said, String campaign) {
    ObjectNode shown = JsonNodeFactory.instance.objectNode();
    for (String count : COUNTS) {
      if (said.path(count).isIntegralNumber()) {
        shown.set(count, said.path(count));
      }
    }
    text(said, "version", shown);
    text(said, "sandbox", shown);
    number(said, "uptime_seconds", shown);
    number(said, "load", shown);
    if (said.path("languages").isArray()) {
      ArrayNode languages = shown.putArray("languages");
      said.path("languages").valueStream().filter(JsonNode::isString).forEach(languages::add);
    }
    number(said.path("store"), "disk_free_bytes", shown.putObject("store"));
    if (said.path("last_error").path("text").isString()) {
      text(said.path("last_error"), "text", shown.putObject("last_error"));
    }
    FleetFields.put(said, campaign, shown);
    return shown;
  }

  static void text(JsonNode said, String name, ObjectNode shown) {
    if (said.path(name).isString()) {
      shown.set(name, said.path(name));
    }
  }

  private static void number(JsonNode said, String name, ObjectNode shown) {
    if (said.path(name).isNumber()) {
      shown.set(name, said.path(name));
    }
  }
}
