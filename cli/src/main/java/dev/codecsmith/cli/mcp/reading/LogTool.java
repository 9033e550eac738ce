package dev.codecsmith.cli.mcp.reading;

import dev.codecsmith.cli.mcp.tool.McpTool;
import dev.codecsmith.cli.mcp.tool.ToolArguments;
import dev.codecsmith.cli.mcp.tool.ToolCaller;
import dev.codecsmith.evolve.scorecard.ClipRoles;
import dev.codecsmith.store.ExperimentRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** What was written when an experiment was made: its log, prompt and reply. */
public final class LogTool implements McpTool {
  private static final String LOG = "log";

  /** How a log begins a line of the harness's own that may name any clip. */
  private static final String REMEMBERED = "Not run again, but remembered";

  private final VisibleStore store;

  public LogTool(VisibleStore store) {
    this.store = store;
  }

  @Override
  public About about() {
    return new About(
        "get_log",
        "An experiment's log",
        "Reads the log of an experiment, with what its program wrote to standard error, or the"
            + " prompt that was answered with the program, or the reply. Where a campaign holds out"
            + " clips the log ends before what was run on them.",
        false,
        TextPart.in(
            VisibleStore.withExperiment()
                .oneOf("part", "What to read. Default: log", List.of(LOG, "prompt", "reply"))));
  }

  @Override
  public List<String> call(ToolArguments arguments, ToolCaller caller) throws IOException {
    ExperimentRecord experiment = store.experiment(arguments);
    String part = arguments.text("part").orElse(LOG);
    Optional<String> artifact =
        Optional.ofNullable(
            part.equals(LOG)
                ? experiment.artifacts().get(LOG)
                : experiment.candidate().artifacts().get(part));
    if (artifact.isEmpty()) {
      throw new IOException("This experiment has no " + part + ".");
    }
    String text;
    try (InputStream in = store.stored().artifacts().open(artifact.get())) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    ClipRoles clips = VisibleStore.roles(store.campaignOf(experiment));
    return TextPart.of(part.equals(LOG) ? visible(text, clips) : text, arguments);
  }

  /**
   * The log up to what a run on a held-out clip wrote. Nothing behind that can be trusted to be of
   * another run: a program may write what looks like the harness's own lines.
   */
  static String visible(String log, ClipRoles clips) {
    if (!clips.namesHoldOut(log)) {
      return log;
    }
    StringBuilder visible = new StringBuilder();
    for (String line : log.split("\n", -1)) {
      if (!clips.namesHoldOut(line)) {
        visible.append(line).append('\n');
      } else if (!line.startsWith(REMEMBERED)) {
        return visible + "The rest is of footage that is held out.\n";
      }
    }
    return visible.toString();
  }
}
