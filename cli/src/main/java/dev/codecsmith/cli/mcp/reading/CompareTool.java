package dev.codecsmith.cli.mcp.reading;

import dev.codecsmith.cli.mcp.tool.McpTool;
import dev.codecsmith.cli.mcp.tool.ToolArguments;
import dev.codecsmith.cli.mcp.tool.ToolCaller;
import dev.codecsmith.cli.mcp.tool.ToolSchema;
import dev.codecsmith.dashboard.compare.Comparison;
import dev.codecsmith.dashboard.live.CampaignAnchors;
import dev.codecsmith.dashboard.requests.Refusal;
import dev.codecsmith.store.json.Json;
import java.io.IOException;
import java.util.List;

/** Several experiments and anchors against the first. */
public final class CompareTool implements McpTool {
  private static final String ANCHOR = "anchor/";

  private final VisibleStore store;
  private final Comparison comparison;

  public CompareTool(VisibleStore store, CampaignAnchors anchors) {
    this.store = store;
    this.comparison = new Comparison(store.stored().experiments(), anchors);
  }

  @Override
  public About about() {
    return new About(
        "compare",
        "Comparison",
        "Compares experiments and anchors of a campaign with the first of them: BD-rate in percent"
            + " by the metrics of the campaign's objective, and by PSNR-YUV, PSNR-Y and SSIM, in"
            + " the mean and by search clip, and all rate points."
            + " A negative BD-rate needs fewer bits at equal quality.",
        false,
        VisibleStore.withCampaign(ToolSchema.NONE)
            .with(
                "of",
                new ToolSchema.Texts(
                    "Experiments' ids, and anchors as anchor/NAME; the first is the reference.",
                    true,
                    Comparison.MOST)));
  }

  @Override
  public List<String> call(ToolArguments arguments, ToolCaller caller) throws IOException {
    List<String> names =
        arguments.list("of").stream()
            .map(name -> name.startsWith(ANCHOR) ? name : "experiment/" + name)
            .toList();
    try {
      return List.of(
          Json.write(comparison.of(store.campaign(arguments), names, Comparison.Clips.SEARCH)));
    } catch (Refusal e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
