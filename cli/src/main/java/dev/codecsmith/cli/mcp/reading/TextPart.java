package dev.codecsmith.cli.mcp.reading;

import dev.codecsmith.cli.mcp.tool.ToolArguments;
import dev.codecsmith.cli.mcp.tool.ToolSchema;
import dev.codecsmith.store.json.Json;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A part of a long text, and where the next one begins. */
final class TextPart {
  private static final int MOST = 50_000;
  private static final int USUAL = 20_000;

  private TextPart() {}

  static ToolSchema in(ToolSchema schema) {
    return schema
        .with(
            "offset", new ToolSchema.Whole("The first character, from 0.", 0, Integer.MAX_VALUE, 0))
        .with("limit", new ToolSchema.Whole("At most so many characters.", 1, MOST, USUAL));
  }

  /** The text itself, and behind it what is told of it as JSON. */
  static List<String> of(String text, ToolArguments arguments) {
    int begin = Math.min(arguments.number("offset", 0), text.length());
    int end = begin + Math.min(arguments.number("limit", USUAL), text.length() - begin);
    ObjectNode about = JsonNodeFactory.instance.objectNode();
    about.put("characters", text.length());
    if (end < text.length()) {
      about.put("next_offset", end);
    }
    return List.of(text.substring(begin, end), Json.write(about));
  }
}
