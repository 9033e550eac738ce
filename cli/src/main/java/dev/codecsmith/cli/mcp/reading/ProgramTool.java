package dev.codecsmith.cli.mcp.reading;

import dev.codecsmith.cli.experiments.StoredExperiments;
import dev.codecsmith.cli.mcp.tool.McpTool;
import dev.codecsmith.cli.mcp.tool.ToolArguments;
import dev.codecsmith.cli.mcp.tool.ToolCaller;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.store.json.Json;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The sources of an experiment's program. */
public final class ProgramTool implements McpTool {
  private final VisibleStore store;

  public ProgramTool(VisibleStore store) {
    this.store = store;
  }

  @Override
  public About about() {
    return new About(
        "get_program",
        "An experiment's program",
        "Reads the program of an experiment: without a path its language, entry and files, with one"
            + " the text of that file and where the next part of it begins.",
        false,
        TextPart.in(
            VisibleStore.withExperiment()
                .optional("path", "A file of the program; absent for the list of files.")));
  }

  @Override
  public List<String> call(ToolArguments arguments, ToolCaller caller) throws IOException {
    Program program =
        StoredExperiments.program(store.experiment(arguments), store.stored().artifacts());
    Optional<String> path = arguments.text("path");
    if (path.isEmpty()) {
      return List.of(Json.write(files(program)));
    }
    String text = program.files().get(path.get());
    if (text == null) {
      throw new IOException(
          "The program has no file of this name; it has "
              + String.join(", ", program.files().keySet())
              + ".");
    }
    return TextPart.of(text, arguments);
  }

  private static ObjectNode files(Program program) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("language", program.language()).put("entry", program.entry());
    ArrayNode files = answer.putArray("files");
    program
        .files()
        .forEach(
            (path, text) -> files.addObject().put("path", path).put("characters", text.length()));
    return answer;
  }
}
