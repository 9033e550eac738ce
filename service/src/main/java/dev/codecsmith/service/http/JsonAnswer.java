package dev.codecsmith.service.http;

import dev.codecsmith.store.json.Json;
import io.javalin.http.Context;
import tools.jackson.databind.node.ObjectNode;

/** JSON answers. */
final class JsonAnswer {
  private JsonAnswer() {}

  static void json(Context context, int status, ObjectNode body) {
    context
        .status(status)
        .contentType("application/json")
        .result(Json.mapper().writeValueAsBytes(body));
  }
}
