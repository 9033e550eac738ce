package dev.codecsmith.cli.mcp.tool;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Arguments that a schema has let through. */
public final class ToolArguments {
  private final Map<String, Object> values;

  ToolArguments(Map<String, Object> values) {
    this.values = values;
  }

  /** A text that must be there. */
  public String required(String name) {
    return text(name)
        .orElseThrow(() -> new IllegalArgumentException("The argument " + name + " is missing."));
  }

  public Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name)).map(Object::toString);
  }

  public int number(String name, int usual) {
    return values.get(name) instanceof Number number ? number.intValue() : usual;
  }

  /** A list of texts; empty where it is absent. */
  public List<String> list(String name) {
    return values.get(name) instanceof List<?> list
        ? list.stream().map(Object::toString).toList()
        : List.of();
  }

  /** Texts by name; empty where there are none. */
  public Map<String, String> texts(String name) {
    Map<String, String> texts = new LinkedHashMap<>();
    if (values.get(name) instanceof Map<?, ?> map) {
      map.forEach((key, text) -> texts.put(key.toString(), text.toString()));
    }
    return texts;
  }
}
