package dev.codecsmith.cli.mcp.programs;

import dev.codecsmith.cli.mcp.reading.VisibleStore;
import dev.codecsmith.cli.mcp.tool.McpTool;
import dev.codecsmith.cli.mcp.tool.ToolArguments;
import dev.codecsmith.cli.mcp.tool.ToolCaller;
import dev.codecsmith.cli.mcp.tool.ToolSchema;
import dev.codecsmith.evolve.outside.ProposalQueue;
import dev.codecsmith.evolve.outside.ProposalState;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.ExperimentSummary;
import dev.codecsmith.store.json.Json;
import java.io.IOException;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What became of a proposal. */
public final class ProposalTool implements McpTool {
  private final VisibleStore store;

  public ProposalTool(VisibleStore store) {
    this.store = store;
  }

  @Override
  public About about() {
    return new About(
        "get_proposal",
        "What became of a proposal",
        "Tells whether a proposal waits, which experiment it has become, or why it never will.",
        false,
        VisibleStore.withCampaign(ToolSchema.NONE)
            .required("proposal", "A proposal's id, as propose gave it."));
  }

  @Override
  public List<String> call(ToolArguments arguments, ToolCaller caller) throws IOException {
    CampaignRecord campaign = store.campaign(arguments);
    String id = arguments.required("proposal");
    ProposalState state =
        ProposalQueue.of(store.stored().path(), campaign.id())
            .state(id)
            .orElseThrow(() -> new IOException(campaign.id() + " was not brought this proposal."));
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("proposal", id);
    switch (state) {
      case ProposalState.Waiting waiting ->
          answer.put("state", "waiting").put("ahead", waiting.ahead());
      case ProposalState.SetAside aside ->
          answer.put("state", "set_aside").put("reason", aside.reason());
      case ProposalState.Taken taken -> {
        answer.put("state", "taken").put("iteration", taken.iteration());
        List<ExperimentSummary> line =
            store.stored().experiments().summaries(campaign.id(), taken.iteration() - 1, 1);
        line.stream()
            .filter(each -> each.iteration() == taken.iteration())
            .forEach(
                each -> answer.put("experiment", each.id()).put("status", each.status().label()));
      }
    }
    return List.of(Json.write(answer));
  }
}
