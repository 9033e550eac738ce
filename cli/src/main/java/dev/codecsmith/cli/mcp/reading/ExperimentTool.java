package dev.codecsmith.cli.mcp.reading;

import dev.codecsmith.cli.mcp.tool.McpTool;
import dev.codecsmith.cli.mcp.tool.ToolArguments;
import dev.codecsmith.cli.mcp.tool.ToolCaller;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.export.ExperimentExport;
import dev.codecsmith.store.json.Json;
import java.io.IOException;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** One experiment with its scorecard. */
public final class ExperimentTool implements McpTool {
  private final VisibleStore store;

  public ExperimentTool(VisibleStore store) {
    this.store = store;
  }

  @Override
  public About about() {
    return new About(
        "get_experiment",
        "One experiment",
        "Reads an experiment: the full text of its failure, its reasoning and parents, BD-rates by"
            + " anchor and by search clip, and each rate point with bitrate, metrics, CPU time and"
            + " memory.",
        false,
        VisibleStore.withExperiment());
  }

  @Override
  public List<String> call(ToolArguments arguments, ToolCaller caller) throws IOException {
    return List.of(Json.write(toJson(store.experiment(arguments))));
  }

  /** What is told of an experiment from which held-out clips are hidden. */
  public static ObjectNode toJson(ExperimentRecord visible) throws IOException {
    ObjectNode node = ExperimentExport.toJson(visible);
    node.put("reasoning", visible.candidate().reasoning());
    // What they hold is read by tools of their own; the times tell how long held-out clips took.
    node.remove(List.of("artifacts", "worker", "created", "updated"));
    node.withArray("points").forEach(point -> ((ObjectNode) point).remove("machine"));
    return node;
  }
}
