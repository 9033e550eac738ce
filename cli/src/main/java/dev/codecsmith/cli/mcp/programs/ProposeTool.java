package dev.codecsmith.cli.mcp.programs;

import dev.codecsmith.cli.control.Proposals;
import dev.codecsmith.cli.mcp.reading.VisibleStore;
import dev.codecsmith.cli.mcp.tool.McpTool;
import dev.codecsmith.cli.mcp.tool.ToolArguments;
import dev.codecsmith.cli.mcp.tool.ToolCaller;
import dev.codecsmith.cli.mcp.tool.ToolSchema;
import dev.codecsmith.evolve.outside.OutsideProposal;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.json.Json;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Brings a program to a campaign. */
public final class ProposeTool implements McpTool {
  private static final int LONGEST_NAME = 60;
  private static final int LONGEST_REASONING = 20_000;
  private static final int MOST_PARENTS = 8;

  private final VisibleStore store;
  private final ProgramArgument programs;
  private final Clock clock;

  public ProposeTool(VisibleStore store, ProgramArgument programs, Clock clock) {
    this.store = store;
    this.programs = programs;
    this.clock = clock;
  }

  @Override
  public About about() {
    return new About(
        "propose",
        "Propose a program",
        "Proposes a program to a campaign that was started with the proposer outside: it becomes the"
            + " campaign's next iteration, evaluated and kept like every other. get_proposal says"
            + " what became of it.",
        true,
        ProgramArgument.in(
            VisibleStore.withCampaign(ToolSchema.NONE)
                .with(
                    "name",
                    new ToolSchema.Text("A short name for people.", true, LONGEST_NAME, List.of()))
                .with(
                    "reasoning",
                    new ToolSchema.Text(
                        "What was changed and why it should be better.",
                        true,
                        LONGEST_REASONING,
                        List.of()))
                .with(
                    "parents",
                    new ToolSchema.Texts(
                        "Ids of the campaign's experiments that it was made from.",
                        false,
                        MOST_PARENTS))));
  }

  @Override
  public List<String> call(ToolArguments arguments, ToolCaller caller) throws IOException {
    CampaignRecord campaign = store.campaign(arguments);
    Proposals proposals = Proposals.to(store.stored(), campaign);
    OutsideProposal proposal =
        OutsideProposal.of(
            caller.name(),
            arguments.required("name"),
            programs.read(arguments),
            arguments.list("parents"),
            arguments.required("reasoning"),
            clock.instant());
    proposals.put(proposal);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("proposal", proposal.id());
    answer.put("campaign", campaign.id());
    answer.put("state", "waiting");
    answer.put("note", proposals.whatFollows());
    return List.of(Json.write(answer));
  }
}
