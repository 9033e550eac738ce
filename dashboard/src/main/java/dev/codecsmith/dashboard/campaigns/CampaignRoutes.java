package dev.codecsmith.dashboard.campaigns;

import dev.codecsmith.dashboard.actions.Action;
import dev.codecsmith.dashboard.actions.Actions;
import dev.codecsmith.dashboard.experiments.StatusGroup;
import dev.codecsmith.dashboard.live.CampaignBudgets;
import dev.codecsmith.dashboard.live.CampaignStanding;
import dev.codecsmith.dashboard.live.LiveCampaigns;
import dev.codecsmith.dashboard.requests.Answers;
import dev.codecsmith.dashboard.requests.CampaignChoice;
import dev.codecsmith.dashboard.requests.Queries;
import dev.codecsmith.dashboard.requests.Refusal;
import dev.codecsmith.evolve.models.budget.Budget;
import dev.codecsmith.evolve.models.calls.Spending;
import dev.codecsmith.lab.objective.CampaignObjective;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.ExperimentSummary;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.experiments.Page;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Campaigns: all of the store, and how one stands. */
public final class CampaignRoutes {
  private static final int USUAL = 50;
  private static final int MOST = 200;

  private final ExperimentStore store;
  private final CampaignBudgets budgets;
  private final Actions actions;
  private final LiveCampaigns live;
  private final Clock clock;

  public CampaignRoutes(
      ExperimentStore store,
      CampaignBudgets budgets,
      Actions actions,
      LiveCampaigns live,
      Clock clock) {
    this.store = store;
    this.budgets = budgets;
    this.actions = actions;
    this.live = live;
    this.clock = clock;
  }

  public void addTo(RoutesConfig routes) {
    routes.get("/api/campaigns", this::list);
    routes.get("/api/campaigns/{id}", this::one);
  }

  /** In the order in which they were stored; {@code next} is what the next page is asked with. */
  private void list(Context context) throws Refusal, StoreException {
    String from = Queries.text(context, "from").orElse(Page.FIRST);
    int limit = Queries.number(context, "limit", 1, MOST, USUAL);
    Page<CampaignRecord> page = page(from, limit);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode campaigns = answer.putArray("campaigns");
    for (CampaignRecord campaign : page.items()) {
      campaigns.add(head(campaign));
    }
    answer.put("next", page.next().orElse(null));
    answer.put("running", live.running().orElse(null));
    answer.put("takes_campaigns", actions.takesCampaigns());
    Answers.json(context, answer);
  }

  private Page<CampaignRecord> page(String from, int limit) throws Refusal, StoreException {
    try {
      return store.campaigns(from, limit);
    } catch (IllegalArgumentException e) {
      throw new Refusal(400, "from is what an answer before calls next.");
    }
  }

  private void one(Context context) throws Refusal, IOException {
    CampaignRecord campaign = CampaignChoice.named(store, context);
    CampaignStanding.Snapshot state = live.state(campaign.id()).at(clock.instant());
    ObjectNode answer = head(campaign);
    answer.put("last_event", state.lastEvent());
    answer.put("iterations", state.iterations());
    answer.put("ended", state.ended());
    answer.put("stopping", state.stopping().orElse(null));
    state
        .waiting()
        .ifPresentOrElse(
            waiting ->
                answer
                    .putObject("waiting")
                    .put("reason", waiting.reason())
                    .put("until", waiting.until().map(Instant::toString).orElse(null)),
            () -> answer.putNull("waiting"));
    state
        .asked()
        .ifPresentOrElse(
            asked ->
                answer
                    .putObject("asked")
                    .put("model", asked.model())
                    .put("slot", asked.slot())
                    .put("time", asked.time().toString())
                    .put("experiment", asked.experiment().orElse(null)),
            () -> answer.putNull("asked"));
    state.spent().ifPresentOrElse(spent -> put(answer, spent), () -> answer.putNull("spent"));
    put(answer.putObject("budget"), budgets.of(campaign.id()));
    ArrayNode conditions = answer.putArray("conditions");
    Conditions.inWords(campaign).forEach(conditions::add);
    ArrayNode possible = answer.putArray("actions");
    for (Action.Kind kind : actions.possible(campaign.id())) {
      possible.add(kind.label());
    }
    Answers.put(answer, "experiments_per_hour", state.perHour());
    ArrayNode retries = answer.putArray("retries");
    for (CampaignStanding.Retry retry : state.retries()) {
      retries
          .addObject()
          .put("time", retry.time().toString())
          .put("what", retry.what())
          .put("reason", retry.reason());
    }
    ArrayNode workers = answer.putArray("workers");
    for (CampaignStanding.Worker worker : state.workers()) {
      workers
          .addObject()
          .put("name", worker.name())
          .put("up", worker.up())
          .put("about", worker.about());
    }
    Answers.json(context, answer);
  }

  private ObjectNode head(CampaignRecord campaign) throws StoreException {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("id", campaign.id());
    node.put("name", campaign.name());
    node.put("created", campaign.created().toString());
    node.put("objective", CampaignObjective.words(campaign).orElse(null));
    node.put("running", live.running().equals(Optional.of(campaign.id())));
    node.set("counts", StatusGroup.counts(store.counts(campaign.id())));
    List<ExperimentSummary> best = store.best(campaign.id(), 1);
    if (best.isEmpty()) {
      node.putNull("best");
    } else {
      ObjectNode first = node.putObject("best");
      first.put("id", best.getFirst().id()).put("iteration", best.getFirst().iteration());
      Answers.put(first, "score", best.getFirst().score());
    }
    return node;
  }

  /** {@code cost_usd} and {@code tokens} are what is known of them. */
  private static void put(ObjectNode answer, Spending spent) {
    answer
        .putObject("spent")
        .put("model_calls", spent.calls())
        .put("tokens", spent.tokens())
        .put("cost_usd", spent.knownUsd())
        .put("calls_of_unknown_cost", spent.callsOfUnknownCost())
        .put("calls_of_unknown_tokens", spent.callsOfUnknownTokens());
  }

  /** Null is without limit. */
  private static void put(ObjectNode node, Budget budget) {
    node.put("usd", budget.usd().orElse(null));
    if (budget.tokens().isPresent()) {
      node.put("tokens", budget.tokens().getAsLong());
    } else {
      node.putNull("tokens");
    }
  }
}
