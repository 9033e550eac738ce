package dev.codecsmith.cli.mcp.tool;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The arguments of a tool: as the JSON schema that agents read, and as what is refused. One place
 * for both, so that neither says what the other does not hold.
 *
 * @param parameters by name
 */
public record ToolSchema(Map<String, Parameter> parameters) {

  /** An argument. */
  public sealed interface Parameter {
    String description();

    boolean required();
  }

  /**
   * A text.
   *
   * @param longest in characters
   * @param words the only ones; empty for any
   */
  public record Text(String description, boolean required, int longest, List<String> words)
      implements Parameter {}

  /** A whole number. */
  public record Whole(String description, int least, int most, int usual) implements Parameter {
    @Override
    public boolean required() {
      return false;
    }
  }

  /** Texts, in an order. */
  public record Texts(String description, boolean required, int most) implements Parameter {}

  /** Texts by name. */
  public record NamedTexts(String description) implements Parameter {
    @Override
    public boolean required() {
      return false;
    }
  }

  private static final int LONGEST_NAME = 300;

  public static final ToolSchema NONE = new ToolSchema(Map.of());

  public ToolSchema {
    parameters = new LinkedHashMap<>(parameters);
  }

  /** This schema with one more. */
  public ToolSchema with(String name, Parameter parameter) {
    Map<String, Parameter> more = new LinkedHashMap<>(parameters);
    more.put(name, parameter);
    return new ToolSchema(more);
  }

  /** This schema with a short text that may be absent. */
  public ToolSchema optional(String name, String description) {
    return with(name, new Text(description, false, LONGEST_NAME, List.of()));
  }

  /** This schema with a short text that must be there. */
  public ToolSchema required(String name, String description) {
    return with(name, new Text(description, true, LONGEST_NAME, List.of()));
  }

  /** This schema with one of some words, or none. */
  public ToolSchema oneOf(String name, String description, List<String> words) {
    return with(name, new Text(description, false, LONGEST_NAME, words));
  }

  /** As JSON schema. */
  public Map<String, Object> toJson() {
    Map<String, Object> properties = new LinkedHashMap<>();
    List<String> required = new ArrayList<>();
    parameters.forEach((name, parameter) -> {
      Map<String, Object> property = new LinkedHashMap<>();
      property.put("description", parameter.description());
      switch (parameter) {
        case Text text -> {
          property.put("type", "string");
          property.put("maxLength", text.longest());
          if (!text.words().isEmpty()) {
            property.put("enum", text.words());
          }
        }
        case Whole whole -> {
          property.put("type", "integer");
          property.put("minimum", whole.least());
          property.put("maximum", whole.most());
          property.put("default", whole.usual());
        }
        case Texts texts -> {
          property.put("type", "array");
          property.put("items", Map.of("type", "string", "maxLength", LONGEST_NAME));
          property.put("maxItems", texts.most());
          if (texts.required()) {
            property.put("minItems", 1);
          }
        }
        case NamedTexts _ -> {
          property.put("type", "object");
          property.put("additionalProperties", Map.of("type", "string"));
        }
      }
      properties.put(name, property);
      if (parameter.required()) {
        required.add(name);
      }
    });
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("properties", properties);
    schema.put("required", required);
    schema.put("additionalProperties", false);
    return schema;
  }

  /**
   * Lets arguments through.
   *
   * @throws IllegalArgumentException with a sentence if they do not keep to the schema
   */
  public ToolArguments check(Map<String, Object> given) {
    Map<String, Object> values = new LinkedHashMap<>(given);
    values.values().removeIf(value -> value == null);
    Set<String> unknown = new TreeSet<>(values.keySet());
    unknown.removeAll(parameters.keySet());
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "There is no argument "
              + String.join(", ", unknown)
              + (parameters.isEmpty()
                  ? "; this tool takes none."
                  : "; there are " + String.join(", ", parameters.keySet()) + "."));
    }
    parameters.forEach((name, parameter) -> {
      Object value = values.get(name);
      if (value == null) {
        refuseIf(parameter.required(), name, "is missing");
      } else {
        check(name, parameter, value);
      }
    });
    return new ToolArguments(values);
  }

  private static void check(String name, Parameter parameter, Object value) {
    switch (parameter) {
      case Text text -> {
        refuseIf(!(value instanceof String), name, "must be a text");
        String words = value.toString();
        refuseIf(
            words.length() > text.longest(),
            name,
            "has %d characters; at most %d are taken".formatted(words.length(), text.longest()));
        refuseIf(text.required() && words.isBlank(), name, "is empty");
        refuseIf(
            !text.words().isEmpty() && !text.words().contains(words),
            name,
            "must be one of " + String.join(", ", text.words()));
      }
      case Whole whole ->
          refuseIf(
              !(value instanceof Number number)
                  || number.doubleValue() != Math.rint(number.doubleValue())
                  || number.doubleValue() < whole.least()
                  || number.doubleValue() > whole.most(),
              name,
              "must be a whole number from %d to %d".formatted(whole.least(), whole.most()));
      case Texts texts -> {
        refuseIf(
            !(value instanceof List<?> list) || !list.stream().allMatch(String.class::isInstance),
            name,
            "must be a list of texts");
        int size = ((List<?>) value).size();
        refuseIf(
            size > texts.most() || (size == 0 && texts.required()),
            name,
            "has %d texts; it takes %d to %d"
                .formatted(size, texts.required() ? 1 : 0, texts.most()));
      }
      case NamedTexts _ ->
          refuseIf(
              !(value instanceof Map<?, ?> map)
                  || !map.values().stream().allMatch(String.class::isInstance),
              name,
              "must be an object of texts");
    }
  }

  private static void refuseIf(boolean fault, String name, String what) {
    if (fault) {
      throw new IllegalArgumentException("The argument " + name + " " + what + ".");
    }
  }
}
