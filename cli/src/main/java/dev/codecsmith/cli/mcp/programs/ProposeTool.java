package dev.codecsmith.cli.mcp.programs;

import dev.codecsmith.cli.control.CampaignProcess;
import dev.codecsmith.cli.mcp.reading.VisibleStore;
import dev.codecsmith.cli.mcp.tool.McpTool;
import dev.codecsmith.cli.mcp.tool.ToolArguments;
import dev.codecsmith.cli.mcp.tool.ToolCaller;
import dev.codecsmith.cli.mcp.tool.ToolSchema;
import dev.codecsmith.cli.options.NextCommand;
import dev.codecsmith.cli.plan.CampaignPlan;
import dev.codecsmith.cli.plan.Campaigns;
import dev.codecsmith.cli.plan.StoredPlan;
import dev.codecsmith.evolve.outside.OutsideProposal;
import dev.codecsmith.evolve.outside.OutsideProposer;
import dev.codecsmith.evolve.outside.ProposalQueue;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.store.json.Json;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
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
    CampaignPlan plan = plan(campaign);
    checkReached(campaign);
    for (String parent : arguments.list("parents")) {
      checkParent(parent, campaign);
    }
    OutsideProposal proposal =
        OutsideProposal.of(
            caller.name(),
            arguments.required("name"),
            programs.read(arguments),
            arguments.list("parents"),
            arguments.required("reasoning"),
            clock.instant());
    ProposalQueue.of(store.stored().path(), campaign.id()).put(proposal);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("proposal", proposal.id());
    answer.put("campaign", campaign.id());
    answer.put("state", "waiting");
    answer.put("note", note(campaign, plan));
    return List.of(Json.write(answer));
  }

  private CampaignPlan plan(CampaignRecord campaign) throws IOException {
    Optional<CampaignPlan> plan = StoredPlan.find(store.stored().experiments(), campaign.id());
    if (plan.filter(Campaigns::takesProposals).isEmpty()) {
      throw new IOException(
          campaign.id()
              + " takes no proposals: only a campaign that was started with --proposer "
              + OutsideProposer.NAME
              + ", beside others or alone, does.");
    }
    return plan.get();
  }

  /** Proposals travel by the data folder of the process that runs the campaign. */
  private void checkReached(CampaignRecord campaign) throws IOException {
    DataDirectory stored = store.stored();
    if (stored.store().isPresent()
        && DataDirectory.writer(stored.path())
            .flatMap(DataDirectory.Writer::campaign)
            .filter(campaign.id()::equals)
            .isEmpty()) {
      throw new IOException(
          campaign.id()
              + " is not run with the data folder "
              + stored.path()
              + ", by which proposals reach it: start the server on the machine that runs it, with"
              + " that --data.");
    }
  }

  private void checkParent(String id, CampaignRecord campaign) throws IOException {
    Optional<ExperimentRecord> parent = store.stored().experiments().find(id);
    if (parent.filter(found -> found.campaignId().equals(campaign.id())).isEmpty()) {
      throw new IOException(campaign.id() + " has no experiment " + id + ".");
    }
  }

  private String note(CampaignRecord campaign, CampaignPlan plan) throws IOException {
    DataDirectory stored = store.stored();
    if (stored.experiments().lastIteration(campaign.id()) >= plan.iterations()) {
      return "The campaign has begun its last iteration: the proposal waits until it is continued"
          + " with more, as by "
          + NextCommand.of("campaign resume " + campaign.id() + " --iterations N", stored)
          + ".";
    }
    return new CampaignProcess(stored, campaign.id()).process().isPresent()
        ? "The campaign takes it for the next iteration that it begins."
        : "The campaign does not run now: the proposal waits until it goes on, as by "
            + NextCommand.of("campaign resume " + campaign.id(), stored)
            + ".";
  }
}
