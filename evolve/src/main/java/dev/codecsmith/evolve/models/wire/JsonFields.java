package dev.codecsmith.evolve.models.wire;

import dev.codecsmith.evolve.models.ModelJson;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads fields that may be missing, null or of another type than they should be. */
public final class JsonFields {
  private JsonFields() {}

  /** The text as JSON; empty when it is none, or nothing but white space. */
  public static Optional<JsonNode> parse(String text) {
    if (text.isBlank()) {
      return Optional.empty();
    }
    try {
      return Optional.of(ModelJson.MAPPER.readTree(text));
    } catch (JacksonException notJson) {
      return Optional.empty();
    }
  }

  /** A text field; empty for anything else. */
  public static Optional<String> text(JsonNode object, String name) {
    JsonNode field = object.path(name);
    return field.isString() ? Optional.of(field.stringValue()) : Optional.empty();
  }

  /** A count, 0 or more, also where it is written as a text or a fraction. */
  public static OptionalLong count(JsonNode object, String name) {
    JsonNode field = object.path(name);
    if (!field.isNumber() && !field.isString()) {
      return OptionalLong.empty();
    }
    double value = field.asDouble(-1);
    return value >= 0 && value <= Long.MAX_VALUE
        ? OptionalLong.of((long) value)
        : OptionalLong.empty();
  }
}
