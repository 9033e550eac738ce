package dev.codecsmith.cli.mcp.reading;

import dev.codecsmith.cli.mcp.tool.McpTool;
import dev.codecsmith.cli.mcp.tool.ToolArguments;
import dev.codecsmith.cli.mcp.tool.ToolCaller;
import dev.codecsmith.cli.mcp.tool.ToolSchema;
import dev.codecsmith.cli.plan.Contract;
import java.util.List;

/** What a program must be. */
public final class ContractTool implements McpTool {
  private static final List<String> LANGUAGES = List.of("java", "python", "c", "cpp", "rust");

  @Override
  public About about() {
    return new About(
        "get_contract",
        "What a program must be",
        "Tells what a program must be in one of the languages, as the models of a campaign are told"
            + " it. A program is a folder with its sources and program.json:"
            + " {\"language\": \"java\", \"entry\": \"my.Codec\"}.",
        false,
        ToolSchema.NONE.oneOf("language", "The program's language. Default: java", LANGUAGES));
  }

  @Override
  public List<String> call(ToolArguments arguments, ToolCaller caller) {
    return List.of(Contract.text(arguments.text("language").orElse("java")));
  }
}
