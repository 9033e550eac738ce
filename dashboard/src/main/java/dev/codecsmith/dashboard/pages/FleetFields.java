package dev.codecsmith.dashboard.pages;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a page shows of a status that is of several workers, who work through one server. What is
 * not of the type that is expected is left out.
 */
final class FleetFields {
  private static final List<String> TEXTS =
      List.of("experiment", "kind", "phase", "version", "begun", "heard");

  private static final List<String> COUNTS = List.of("attempt", "done", "total");

  private FleetFields() {}

  /**
   * Adds them to what is shown.
   *
   * @param campaign its steps are shown; of others' it is only told how many a worker does
   */
  static void put(JsonNode said, String campaign, ObjectNode shown) {
    if (!said.path("workers").isArray()) {
      return;
    }
    if (said.path("steps_waiting").isIntegralNumber()) {
      shown.set("steps_waiting", said.path("steps_waiting"));
    }
    shown.put("tells_idle", said.path("tells_idle").asBoolean(false));
    ArrayNode workers = shown.putArray("workers");
    said.path("workers").valueStream().forEach(each -> workers.add(worker(each, campaign)));
  }

  private static ObjectNode worker(JsonNode said, String campaign) {
    ObjectNode shown = JsonNodeFactory.instance.objectNode();
    shown.put("name", said.path("name").asString(""));
    StatusFields.text(said, "heard", shown);
    List<JsonNode> all = said.path("steps").valueStream().toList();
    List<JsonNode> own =
        all.stream().filter(step -> step.path("campaign").asString("").equals(campaign)).toList();
    ArrayNode steps = shown.putArray("steps");
    own.forEach(step -> steps.add(step(step)));
    shown.put("steps_of_others", all.size() - own.size());
    return shown;
  }

  private static ObjectNode step(JsonNode said) {
    ObjectNode shown = JsonNodeFactory.instance.objectNode();
    TEXTS.forEach(name -> StatusFields.text(said, name, shown));
    for (String count : COUNTS) {
      if (said.path(count).isIntegralNumber()) {
        shown.set(count, said.path(count));
      }
    }
    return shown;
  }
}
