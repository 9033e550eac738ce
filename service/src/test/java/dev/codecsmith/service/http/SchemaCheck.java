package dev.codecsmith.service.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Holds a value against a schema of an OpenAPI document, as far as our documents use schemas. */
final class SchemaCheck {
  private final JsonNode document;

  SchemaCheck(JsonNode document) {
    this.document = document;
  }

  /** What a reference means. */
  JsonNode resolved(JsonNode schema) {
    String reference = schema.path("$ref").asString("");
    return reference.isEmpty() ? schema : document.at(reference.substring(1));
  }

  /** What is wrong with a value, in a sentence; empty if nothing is. */
  Optional<String> fault(JsonNode value, JsonNode given, String where) {
    JsonNode schema = resolved(given);
    if (schema.has("oneOf")) {
      List<String> faults = new ArrayList<>();
      for (JsonNode choice : schema.path("oneOf")) {
        Optional<String> fault = fault(value, choice, where);
        if (fault.isEmpty()) {
          return Optional.empty();
        }
        faults.add(fault.get());
      }
      return Optional.of(String.join(", and ", faults));
    }
    if (value.isNull() && schema.path("nullable").asBoolean(false)) {
      return Optional.empty();
    }
    if (!fits(value, schema.path("type"))) {
      return Optional.of(where + " is no " + schema.path("type") + ": " + value);
    }
    if (schema.has("enum") && schema.path("enum").valueStream().noneMatch(value::equals)) {
      return Optional.of(where + " is none of " + schema.path("enum") + ": " + value);
    }
    if (schema.has("pattern") && !value.asString().matches(schema.path("pattern").asString())) {
      return Optional.of(where + " does not match " + schema.path("pattern") + ": " + value);
    }
    return value.isObject() ? inObject(value, schema, where) : inArray(value, schema, where);
  }

  /** Whether it is of a type, or of one of several. */
  private static boolean fits(JsonNode value, JsonNode type) {
    if (type.isArray()) {
      return type.valueStream().anyMatch(each -> fits(value, each));
    }
    return switch (type.asString("")) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      case "string" -> value.isString();
      case "boolean" -> value.isBoolean();
      case "null" -> value.isNull();
      default -> true;
    };
  }

  private Optional<String> inArray(JsonNode value, JsonNode schema, String where) {
    if (schema.has("items")) {
      for (int i = 0; i < value.size(); i++) {
        Optional<String> fault = fault(value.path(i), schema.path("items"), where + "/" + i);
        if (fault.isPresent()) {
          return fault;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<String> inObject(JsonNode value, JsonNode schema, String where) {
    for (JsonNode name : schema.path("required")) {
      if (!value.has(name.asString())) {
        return Optional.of(where + " has no " + name.asString());
      }
    }
    for (Map.Entry<String, JsonNode> property : value.properties()) {
      JsonNode of = schema.path("properties").path(property.getKey());
      if (of.isMissingNode()) {
        if (schema.has("properties")
            && !schema.path("additionalProperties").isMissingNode()
            && schema.path("additionalProperties").isBoolean()) {
          return Optional.of(where + " has " + property.getKey() + ", which is not described");
        }
        continue;
      }
      Optional<String> fault = fault(property.getValue(), of, where + "/" + property.getKey());
      if (fault.isPresent()) {
        return fault;
      }
    }
    return Optional.empty();
  }
}
