package dev.codecsmith.cli.status;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a process answered.
 *
 * @param target who was asked
 * @param up whether it answered at all
 * @param ready whether it can be given work
 * @param reason why it is not up, not ready, or does not tell more; empty where all is well
 * @param status what it does; missing where it did not tell
 * @param campaigns those of an orchestrator
 */
record ProcessState(
    Target target,
    boolean up,
    boolean ready,
    Optional<String> reason,
    JsonNode status,
    List<JsonNode> campaigns) {

  /**
   * Who is asked.
   *
   * @param kind {@code orchestrator} or {@code worker}
   */
  record Target(String kind, URI address) {}

  static ProcessState down(Target target, String reason) {
    return new ProcessState(
        target,
        false,
        false,
        Optional.of(reason),
        JsonNodeFactory.instance.missingNode(),
        List.of());
  }

  ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("url", target.address().toString()).put("up", up).put("ready", ready);
    reason.ifPresent(text -> json.put("reason", text));
    if (status.isObject()) {
      json.set("status", status);
    }
    if (target.kind().equals(StatusCommand.ORCHESTRATOR)) {
      ArrayNode all = json.putArray("campaigns");
      campaigns.forEach(all::add);
    }
    return json;
  }
}
