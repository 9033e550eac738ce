package dev.codecsmith.cli.mcp.tool;

import java.io.IOException;
import java.util.List;

/** Something that an agent can have done. */
public interface McpTool {

  /**
   * What an agent is told of a tool.
   *
   * @param name its name, in lower case with underscores
   * @param title for a person
   * @param description what it does and gives
   * @param changes whether anything is different after it
   * @param schema its arguments
   */
  record About(String name, String title, String description, boolean changes, ToolSchema schema) {}

  /** What an agent is told of it. */
  About about();

  /**
   * Does it. What it answers, and what its errors say, tells nothing of held-out clips.
   *
   * @param arguments keep to the schema
   * @return texts, each a document of its own
   * @throws IOException with a sentence if it cannot be done
   * @throws IllegalArgumentException with a sentence if the arguments do not go together
   */
  List<String> call(ToolArguments arguments, ToolCaller caller)
      throws IOException, InterruptedException;
}
