package dev.codecsmith.dashboard.campaigns;

import dev.codecsmith.dashboard.live.LiveCampaigns;
import dev.codecsmith.dashboard.requests.Answers;
import dev.codecsmith.dashboard.requests.CampaignChoice;
import dev.codecsmith.dashboard.requests.Refusal;
import dev.codecsmith.evolve.cascade.CascadeFigures;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.experiments.ExperimentStore;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a campaign's cascade saved, and how often it was wrong. */
public final class CascadeRoutes {
  private final ExperimentStore store;
  private final KnownCascades cascades;

  public CascadeRoutes(ExperimentStore store, LiveCampaigns live) {
    this.store = store;
    this.cascades = new KnownCascades(store, live);
  }

  public void addTo(RoutesConfig routes) {
    routes.get("/api/campaigns/{id}/cascade", this::cascade);
  }

  private void cascade(Context context) throws Refusal, IOException {
    CampaignRecord campaign = CampaignChoice.named(store, context);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode sentences = answer.putArray("sentences");
    cascades.of(campaign).map(CascadeFigures::sentences).orElse(List.of()).forEach(sentences::add);
    Answers.json(context, answer);
  }
}
