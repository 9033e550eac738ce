package dev.codecsmith.dashboard.pages;

import dev.codecsmith.dashboard.live.LiveCampaigns;
import dev.codecsmith.dashboard.live.ModelFigures;
import dev.codecsmith.dashboard.requests.Answers;
import dev.codecsmith.dashboard.requests.CampaignChoice;
import dev.codecsmith.dashboard.requests.Refusal;
import dev.codecsmith.evolve.models.calls.Spending;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.experiments.ExperimentStore;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A campaign's models: how they were asked, what that took, and what came of it. */
public final class ModelRoutes {
  private final ExperimentStore store;
  private final LiveCampaigns live;

  public ModelRoutes(ExperimentStore store, LiveCampaigns live) {
    this.store = store;
    this.live = live;
  }

  public void addTo(RoutesConfig routes) {
    routes.get("/api/campaigns/{id}/models", this::models);
  }

  private void models(Context context) throws Refusal, StoreException {
    CampaignRecord campaign = CampaignChoice.named(store, context);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("name", campaign.name());
    ArrayNode models = answer.putArray("models");
    for (ModelFigures model : live.state(campaign.id()).models()) {
      models.add(toJson(model));
    }
    Answers.json(context, answer);
  }

  private static ObjectNode toJson(ModelFigures model) {
    ModelFigures.Calls calls = model.calls();
    Spending spent = model.spent();
    ModelFigures.Made made = model.made();
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("name", model.name());
    node.put("answered", calls.answered());
    node.put("failed", calls.failed());
    node.put("retried", calls.retried());
    node.put("repairs", calls.repairs());
    Answers.put(
        node,
        "latency_s",
        calls.answered() == 0
            ? Optional.empty()
            : Optional.of(calls.latency().toMillis() / 1000.0 / calls.answered()));
    node.put("input_tokens", spent.usage().prompt());
    node.put("output_tokens", spent.usage().output());
    node.put("cost_usd", spent.knownUsd());
    node.put("calls_of_unknown_cost", spent.callsOfUnknownCost());
    node.put("calls_of_unknown_tokens", spent.callsOfUnknownTokens());
    node.put("experiments", made.experiments());
    node.put("scored", made.scored());
    node.put("bests", made.bests());
    node.put("gain", made.gain());
    Answers.put(node, "gain_per_usd", gainPerUsd(spent, made));
    return node;
  }

  /** Only where every cost is known, and there is one. */
  private static Optional<Double> gainPerUsd(Spending spent, ModelFigures.Made made) {
    return spent.callsOfUnknownCost() > 0 || spent.knownUsd().signum() == 0
        ? Optional.empty()
        : Optional.of(made.gain() / spent.knownUsd().doubleValue());
  }
}
