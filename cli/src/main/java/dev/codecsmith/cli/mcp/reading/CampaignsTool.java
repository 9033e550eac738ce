package dev.codecsmith.cli.mcp.reading;

import dev.codecsmith.cli.control.CampaignProcess;
import dev.codecsmith.cli.mcp.tool.McpTool;
import dev.codecsmith.cli.mcp.tool.ToolArguments;
import dev.codecsmith.cli.mcp.tool.ToolCaller;
import dev.codecsmith.cli.mcp.tool.ToolSchema;
import dev.codecsmith.cli.plan.CampaignPlan;
import dev.codecsmith.cli.plan.CampaignSettingsText;
import dev.codecsmith.cli.plan.Campaigns;
import dev.codecsmith.cli.plan.StoredPlan;
import dev.codecsmith.dashboard.experiments.StatusGroup;
import dev.codecsmith.evolve.outside.ProposalQueue;
import dev.codecsmith.lab.evaluation.Constraints;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.store.experiments.Page;
import dev.codecsmith.store.json.Json;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Lists campaigns. */
public final class CampaignsTool implements McpTool {
  private static final int MOST = 100;
  private static final int USUAL = 20;

  private final DataDirectory stored;

  public CampaignsTool(DataDirectory stored) {
    this.stored = stored;
  }

  @Override
  public About about() {
    return new About(
        "list_campaigns",
        "Campaigns",
        "Lists campaigns: what each is after, its search clips, qualities, anchors, limits and"
            + " constraints (in words too, what they ask of a program), how many experiments stand"
            + " where, whether it runs now and takes proposals.",
        false,
        ToolSchema.NONE
            .optional("from", "The 'next' of the page before; absent for the first page.")
            .with("limit", new ToolSchema.Whole("How many a page has.", 1, MOST, USUAL)));
  }

  @Override
  public List<String> call(ToolArguments arguments, ToolCaller caller) throws IOException {
    Page<CampaignRecord> page =
        stored
            .experiments()
            .campaigns(arguments.text("from").orElse(Page.FIRST), arguments.number("limit", USUAL));
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode campaigns = answer.putArray("campaigns");
    for (CampaignRecord campaign : page.items()) {
      campaigns.add(toJson(campaign));
    }
    page.next().ifPresent(next -> answer.put("next", next));
    return List.of(Json.write(answer));
  }

  private ObjectNode toJson(CampaignRecord campaign) throws IOException {
    JsonNode settings = Json.mapper().readTree(campaign.settingsJson());
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("id", campaign.id());
    node.put("name", campaign.name());
    node.put("created", campaign.created().toString());
    ArrayNode clips = node.putArray("search_clips");
    settings
        .path("clips")
        .valueStream()
        .forEach(clip ->
            clips
                .addObject()
                .put("name", clip.path("name").asString())
                .put("frames", clip.path("frames").asInt()));
    node.set("qualities", settings.path("qualities"));
    ArrayNode anchors = node.putArray("anchors");
    settings.path("anchors").valueStream().forEach(each -> anchors.add(each.path("name")));
    node.put("score", CampaignSettingsText.objective(campaign) + ", lower is better");
    node.set("limits", settings.path("limits"));
    for (String key : List.of("constraints", "editable")) {
      if (settings.has(key)) {
        node.set(key, settings.path(key));
      }
    }
    if (settings.has("constraints")) {
      Json.mapper()
          .treeToValue(settings.path("constraints"), Constraints.class)
          .eachInWords()
          .forEach(node.putArray("constraints_in_words")::add);
    }
    node.set("experiments", StatusGroup.counts(stored.experiments().counts(campaign.id())));
    node.put("runs_now", new CampaignProcess(stored, campaign.id()).process().isPresent());
    Optional<CampaignPlan> plan = StoredPlan.find(stored.experiments(), campaign.id());
    if (plan.isPresent()) {
      node.put("goal", plan.get().goal());
      node.put("iterations", plan.get().iterations());
      plan.get().proposers().forEach(node.putArray("proposers")::add);
    }
    boolean takesProposals = plan.filter(Campaigns::takesProposals).isPresent();
    node.put("takes_proposals", takesProposals);
    if (takesProposals) {
      node.put("proposals_waiting", ProposalQueue.of(stored.path(), campaign.id()).waiting());
    }
    return node;
  }
}
