package dev.codecsmith.service.http;

import io.javalin.http.Context;
import tools.jackson.databind.node.JsonNodeFactory;

/** Refusals, as {@code {"error":"a sentence"}}. */
final class Problems {
  private Problems() {}

  static void answer(Context context, int status, String sentence) {
    JsonAnswer.json(context, status, JsonNodeFactory.instance.objectNode().put("error", sentence));
  }
}
