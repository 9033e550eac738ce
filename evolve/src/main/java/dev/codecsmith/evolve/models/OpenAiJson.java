package dev.codecsmith.evolve.models;

import com.openai.core.JsonString;
import com.openai.core.JsonValue;
import java.util.Map;
import java.util.Optional;

/** Fields of other servers that the SDK has no type for. */
final class OpenAiJson {
  private OpenAiJson() {}

  /** The text of a field, empty when it is missing or something else. */
  static Optional<String> text(Map<String, JsonValue> fields, String name) {
    return fields.get(name) instanceof JsonString text
        ? Optional.of(text.value())
        : Optional.empty();
  }
}
