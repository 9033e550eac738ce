package dev.codecsmith.dashboard.requests;

import dev.codecsmith.store.json.Json;
import io.javalin.http.Context;
import java.util.Optional;
import java.util.OptionalDouble;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** JSON answers; a refusal is {@code {"error":"a sentence"}}. */
public final class Answers {
  private Answers() {}

  public static void json(Context context, ObjectNode body) {
    json(context, 200, body);
  }

  /** Says why, and when to ask again where that helps. */
  public static void refuse(Refusal refusal, Context context) {
    refusal
        .retryAfterSeconds()
        .ifPresent(seconds -> context.header("Retry-After", Integer.toString(seconds)));
    String sentence = String.valueOf(refusal.getMessage());
    json(context, refusal.status(), JsonNodeFactory.instance.objectNode().put("error", sentence));
  }

  private static void json(Context context, int status, ObjectNode body) {
    context
        .status(status)
        .contentType("application/json")
        .header("Cache-Control", "no-store")
        .result(Json.mapper().writeValueAsBytes(body));
  }

  /** Puts a figure, or null where there is none. */
  public static void put(ObjectNode node, String name, Optional<Double> figure) {
    if (figure.isPresent()) {
      node.set(name, Json.figure(figure.get()));
    } else {
      node.putNull(name);
    }
  }

  /** The same. */
  public static void put(ObjectNode node, String name, OptionalDouble figure) {
    put(node, name, figure.isPresent() ? Optional.of(figure.getAsDouble()) : Optional.empty());
  }
}
