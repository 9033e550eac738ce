package dev.codecsmith.service.worker;

import dev.codecsmith.service.protocol.RunId;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.json.Json;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Replies to programs that were sent in, kept over a restart, so that whoever sends one again is
 * answered and the work is not done twice. Jobs are not among them: who sends a job keeps its
 * answer.
 */
public final class KeptReplies {
  private final ExperimentStore store;

  public KeptReplies(ExperimentStore store) {
    this.store = store;
  }

  /** A reply, and to what. */
  record Kept(String fingerprint, ObjectNode reply) {}

  void keep(RunId id, Kept kept) throws StoreException {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("fingerprint", kept.fingerprint());
    node.set("reply", kept.reply());
    store.cache(key(id), Json.write(node));
  }

  Optional<Kept> find(RunId id) throws StoreException {
    return store
        .cached(key(id))
        .map(text -> Json.read(text, JsonNode.class))
        .filter(node -> node.path("reply").isObject())
        .map(
            node -> new Kept(node.path("fingerprint").asString(), (ObjectNode) node.path("reply")));
  }

  private static String key(RunId id) {
    return "worker-reply/" + id;
  }
}
