package dev.codecsmith.cli.mcp.reading;

import dev.codecsmith.cli.mcp.tool.McpTool;
import dev.codecsmith.cli.mcp.tool.ToolArguments;
import dev.codecsmith.cli.mcp.tool.ToolCaller;
import dev.codecsmith.cli.mcp.tool.ToolSchema;
import dev.codecsmith.cli.plan.CampaignSettingsText;
import dev.codecsmith.dashboard.experiments.StatusGroup;
import dev.codecsmith.evolve.scorecard.ClipRoles;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.ExperimentSummary;
import dev.codecsmith.store.Failure;
import dev.codecsmith.store.experiments.ExperimentFilter;
import dev.codecsmith.store.experiments.ExperimentFilter.Order;
import dev.codecsmith.store.json.Json;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Lists a campaign's experiments. */
public final class ListTool implements McpTool {
  private static final int MOST = 100;
  private static final int USUAL = 20;
  private static final int LAST_PAGE = 100_000;

  /** Not by duration, which tells of the time that held-out clips take. */
  private static final List<Order> ORDERS =
      List.of(Order.ITERATION, Order.NAME, Order.PROPOSER, Order.SCORE, Order.DECODER_BYTES);

  private final VisibleStore store;

  public ListTool(VisibleStore store) {
    this.store = store;
  }

  @Override
  public About about() {
    return new About(
        "list_experiments",
        "Experiments of a campaign",
        "Lists a campaign's experiments, a page at a time. The score, in percent over the"
            + " campaign's search clips, is what 'objective' says in the answer: lower is better,"
            + " and a BD-rate below 0 is better than the anchor.",
        false,
        VisibleStore.withCampaign(ToolSchema.NONE)
            .oneOf(
                "status",
                "Only those that stand so; absent for all.",
                Arrays.stream(StatusGroup.values()).map(StatusGroup::key).toList())
            .oneOf(
                "sort",
                "What comes first; with a - in front the highest. Default: -iteration",
                ORDERS.stream()
                    .map(ListTool::key)
                    .flatMap(key -> Stream.of(key, "-" + key))
                    .toList())
            .optional("search", "A text that stands in id, name or proposer.")
            .with("page", new ToolSchema.Whole("Which page.", 1, LAST_PAGE, 1))
            .with("limit", new ToolSchema.Whole("How many a page has.", 1, MOST, USUAL)));
  }

  private static String key(Order order) {
    return order.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public List<String> call(ToolArguments arguments, ToolCaller caller) throws IOException {
    CampaignRecord campaign = store.campaign(arguments);
    ExperimentFilter filter = filter(arguments);
    int limit = arguments.number("limit", USUAL);
    int page = arguments.number("page", 1);
    ClipRoles clips = VisibleStore.roles(campaign);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("campaign", campaign.id());
    answer.put("objective", CampaignSettingsText.objective(campaign));
    answer.put("total", store.stored().experiments().count(campaign.id(), filter));
    answer.put("page", page);
    ArrayNode lines = answer.putArray("experiments");
    for (ExperimentSummary line :
        store.stored().experiments().list(campaign.id(), filter, (page - 1) * limit, limit)) {
      lines.add(toJson(line, clips));
    }
    return List.of(Json.write(answer));
  }

  private static ExperimentFilter filter(ToolArguments arguments) {
    Set<ExperimentStatus> statuses =
        arguments
            .text("status")
            .flatMap(StatusGroup::of)
            .map(StatusGroup::statuses)
            .orElse(Set.of(ExperimentStatus.values()));
    String sort = arguments.text("sort").orElse("-iteration");
    boolean descending = sort.startsWith("-");
    String key = descending ? sort.substring(1) : sort;
    return new ExperimentFilter(
        statuses,
        arguments.text("search").orElse(""),
        Optional.empty(),
        ORDERS.stream().filter(order -> key(order).equals(key)).findFirst().orElseThrow(),
        descending);
  }

  private static ObjectNode toJson(ExperimentSummary line, ClipRoles clips) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("id", line.id());
    node.put("iteration", line.iteration());
    node.put("status", line.status().label());
    node.put("name", line.program().name());
    node.put("language", line.program().language());
    node.put("proposer", line.program().proposer());
    line.score().ifPresent(score -> node.set("score", Json.figure(score)));
    node.put("decoder_bytes", line.result().decoderBytes());
    if (line.result().failure().isPresent()) {
      Failure failure = line.result().failure().get();
      node.putObject("failure")
          .put("kind", failure.kind().label())
          .put(
              "message",
              clips.namesHoldOut(failure.message())
                  ? "It failed on footage that is held out."
                  : failure.message());
    }
    return node;
  }
}
